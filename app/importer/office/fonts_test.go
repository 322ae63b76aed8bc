package office

import (
	"strings"
	"testing"

	"lectern/app/importer/importertest"
)

// TestSubstituted: fonts that the PDF of a talk has not are named, the theme's too,
// however programs write a font's name.
func TestSubstituted(t *testing.T) {
	set := func(font, text string) string {
		return `<p:sp><p:nvSpPr><p:cNvPr id="9" name=""/></p:nvSpPr><p:txBody><a:p><a:r><a:rPr><a:latin typeface="` + font + `"/></a:rPr><a:t>` + text + `</a:t></a:r></a:p></p:txBody></p:sp>`
	}
	pdf := func(fonts ...string) string {
		return "<</BaseFont/AAAAAA+" + strings.Join(fonts, ">>\n<</Type/Font/BaseFont /") + ">>"
	}
	for _, c := range []struct {
		extra, pdf, want string
	}{
		{"", pdf("DejaVuSans"), ""},
		{"", pdf("Carlito"), "a.pptx has words in DejaVu Sans, which is not installed here: another font stands in for it."},
		{set("Times New Roman", "x") + set("Arial", "y"), pdf("TimesNewRomanPSMT", "Arial-BoldMT", "DejaVu#20Sans"), ""},
		{set("Calibri", "x") + set("Aptos", "y") + set("Gone", "  "), pdf("DejaVuSans"), "a.pptx has words in Calibri and Aptos, which are not installed here: other fonts stand in for them."},
		{set("Calibri", "x"), "no font at all", ""},
	} {
		talk := open(t, "a.pptx", importertest.PPTX(importertest.Talk{Slides: []importertest.TalkSlide{{Title: "One", Extra: c.extra}}}))
		got, err := talk.Substituted(importertest.Tree("a.pptx.pdf", c.pdf), "a.pptx.pdf")
		if err != nil || got != c.want {
			t.Errorf("%q, %v\nwant %q", got, err, c.want)
		}
	}
}
