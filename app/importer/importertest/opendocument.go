package importertest

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
)

// ODP writes a file of OpenDocument, which has no sections.
func ODP(t Talk) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	put := func(name string, method uint16, data []byte) {
		f, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: method})
		if err == nil {
			_, err = f.Write(data)
		}
		if err != nil {
			panic(err)
		}
	}
	put("mimetype", zip.Store, []byte("application/vnd.oasis.opendocument.presentation"))
	put("content.xml", zip.Deflate, []byte(xmlHead+`<office:document-content `+odfNamespaces+`><office:automatic-styles>`+odfPages+`</office:automatic-styles>`+odfBody(t)+`</office:document-content>`))
	put("styles.xml", zip.Deflate, []byte(xmlHead+`<office:document-styles `+odfNamespaces+`><office:styles/><office:automatic-styles>`+odfLayout(t)+`</office:automatic-styles>`+odfMaster+`</office:document-styles>`))
	put("meta.xml", zip.Deflate, []byte(xmlHead+`<office:document-meta `+odfNamespaces+`>`+odfMeta(t)+`</office:document-meta>`))
	files := `<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.presentation"/>`
	for _, name := range []string{"content.xml", "styles.xml", "meta.xml"} {
		files += `<manifest:file-entry manifest:full-path="` + name + `" manifest:media-type="text/xml"/>`
	}
	for name, data := range t.Pictures {
		put("Pictures/"+name, zip.Deflate, data)
		files += `<manifest:file-entry manifest:full-path="Pictures/` + name + `" manifest:media-type="image/png"/>`
	}
	put("META-INF/manifest.xml", zip.Deflate, []byte(xmlHead+`<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">`+files+`</manifest:manifest>`))
	if err := w.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// FODP writes the same as one file of XML, without pictures.
func FODP(t Talk) []byte {
	return []byte(xmlHead + `<office:document ` + odfNamespaces + ` office:mimetype="application/vnd.oasis.opendocument.presentation">` + odfMeta(t) +
		`<office:styles/><office:automatic-styles>` + odfPages + odfLayout(t) + `</office:automatic-styles>` + odfMaster + odfBody(t) + `</office:document>`)
}

func odfLayout(t Talk) string {
	w, h := t.size()
	return fmt.Sprintf(`<style:page-layout style:name="L"><style:page-layout-properties fo:margin-top="0cm" fo:margin-bottom="0cm" fo:margin-left="0cm" fo:margin-right="0cm" fo:page-width="%gcm" fo:page-height="%gcm" style:print-orientation="landscape"/></style:page-layout>`, w*2.54/72, h*2.54/72)
}

func odfMeta(t Talk) string {
	return `<office:meta><dc:title>` + escape(t.Title) + `</dc:title></office:meta>`
}

func odfBody(t Talk) string {
	var b strings.Builder
	frame := func(class string, y, h int, inside string) {
		if class != "" {
			class = ` presentation:class="` + class + `"`
		}
		fmt.Fprintf(&b, `<draw:frame%s svg:x="2cm" svg:y="%dcm" svg:width="20cm" svg:height="%dcm">%s</draw:frame>`, class, y, h, inside)
	}
	b.WriteString(`<office:body><office:presentation>`)
	for i, s := range t.Slides {
		look := "shown"
		if s.Hidden {
			look = "hidden"
		}
		fmt.Fprintf(&b, `<draw:page draw:name="page%d" draw:style-name="%s" draw:master-page-name="M">`, i+1, look)
		if s.Title != "" {
			frame("title", 1, 2, `<draw:text-box><text:p>`+escape(s.Title)+`</text:p></draw:text-box>`)
		}
		if len(s.Points) > 0 {
			var list strings.Builder
			for _, p := range s.Points {
				words := strings.TrimLeft(p, "\t")
				level := len(p) - len(words) + 1
				list.WriteString(strings.Repeat(`<text:list><text:list-item>`, level) + `<text:p>` + escape(words) + `</text:p>` + strings.Repeat(`</text:list-item></text:list>`, level))
			}
			frame("outline", 4, 5, `<draw:text-box>`+list.String()+`</draw:text-box>`)
		}
		if len(s.Table) > 0 {
			var rows strings.Builder
			fmt.Fprintf(&rows, `<table:table><table:table-column table:number-columns-repeated="%d"/>`, len(s.Table[0]))
			for _, row := range s.Table {
				rows.WriteString(`<table:table-row>`)
				for _, c := range row {
					rows.WriteString(`<table:table-cell><text:p>` + escape(c) + `</text:p></table:table-cell>`)
				}
				rows.WriteString(`</table:table-row>`)
			}
			frame("", 9, 3, rows.String()+`</table:table>`)
		}
		if s.Picture != "" {
			frame("", 12, 3, `<draw:image xlink:href="Pictures/`+escape(s.Picture)+`" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/><svg:desc>`+escape(s.Picture)+`</svg:desc>`)
		}
		b.WriteString(s.Extra)
		if s.Moves {
			b.WriteString(`<anim:par presentation:node-type="timing-root"><anim:seq presentation:node-type="main-sequence"><anim:par smil:begin="next"><anim:set smil:attributeName="visibility" smil:to="visible"/></anim:par></anim:seq></anim:par>`)
		}
		if s.Notes != "" {
			b.WriteString(`<presentation:notes>`)
			var p strings.Builder
			for line := range strings.Lines(s.Notes) {
				p.WriteString(`<text:p>` + escape(strings.TrimSuffix(line, "\n")) + `</text:p>`)
			}
			frame("notes", 14, 5, `<draw:text-box>`+p.String()+`</draw:text-box>`)
			b.WriteString(`</presentation:notes>`)
		}
		b.WriteString(`</draw:page>`)
	}
	b.WriteString(`</office:presentation></office:body>`)
	return b.String()
}
