package peers

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// marpDeck is a deck of so many slides, of what talks are made of.
func marpDeck(b *testing.B, slides int) string {
	b.Helper()
	src := []byte("---\nmarp: true\ntheme: gaia\npaginate: true\nstyle: |\n  section.special { color: #123; }\n  .columns { display: grid; grid-template-columns: 1fr 1fr; }\n---\n")
	for i := range slides {
		if i > 0 {
			src = append(src, "\n---\n"...)
		}
		src = fmt.Appendf(src, "\n<!-- _class: special -->\n\n## Slide %d\n\n- one\n- *two*, with `code`\n- [three](https://example.org/%d)\n\n", i, i)
		switch i % 4 {
		case 0:
			src = fmt.Appendf(src, "```go\nfunc f() int {\n\treturn %d // a number\n}\n```\n", i)
		case 1:
			src = append(src, "| a | b |\n|---|--:|\n| 1 | 2 |\n| 3 | 4 |\n"...)
		case 2:
			src = append(src, "<div class=\"columns\">\n<div>\n\nLeft\n\n</div>\n<div>\n\nRight\n\n</div>\n</div>\n"...)
		}
		src = append(src, "\n<!-- what is said here -->\n"...)
	}
	file := filepath.Join(b.TempDir(), "talk.md")
	if err := os.WriteFile(file, src, 0o600); err != nil {
		b.Fatal(err)
	}
	return file
}

// BenchmarkMarp reads 500 slides, and has Marp Core read them. Node's start, and what
// it needs to become fast, do not count.
func BenchmarkMarp(b *testing.B) {
	file := marpDeck(b, 500)
	b.Run("lectern", func(b *testing.B) {
		for b.Loop() {
			if d := lectern(b, file); len(d.Slides) != 500 {
				b.Fatal(len(d.Slides))
			}
		}
		b.ReportMetric(b.Elapsed().Seconds()*1000/float64(b.N), "ms")
	})
	b.Run("marp-core", func(b *testing.B) {
		best := 0.0
		for b.Loop() {
			for _, m := range marpCore(b, file, file, file) {
				if len(m.Slides) != 500 {
					b.Fatal(len(m.Slides))
				}
				if best == 0 || m.Seconds < best {
					best = m.Seconds
				}
			}
		}
		b.ReportMetric(best*1000, "ms")
	})
}
