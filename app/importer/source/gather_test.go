package source

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lectern/app/deck"
	"lectern/app/importer/importertest"
)

// TestDiskParts: with a text come the texts and the code that it takes in, what these
// name, and nothing else.
func TestDiskParts(t *testing.T) {
	dir := t.TempDir()
	red := string(importertest.PNG(importertest.Colours(4, 3)))
	for name, data := range map[string]string{
		"secret.md":            "# Secret",
		"secret.ts":            "secret",
		"talk/slides.md":       "# A\n\n---\nsrc: ./pages/one.md#2\n---\n\n---\nsrc: ../secret.md\n---\n\n<<< @/code/a.ts#x ts {1}\n<<< ../secret.ts\n\n![](/boat.png)\n",
		"talk/pages/one.md":    "# B\n\n![](./in.png)\n\n---\nsrc: two.md\nimage: /cover.png\n---\n\n---\nsrc: ../slides.md\n---\n",
		"talk/pages/two.md":    "# C\n\n```\n```\n",
		"talk/pages/other.md":  "# not named",
		"talk/pages/in.png":    red,
		"talk/in.png":          red,
		"talk/public/boat.png": red, "talk/public/cover.png": red, "talk/public/not.png": red,
		"talk/styles/index.ts": "import './in.css'\n", "talk/styles/in.css": "h1{background:url(/behind.png)}", "talk/styles/out.css": "h1{}", "talk/public/behind.png": red,
		"talk/code/a.ts": "let a", "talk/code/b.ts": "not named",
	} {
		p := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	files := onDisk(t, filepath.Join(dir, "talk", "slides.md"))
	want := []string{"code/a.ts", "pages/in.png", "pages/one.md", "pages/two.md", "public/behind.png", "public/boat.png", "public/cover.png", "slides.md", "styles/in.css", "styles/index.ts"}
	if diff := cmp.Diff(want, files.Names()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	var remarks []string
	for _, r := range files.Remarks {
		remarks = append(remarks, r.String())
	}
	want = []string{
		"line 8: the file “../secret.md” is outside the deck's folder and was not read.",
		"line 12: the file “../secret.ts” is outside the deck's folder and was not read.",
	}
	if diff := cmp.Diff(want, remarks); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for _, said := range []string{"the slides of “../secret.md” were not included: there is no such file beside the deck."} {
		if !files.Said(deck.Remark{Text: said}) {
			t.Errorf("%q is said, too: %s", said, strings.Join(remarks, "|"))
		}
	}
}
