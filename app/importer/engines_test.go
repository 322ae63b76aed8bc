package importer

import (
	"io/fs"
	"strings"
	"testing"

	"lectern/app/deck/decktest"
	"lectern/app/importer/importertest"
	"lectern/app/importer/options"
	"lectern/app/importer/source"
)

// TestAVIF: a child that is locked in decodes them, wherever they are.
func TestAVIF(t *testing.T) {
	picture := importertest.AVIF
	md := "# A\n\n![](img/a.avif)"
	for name, files := range map[string]fs.FS{
		"alone":   importertest.Tree("a.avif", picture),
		"a text":  importertest.Tree("a.md", md, "img/a.avif", picture),
		"a zip":   importertest.Tree("a.zip", importertest.Zip(importertest.Entry{Name: "a.md", Data: []byte(md)}, importertest.Entry{Name: "img/a.avif", Data: picture})),
		"damaged": importertest.Tree("a.md", md, "img/a.avif", append(picture[:len(picture)-60:len(picture)-60], make([]byte, 60)...)),
	} {
		t.Run(name, func(t *testing.T) {
			im, log := newImporter(t, Limits{})
			d := &decktest.Deck{}
			if err := im.Import(t.Context(), files, options.Options{}, d); err != nil {
				t.Fatal(err, log)
			}
			importertest.CheckDraft(t, d)
			warnings := strings.Join(d.Warnings, "|")
			if name == "damaged" {
				if len(d.Pictures) > 0 || warnings != "line 3: a.avif is damaged and cannot be shown." {
					t.Errorf("%q, %d pictures", warnings, len(d.Pictures))
				}
				return
			}
			if len(d.Pictures) != 1 || warnings != "" {
				t.Fatalf("%q, %d pictures", warnings, len(d.Pictures))
			}
			if p := d.Pictures[0]; p.Width != 40 || p.Height != 64 || p.Sizes[0].Type != "image/png" {
				t.Errorf("%+v", p)
			}
		})
	}
}

// TestUnzip: what is in a zip comes out of the child as it is, in a folder that all of it
// lies in, as if that had been imported.
func TestUnzip(t *testing.T) {
	im, log := newImporter(t, Limits{})
	film := strings.Repeat("0123456789", 250_000) // in three parts
	deep := importertest.Zip(importertest.Entry{Name: "x/a.md", Data: []byte("# A")}, importertest.Entry{Name: "x/clip.mp4", Data: []byte(film)}, importertest.Entry{Name: "x/none"})
	flat := importertest.Zip(importertest.Entry{Name: "a.md", Data: []byte("# A")}, importertest.Entry{Name: "b/clip.mp4", Data: []byte(film)})
	for name, c := range map[string]struct {
		data []byte
		want string
	}{"in a folder": {deep, "x/a.md x/clip.mp4 x/none"}, "flat": {flat, "my talk/a.md my talk/b/clip.mp4"}} {
		t.Run(name, func(t *testing.T) {
			spool, err := source.NewSpool(t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			defer spool.Close()
			if err := im.Unzip(t.Context(), importertest.Tree("my talk.zip", c.data), spool); err != nil {
				t.Fatal(err, log)
			}
			if got := strings.Join(spool.Names(), " "); got != c.want {
				t.Errorf("%q", got)
			}
			for _, n := range spool.Names() {
				data, err := fs.ReadFile(spool, n)
				if err != nil || strings.HasSuffix(n, ".mp4") && string(data) != film || strings.HasSuffix(n, ".md") && string(data) != "# A" {
					t.Errorf("%s: %d bytes, %v", n, len(data), err)
				}
			}
			whole, err := source.OpenZip(importertest.Tree("my talk.zip", c.data), "my talk.zip")
			if err != nil {
				t.Fatal(err)
			}
			defer whole.Close()
			was, err := source.Digest(t.Context(), whole)
			if is, also := source.Digest(t.Context(), spool); err != nil || also != nil || is != was {
				t.Errorf("the deck would be another: %v %v", err, also)
			}
		})
	}
	spool, err := source.NewSpool(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer spool.Close()
	importertest.CheckRefusal(t, im.Unzip(t.Context(), importertest.Tree("a.zip", deep[:len(deep)-9]), spool))
}
