package markdown

import (
	"strings"
	"testing"
)

// TestDrawings: an SVG that is written in a text is a picture in its place, whatever it
// stands in; in code it is code, and what is none goes as before.
func TestDrawings(t *testing.T) {
	const svg = `<svg viewBox="0 0 20 10" style="max-width:50%;fill:red"><rect width="9" height="9"/>
<text x="1">Word &nbsp; one</text>

<circle r="2"/></svg>`
	for name, c := range map[string]struct{ src, html, text string }{
		"in a div":    {"<div>\n" + svg + "\n</div>\n\nafter", `<img src="picture:0" alt="" width="20" height="10" class="st-1"/>`, "Word one\nafter"},
		"in a line":   {"a " + svg + " b", `<p>a <img src="picture:0"`, "a Word one b"},
		"with a size": {`<svg width="40" height="20" class="c"><path d="M0 0h9"/></svg>`, `<img src="picture:0" alt="" width="40" height="20"/>`, ""},
		"twice":       {svg + "\n\nx\n\n" + svg, `<img src="picture:0"`, "Word one\nx\nWord one"},
		"in a fence":  {"```html\n<svg><path/></svg>\n```", "&lt;", "<svg><path/></svg>"},
		"in code":     {"a `<svg><path/></svg>` b", "<code>&lt;svg", "a <svg><path/></svg> b"},
		"broken":      {"a <svg><p>out</p></svg> b", "", "a b"},
		"left open":   {"a <svg><path/> b", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			d := read(t, "a.md", []byte(c.src))
			v := d.Slides[0].Views[0]
			if !strings.Contains(v.HTML, c.html) || c.text != "" && v.Text != c.text {
				t.Errorf("%s\n%q", v.HTML, v.Text)
			}
			if want := strings.Count(c.html, "picture:0"); len(d.Pictures) != want {
				t.Errorf("%d pictures: %q", len(d.Pictures), d.Warnings)
			}
			if said := len(d.Warnings) > 0; said != (name == "broken" || name == "left open") {
				t.Errorf("%q", d.Warnings)
			}
		})
	}
	d := read(t, "a.md", []byte("# a\n\n"+svg+"\n\n![](gone.png)\n\n---\n\n<svg onload=alert(1)><script>alert(2)</script><foreignObject><iframe srcdoc=x></iframe></foreignObject></svg>"))
	if len(d.Warnings) == 0 || !strings.HasPrefix(d.Warnings[0], "line 8: the picture gone.png") {
		t.Errorf("%q", d.Warnings)
	}
}
