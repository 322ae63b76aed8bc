//go:build !race

package importer

import (
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"lectern/app/deck/decktest"
	"lectern/app/importer/importertest"
	"lectern/app/importer/options"
)

// TestHostileFiles: files that took gigabytes and minutes end in a deck or in one
// sentence, and their child holds less than it may.
func TestHostileFiles(t *testing.T) {
	var use strings.Builder
	use.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" width="960" height="540"><defs><rect id="a0" width="9" height="9"/>`)
	for i := range 8 {
		fmt.Fprintf(&use, `<g id="a%d">%s</g>`, i+1, strings.Repeat(fmt.Sprintf(`<use href="#a%d"/>`, i), 10))
	}
	use.WriteString(`</defs><use href="#a8"/></svg>`)
	limits := shortened(func(l *Limits) { l.Step, l.StepMost, l.First = 3*time.Second, 10*time.Second, time.Second/2 })
	im, _ := newImporter(t, limits)
	im.config.EngineCache = engineCache()
	var held int64
	testEnded = func(s *os.ProcessState) { held = max(held, s.SysUsage().(*syscall.Rusage).Maxrss<<10) }
	t.Cleanup(func() { testEnded = nil })
	for name, data := range map[string][]byte{
		"table.md":   []byte(strings.Repeat("|a", 1000) + "|\n" + strings.Repeat("|-", 1000) + "|\n" + strings.Repeat("|\n", 16_000)),
		"arduino.md": []byte(strings.Repeat("```arduino\n"+strings.Repeat("\n", 4000)+"\n```\n\n", 20)),
		"bold.md":    []byte(strings.Repeat("<b lang=de>", 400) + strings.Repeat("<div>x</div>", 30_000)),
		"use.svg":    []byte(use.String()),
		"high.png":   importertest.BlankPNG(3841, 15_000, 1),
		"wide.png":   importertest.BlankPNG(8000, 2000, 3),
		"prog.jpg":   importertest.ProgressiveJPEG(6000, 4000, 3000),
		"frames.gif": importertest.BlankGIF(10_000, 10_000, 50),
		"freeze.pdf": importertest.GroupsPDF(150, 8),
		"hours.pdf":  importertest.GroupsPDF(150, 2000),
		"shares.zip": importertest.Zip(importertest.Entry{Name: "a.pdf", Data: importertest.GroupsPDF(150, 8)}),
	} {
		t.Run(name, func(t *testing.T) {
			held = 0
			d := &decktest.Deck{}
			begun := time.Now()
			err := im.Import(t.Context(), importertest.Tree(name, data), options.Options{}, d)
			if err != nil {
				importertest.CheckRefusal(t, err)
			} else {
				importertest.CheckDraft(t, d)
			}
			if held == 0 || held > limits.Resident {
				t.Errorf("the child held %d MB", held>>20)
			}
			t.Logf("%d MB, %v, %v", held>>20, time.Since(begun).Round(time.Millisecond), err)
		})
	}
}
