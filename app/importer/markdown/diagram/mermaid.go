package diagram

import (
	"context"
	_ "embed"
	"fmt"
	"regexp"
	"strings"

	"github.com/dop251/goja"

	"lectern/app/importer/markdown/script"
)

// beautiful-mermaid 1.1 with ELK 0.12, bundled for an interpreter that has no page: it
// measures words by itself.
//
//go:embed js/mermaid.js.zst
var mermaidScript []byte

const (
	maxCalls = 2000      // functions inside each other
	maxHeap  = 128 << 20 // bytes that a diagram may take
)

// style is its colours and letters: those of the theme's slides. They stand in the
// drawing itself, since a picture knows no variables of the page around it.
var style = map[string]string{
	"bg": "#ffffff", "fg": "#1b1c22",
	"_text": "#1b1c22", "_text-sec": "#44464f", "_text-muted": "#44464f", "_text-faint": "#8a8c94", "_line": "#5a5d68", "_arrow": "#2b4be0",
	"_node-fill": "#f1efe9", "_node-stroke": "#9a978d", "_group-fill": "#ffffff", "_group-hdr": "#ebe8e0", "_inner-stroke": "#d5d2c9", "_key-badge": "#e2e6fb",
}

var (
	sheet    = regexp.MustCompile(`(?s)<style>.*?</style>`)
	variable = regexp.MustCompile(`var\(--([a-z_-]+)(?:,[^()]*)?\)`)
	page     = regexp.MustCompile(`(<svg [^>]*?) style="[^"]*"`)
)

// drawMermaid draws what is one of Mermaid's kinds that are known.
func (d *Drawer) drawMermaid(ctx context.Context, src string) (string, error) {
	v, err := script.Call(ctx, d.vm, maxHeap, d.mermaid, src)
	switch err := err.(type) {
	case nil:
	case script.Limit:
		return "", &Wrong{err.Error()}
	case *goja.Exception:
		message := err.Value().String()
		if o, ok := err.Value().(*goja.Object); ok {
			if m := o.Get("message"); m != nil {
				message = m.String()
			}
		}
		first, _, _ := strings.Cut(message, "\n")
		return "", &Wrong{strings.TrimSuffix(first, ".")}
	default:
		return "", &Wrong{"it cannot be read"}
	}
	svg := sheet.ReplaceAllString(v.String(), `<style>text{font-family:system-ui,sans-serif}.mono{font-family:ui-monospace,monospace}</style>`)
	svg = page.ReplaceAllString(svg, "$1")
	return variable.ReplaceAllStringFunc(svg, func(s string) string {
		if c := style[variable.FindStringSubmatch(s)[1]]; c != "" {
			return c
		}
		return style["fg"]
	}), nil
}

// loadMermaid takes a second or so, most of which is the first layout's: it is done once.
func (d *Drawer) loadMermaid(ctx context.Context) error {
	script, err := unpack(mermaidScript)
	if err != nil {
		return err
	}
	d.vm = goja.New()
	d.vm.SetMaxCallStackSize(maxCalls)
	d.vm.Set("global", d.vm.GlobalObject())
	d.vm.Set("console", map[string]any{"log": silent, "warn": silent, "error": silent})
	// Nothing waits: what is put off is done at once, or never.
	later := func(call goja.FunctionCall) goja.Value {
		if f, ok := goja.AssertFunction(call.Argument(0)); ok {
			f(goja.Undefined())
		}
		return d.vm.ToValue(0)
	}
	d.vm.Set("setTimeout", later)
	d.vm.Set("clearTimeout", func(goja.FunctionCall) goja.Value { return goja.Undefined() })
	if _, err := d.vm.RunScript("mermaid.js", string(script)); err != nil {
		return fmt.Errorf("diagram: %w", err)
	}
	f, ok := goja.AssertFunction(d.vm.Get("mermaid"))
	if !ok {
		return fmt.Errorf("diagram: no mermaid in its script")
	}
	d.mermaid = f
	_, err = d.drawMermaid(ctx, "graph TD\nA")
	return err
}

func silent(goja.FunctionCall) goja.Value { return goja.Undefined() }
