package convert

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lectern/app/deck/decktest"
	"lectern/app/importer/importertest"
	"lectern/app/importer/options"
	"lectern/app/importer/source"
)

// TestProject: a deck of Slidev is the same by every way of import: its file alone, with
// what that names beside it, its folder, and a zip of that.
func TestProject(t *testing.T) {
	red := string(importertest.PNG(importertest.Colours(4, 3)))
	project := []string{
		"slides.md", strings.Join([]string{
			"---", "theme: default", "layout: cover", "background: /cover.png", "---", "", "# Harbour", "",
			"---", "layout: image-right", "image: /crane.png", "---", "", "# Cranes", "",
			"---", "layout: image", "image: ./quay.png", "---", "",
			"---", "", "![a boat](/boat.png)", "",
			"---", "hide: true", "---", "", "# Hidden slide", "",
			"---", "src: ./pages/last.md", "---", "",
		}, "\n"),
		"pages/last.md", "# Last\n\n<<< @/code/a.ts\n\n***\n\nbelow a rule\n",
		"code/a.ts", "const a = 1\n",
		"quay.png", red, "public/cover.png", red, "public/crane.png", red, "public/boat.png", red,
	}
	dir := t.TempDir()
	var entries []importertest.Entry
	for i := 0; i < len(project); i += 2 {
		p := filepath.Join(dir, "talk", filepath.FromSlash(project[i]))
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(project[i+1]), 0o644); err != nil {
			t.Fatal(err)
		}
		entries = append(entries, importertest.Entry{Name: project[i], Data: []byte(project[i+1])})
	}
	if err := os.WriteFile(filepath.Join(dir, "talk.zip"), importertest.Zip(entries...), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, way := range []string{"talk/slides.md", "talk", "talk.zip"} {
		files, err := source.OpenDisk(filepath.Join(dir, filepath.FromSlash(way)))
		if err != nil {
			t.Fatal(way, err)
		}
		defer files.Close()
		d := &decktest.Deck{}
		if _, err := Convert(t.Context(), files, nil, options.Options{}, "", d); err != nil {
			t.Fatal(way, err)
		}
		if len(d.Slides) != 5 || len(d.Warnings) != 0 {
			t.Errorf("%s: %d slides, %q", way, len(d.Slides), d.Warnings)
			continue
		}
		// The same picture is kept once.
		for i, want := range []string{"picture:", "picture:", "picture:", "picture:", "<hr"} {
			if html := d.Slides[i].Views[0].HTML; !strings.Contains(html, want) || strings.Contains(html, "missing") {
				t.Errorf("%s, slide %d: %s", way, i+1, html)
			}
		}
		if last := d.Slides[4].Views[0].Text; !strings.Contains(last, "const a = 1") || !strings.Contains(last, "below a rule") {
			t.Errorf("%s: %s", way, last)
		}
	}
}
