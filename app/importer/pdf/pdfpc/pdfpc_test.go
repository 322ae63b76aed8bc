package pdfpc_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lectern/app/importer/pdf/pdfpc"
)

func TestPages(t *testing.T) {
	numbers := []string{"1", "2", "2", "3", "4"}
	bySlide := []int{0, 1, 1, 2, 3}
	each := func(slides []int, notes ...string) []pdfpc.Page {
		pages := make([]pdfpc.Page, len(slides))
		for i, s := range slides {
			pages[i].Slide = s
		}
		for i, n := range notes {
			pages[i].Note, pages[i].Hidden = strings.CutSuffix(n, "-")
		}
		return pages
	}
	for _, c := range []struct {
		name, file string
		want       []pdfpc.Page
	}{
		{"JSON: a note by its page", `{"pdfpcFormat":2,"disableMarkdown":false,"pages":[{"idx":1,"label":"2","overlay":0,"note":"two *a*"},{"idx":2,"label":"2","overlay":1,"note":"two b"}]}`,
			each(bySlide, "", "two *a*", "two b")},
		{"JSON: pages came before it since", `{"pdfpcFormat":2,"pages":[{"idx":0,"label":"2","overlay":1,"note":"two b"}]}`,
			each(bySlide, "", "", "two b")},
		{"JSON: there is no such label any more", `{"pages":[{"idx":3,"label":"iv","overlay":0,"note":"by number"}]}`,
			each(bySlide, "", "", "", "by number")},
		{"JSON: the label has fewer pages now", `{"pages":[{"idx":4,"label":"2","overlay":7,"note":"by number"}]}`,
			each(bySlide, "", "", "", "", "by number")},
		{"JSON: hidden, and a step that the labels do not tell", `{"pages":[{"idx":3,"label":"3","overlay":0,"hidden":true},{"idx":4,"label":"4","overlay":0,"forcedOverlay":true}]}`,
			each([]int{0, 1, 1, 2, 2}, "", "", "", "-")},
		{"JSON: what is of another type, or beyond the end", `{"pages":[3,{"idx":99,"note":"lost"},{"idx":-1,"note":"lost"},{"idx":"1","label":2,"overlay":0,"note":"kept"},{"idx":1e300,"note":5},null]}`,
			each(bySlide, "", "kept")},
		{"JSON: no pages", `{"pdfpcFormat":2,"duration":20}`, each(bySlide)},
		{"old: notes of slides, and signs that are escaped", "[file]\ntalk.pdf\n[notes]\n### 1\nfirst\n\n  indented\n### 2\nsee \\[1\\] \\# 7\n[not a section]\n",
			each(bySlide, "first\n\n  indented", "see [1] # 7\n[not a section]", "see [1] # 7\n[not a section]")},
		{"old: the pages that are steps are said, and no others are", "[skip]\n2,4,\n[notes]\n### 2\nof page 3\n", each([]int{0, 0, 1, 1, 2}, "", "", "of page 3", "of page 3")},
		{"old: of Windows", "[duration]\r\n20\r\n[notes]\r\n### 4\r\nlast\r\nline\r\n", each(bySlide, "", "", "", "", "last\nline")},
		{"old: slides that there are not", "[skip]\n,,0,1,77,x\n[notes]\nof none\n### 0\nof none\n### 99\nlost\n### 99999999999999999999\nlost", each([]int{0, 1, 2, 3, 4})},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, err := pdfpc.Parse([]byte(c.file))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, f.Pages(numbers, bySlide)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTalk(t *testing.T) {
	type talk struct {
		minutes, end int
		side         string
	}
	for _, c := range []struct {
		file string
		want talk
	}{
		{`{"pdfpcFormat":2,"duration":20,"endSlide":3,"beamerNotePosition":"RIGHT"}`, talk{20, 3, "right"}},
		{"\xef\xbb\xbf \n" + `{"endSlide":0,"beamerNotePosition":"NONE","noteFormat":"markdown"}`, talk{0, 0, ""}},
		{`{"duration":-3,"endSlide":"x"}`, talk{0, -1, ""}},
		{`{"duration":"45"}`, talk{45, -1, ""}},
		{"[duration]\n45\n[end_user_slide]\n12\n[notes_position]\nleft", talk{45, 12, "left"}},
		{"[duration]\n99999999999\n", talk{0, -1, ""}},
	} {
		f, err := pdfpc.Parse([]byte(c.file))
		if err != nil {
			t.Errorf("%s: %v", c.file, err)
		} else if got := (talk{f.Minutes, f.End, f.NotesSide}); got != c.want {
			t.Errorf("%s: %v, want %v", c.file, got, c.want)
		}
	}
	for _, c := range []string{"", "notes", "{", `{"pages"`, "[1, 2]", "[other]\n3", "\x00\x01"} {
		if f, err := pdfpc.Parse([]byte(c)); err == nil {
			t.Errorf("%q is taken: %v", c, f)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"pdfpcFormat":2,"duration":20,"endSlide":3,"pages":[{"idx":1,"label":"2","overlay":1,"note":"x","hidden":true,"forcedOverlay":true}]}`))
	f.Add([]byte("[file]\na.pdf\n[skip]\n2,3,\n[duration]\n5\n[notes]\n### 1\na \\[b\\]\n### 2\n"))
	labels, slide := []string{"1", "2", "2", ""}, []int{0, 1, 1, 2}
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := pdfpc.Parse(data)
		if err != nil {
			return
		}
		pages := file.Pages(labels, slide)
		if len(pages) != len(labels) || pages[0].Slide != 0 {
			t.Fatalf("%v", pages)
		}
		for i := 1; i < len(pages); i++ {
			if d := pages[i].Slide - pages[i-1].Slide; d != 0 && d != 1 {
				t.Fatalf("%v", pages)
			}
		}
		file.Pages(nil, nil)
	})
}
