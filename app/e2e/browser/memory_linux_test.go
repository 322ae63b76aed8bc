package browser

import (
	"archive/zip"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/heapprofiler"
	"github.com/chromedp/cdproto/systeminfo"
	"github.com/chromedp/chromedp"

	"lectern/app/e2e/harness"
)

// TestKioskMemory: a kiosk keeps no pixels of the pictures that it has shown. A
// page of 1920 × 1080 has eight megabytes of them.
func TestKioskMemory(t *testing.T) {
	t.Parallel()
	const pages, most = 20, 40 // megabytes; all pages have 160
	alone, err := launchChromium(chromiumPath(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { endChromium(alone) })
	l := harness.Serve(t, greys(t, pages))
	s := l.Slides(1)
	p := newBrowserIn(t, alone).openSized(l.At("/kiosk"), 1920, 1080, light)
	p.shows(s[0])
	l.Put(1, `{"current_slide":2}`)
	p.shows(s[1])
	before := rendered(p)
	for i := 2; i < pages; i++ {
		l.Put(1, fmt.Sprintf(`{"current_slide":%d}`, i+1))
		p.shows(s[i])
	}
	after := rendered(p)
	t.Logf("%d MB after two pages, %d MB after %d", before, after, pages)
	if after-before > most {
		t.Errorf("%d pages grew the kiosk's process from %d to %d MB", pages-2, before, after)
	}
	// It is drawn all the same.
	level := p.picture().NRGBAAt(960, 540).R
	if want := grey(pages - 1); max(level, want)-min(level, want) > 2 {
		t.Errorf("the last page is of grey %d on the screen, want %d", level, want)
	}
}

// TestKioskWeek: after 10,000 moves, as in a week of talks, a kiosk's page takes no more
// memory than after a thousand.
func TestKioskWeek(t *testing.T) {
	harness.Long(t, "it makes 10,000 moves")
	t.Parallel()
	const moves, most = 10_000, 15 // megabytes more
	alone, err := launchChromium(chromiumPath(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { endChromium(alone) })
	l := harness.Serve(t, harness.Write(t, "talk.md", harness.Talk(50)))
	s := l.Slides(1)
	p := newBrowserIn(t, alone).openSized(l.At("/kiosk"), 1920, 1080, light)
	p.shows(s[0])
	var early int
	for i := 1; i <= moves; i++ {
		l.Put(1, fmt.Sprintf(`{"current_slide":%d}`, i%50+1))
		if i%20 == 0 {
			p.shows(s[i%50]) // those between are passed by, as a presenter does
		}
		if i == moves/10 {
			early = rendered(p)
		}
	}
	late := rendered(p)
	t.Logf("%d MB after %d moves, %d MB after %d", early, moves/10, late, moves)
	if late > early+most {
		t.Errorf("a kiosk's page grew from %d to %d MB", early, late)
	}
}

// rendered is the memory of a browser's page processes in megabytes, with their
// part of what is shared, once what is not kept has been thrown away.
func rendered(p *tab) int {
	p.t.Helper()
	if _, err := chromedp.Call(p.ctx, heapprofiler.CollectGarbage, cdp.Empty{}); err != nil {
		p.t.Fatal(err)
	}
	all, err := chromedp.CallBrowser(p.ctx, systeminfo.GetProcessInfo, cdp.Empty{})
	if err != nil {
		p.t.Fatal(err)
	}
	kilobytes := 0
	for _, process := range all.ProcessInfo {
		if process.Type != "renderer" {
			continue
		}
		rollup, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", process.ID))
		found := pss.FindSubmatch(rollup)
		if found == nil {
			p.t.Skipf("memory of a process is not told here: %v", err)
		}
		n, _ := strconv.Atoi(string(found[1]))
		kilobytes += n
	}
	return kilobytes >> 10
}

var pss = regexp.MustCompile(`(?m)^Pss: +(\d+) kB$`)

// greys is a deck of n pictures as large as the screen.
func greys(t testing.TB, n int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "greys.zip")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z := zip.NewWriter(f)
	page := image.NewGray(image.Rect(0, 0, 1920, 1080))
	for i := range n {
		draw.Draw(page, page.Rect, image.NewUniform(color.Gray{grey(i)}), image.Point{}, draw.Src)
		w, err := z.CreateHeader(&zip.FileHeader{Name: fmt.Sprintf("%02d.jpg", i)})
		if err == nil {
			err = jpeg.Encode(w, page, nil)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// grey is what a page of greys is filled with.
func grey(i int) byte { return byte(40 + 9*i) }
