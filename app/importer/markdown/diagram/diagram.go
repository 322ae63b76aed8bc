// Package diagram draws what authors write as text: graphs of Graphviz, and Mermaid's
// flowcharts, sequences, states, classes and entities, and the charts of package chart. It gives SVG, which is a
// stranger's still: whoever shows it has it cleaned.
package diagram

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/dop251/goja"
	"github.com/tetratelabs/wazero"

	"lectern/app/importer/markdown/diagram/chart"
)

const (
	maxSource = 50_000  // bytes of one
	maxSVG    = 4 << 20 // bytes of what it becomes
)

var (
	maxTime = 5 * time.Second  // for one; less in its test
	maxDeck = 20 * time.Second // for all of a deck
)

// Wrong is why a diagram cannot be drawn, as the end of a sentence.
type Wrong struct{ Message string }

func (w *Wrong) Error() string { return w.Message }

// Drawer draws the diagrams of one deck. What draws them is loaded for the first of each
// kind.
type Drawer struct {
	left time.Duration
	done map[string]result

	wazero wazero.Runtime
	viz    wazero.CompiledModule
	said   []string

	vm      *goja.Runtime
	mermaid goja.Callable
}

type result struct {
	svg string
	err error
}

// New returns a Drawer.
func New() *Drawer { return &Drawer{left: maxDeck, done: map[string]result{}} }

// Close ends it.
func (d *Drawer) Close(ctx context.Context) {
	if d.wazero != nil {
		d.wazero.Close(ctx)
	}
}

// engines are Graphviz's programs that a language may be called by.
var engines = map[string]string{
	"dot": "dot", "graphviz": "dot", "gv": "dot", "viz": "dot", "neato": "neato", "circo": "circo", "fdp": "fdp", "twopi": "twopi", "sfdp": "sfdp", "osage": "osage",
}

// Names are what diagrams are called that cannot be drawn, by their languages.
var names = map[string]string{"plantuml": "PlantUML", "puml": "PlantUML", "d2": "D2", "kroki": "Kroki", "excalidraw": "Excalidraw", "ditaa": "Ditaa"}

// Is reports whether a language is one of diagrams, and whether they can be drawn.
func Is(language string) (is, drawn bool) {
	if engines[language] != "" || language == "mermaid" {
		return true, true
	}
	return names[language] != "", false
}

// Name is what people call a language.
func Name(language string) string {
	switch {
	case language == "mermaid":
		return "Mermaid"
	case engines[language] != "":
		return "Graphviz"
	}
	return names[language]
}

// Draw makes an SVG of a diagram, larger than usual by a factor. An error that is the author's is a *Wrong.
func (d *Drawer) Draw(ctx context.Context, language, src string, by float64) (string, error) {
	key := fmt.Sprintf("%s %g\n%s", language, by, src)
	if r, ok := d.done[key]; ok {
		return r.svg, r.err
	}
	svg, err := d.draw(ctx, language, src)
	if svg = enlarge(svg, larger*by); err == nil && len(svg) >= maxSVG {
		svg, err = "", &Wrong{"it becomes too large"}
	}
	d.done[key] = result{svg, err}
	return svg, err
}

func (d *Drawer) draw(ctx context.Context, language, src string) (svg string, err error) {
	switch {
	case len(src) > maxSource:
		return "", &Wrong{fmt.Sprintf("it has more than %d kB", maxSource/1000)}
	case d.left <= 0:
		return "", &Wrong{"all diagrams so far took too long"}
	case strings.ContainsRune(src, 0):
		return "", &Wrong{"it is no text"}
	}
	if language == "mermaid" {
		if svg, is, err := chart.Draw(src); is {
			if err != nil {
				err = &Wrong{err.Error()}
			}
			return svg, err
		}
	}
	if language == "mermaid" && d.mermaid == nil {
		if err := d.loadMermaid(ctx); err != nil {
			return "", err
		}
	}
	start := time.Now()
	defer func() { d.left -= time.Since(start) }()
	ctx, cancel := context.WithTimeout(ctx, min(maxTime, d.left))
	defer cancel()
	if engine := engines[language]; engine != "" {
		svg, err = d.graphviz(ctx, src, engine)
	} else {
		svg, err = d.drawMermaid(ctx, src)
	}
	return svg, err
}
