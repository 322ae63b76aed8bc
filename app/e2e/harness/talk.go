package harness

import (
	"bytes"
	"fmt"
	"strings"
)

// PDF writes a talk of so many pages: on each a title, twelve lines of text and a
// chart.
func PDF(pages int) []byte {
	content := make([]string, pages)
	for i := range content {
		var page strings.Builder
		fmt.Fprintf(&page, "BT /F 40 Tf 60 470 Td (Page %d of the talk) Tj /F 18 Tf 0 -40 Td 28 TL\n", i+1)
		for line := range 12 {
			fmt.Fprintf(&page, "(Line %d says something that everybody in the room can read) Tj T*\n", line+1)
		}
		page.WriteString("ET\n")
		for bar := range 20 {
			fmt.Fprintf(&page, "%.2f %.2f 0.6 rg %d 60 12 %d re f\n", float64(bar)/20, float64(i%10)/10, 600+bar*16, 40+(bar*37+i*11)%300)
		}
		content[i] = page.String()
	}
	return PDFOf("", content)
}

// PDFOf writes pages of 960 by 540 points with this content, in which /F is
// Helvetica (ISO 32000-1, 7.5). title has no parentheses.
func PDFOf(title string, content []string) []byte {
	var b bytes.Buffer
	var offsets []int
	object := func(format string, args ...any) {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n"+format+"\nendobj\n", append([]any{len(offsets)}, args...)...)
	}
	b.WriteString("%PDF-1.4\n")
	object("<</Type/Catalog/Pages 2 0 R>>")
	kids := ""
	for i := range content {
		kids += fmt.Sprintf("%d 0 R ", 5+2*i)
	}
	object("<</Type/Pages/Kids[%s]/Count %d/MediaBox[0 0 960 540]/Resources<</Font<</F 3 0 R>>>>>>", kids, len(content))
	object("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
	object("<</Title(%s)>>", title)
	for _, page := range content {
		object("<</Type/Page/Parent 2 0 R/Contents %d 0 R>>", len(offsets)+2)
		object("<</Length %d>>stream\n%s\nendstream", len(page), page)
	}
	table := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, at := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer\n<</Root 1 0 R/Info 4 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, table)
	return b.Bytes()
}

// Talk is a Markdown deck of n slides.
func Talk(n int) string {
	var b strings.Builder
	for i := 1; i <= n; i++ {
		if i > 1 {
			b.WriteString("\n---\n\n")
		}
		fmt.Fprintf(&b, "# Slide %d\n\nThe text of %d\n\nNote: secret note %d\n", i, i, i)
	}
	return b.String()
}
