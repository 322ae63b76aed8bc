package importertest

import (
	"fmt"
	"strings"
)

// Talk is what a file of an office program is written of. What stands in the Extra
// fields is XML of the format itself.
type Talk struct {
	Title    string
	Width    float64 // points; 0 for 960 × 540
	Height   float64
	Slides   []TalkSlide
	Pictures map[string][]byte // by their names; a slide shows one by its name
	Links    map[string]string // addresses of relationships of the first slide's, by their ids
}

// TalkSlide is one of its slides.
type TalkSlide struct {
	Title   string
	Points  []string // a tab for each level
	Notes   string
	Hidden  bool
	Section string // begins with it
	Table   [][]string
	Picture string
	Moves   bool
	Extra   string // more shapes
}

func (t Talk) size() (w, h float64) {
	if t.Width == 0 {
		return 960, 540
	}
	return t.Width, t.Height
}

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

// Relationship types, and namespaces, of ECMA-376.
const (
	relations  = `xmlns="http://schemas.openxmlformats.org/package/2006/relationships"`
	relation   = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	namespaces = `xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"`
	groupHead  = `<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>`
)

// PPTX writes a file of PowerPoint's.
func PPTX(t Talk) []byte {
	w, h := t.size()
	const emu = 12700
	var entries []Entry
	put := func(name, body string) { entries = append(entries, Entry{name, []byte(xmlHead + body)}) }
	types := `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>`
	typed := func(name, kind string) {
		types += fmt.Sprintf(`<Override PartName="/%s" ContentType="application/vnd.openxmlformats-officedocument.%s+xml"/>`, name, kind)
	}
	rel := func(id, kind, target string) string {
		return fmt.Sprintf(`<Relationship Id="%s" Type="%s%s" Target="%s"/>`, id, relation, kind, target)
	}
	rels := func(part string, all ...string) {
		dir, base, _ := cutLast(part)
		put(dir+"_rels/"+base+".rels", `<Relationships `+relations+`>`+strings.Join(all, "")+`</Relationships>`)
	}
	text := func(s string) string { return escape(s) }

	main := []string{rel("t1", "theme", "theme/theme1.xml"), rel("m1", "slideMaster", "slideMasters/slideMaster1.xml"), rel("n1", "notesMaster", "notesMasters/notesMaster1.xml")}
	var ids, sections strings.Builder
	open := false
	for i, s := range t.Slides {
		n := i + 1
		part := fmt.Sprintf("ppt/slides/slide%d.xml", n)
		typed(part, "presentationml.slide")
		main = append(main, rel(fmt.Sprint("s", n), "slide", fmt.Sprintf("slides/slide%d.xml", n)))
		fmt.Fprintf(&ids, `<p:sldId id="%d" r:id="s%d"/>`, 255+n, n)
		if s.Section != "" {
			if open {
				sections.WriteString(`</p14:sldIdLst></p14:section>`)
			}
			open = true
			fmt.Fprintf(&sections, `<p14:section name="%s" id="{00000000-0000-0000-0000-%012d}"><p14:sldIdLst>`, text(s.Section), n)
		}
		if open {
			fmt.Fprintf(&sections, `<p14:sldId id="%d"/>`, 255+n)
		}
		var b strings.Builder
		box := func(id int, name, kind, at, paragraphs string) {
			fmt.Fprintf(&b, `<p:sp><p:nvSpPr><p:cNvPr id="%d" name="%s"/><p:cNvSpPr/><p:nvPr>%s</p:nvPr></p:nvSpPr><p:spPr>%s</p:spPr><p:txBody><a:bodyPr/>%s</p:txBody></p:sp>`, id, name, kind, at, paragraphs)
		}
		at := func(x, y, w, h float64) string {
			return fmt.Sprintf(`<a:xfrm><a:off x="%.0f" y="%.0f"/><a:ext cx="%.0f" cy="%.0f"/></a:xfrm>`, x*emu, y*emu, w*emu, h*emu)
		}
		if s.Title != "" {
			box(2, "Title", `<p:ph type="title"/>`, at(40, 20, w-80, 80), `<a:p><a:r><a:rPr lang="en-GB" sz="3600"/><a:t>`+text(s.Title)+`</a:t></a:r></a:p>`)
		}
		if len(s.Points) > 0 {
			var p strings.Builder
			for _, point := range s.Points {
				words := strings.TrimLeft(point, "\t")
				fmt.Fprintf(&p, `<a:p><a:pPr lvl="%d"/><a:r><a:rPr lang="en-GB" sz="2000"/><a:t>%s</a:t></a:r></a:p>`, len(point)-len(words), text(words))
			}
			box(3, "Body", `<p:ph idx="1"/>`, at(40, 110, w-80, h/3), p.String())
		}
		all := []string{rel("l1", "slideLayout", "../slideLayouts/slideLayout1.xml")}
		if len(s.Table) > 0 {
			fmt.Fprintf(&b, `<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="4" name="Table"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><p:xfrm><a:off x="508000" y="%.0f"/><a:ext cx="6096000" cy="740000"/></p:xfrm><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table"><a:tbl><a:tblPr/><a:tblGrid>%s</a:tblGrid>`, h*0.6*emu, strings.Repeat(`<a:gridCol w="2032000"/>`, len(s.Table[0])))
			for _, row := range s.Table {
				b.WriteString(`<a:tr h="370000">`)
				for _, c := range row {
					b.WriteString(`<a:tc><a:txBody><a:bodyPr/><a:p><a:r><a:t>` + text(c) + `</a:t></a:r></a:p></a:txBody><a:tcPr/></a:tc>`)
				}
				b.WriteString(`</a:tr>`)
			}
			b.WriteString(`</a:tbl></a:graphicData></a:graphic></p:graphicFrame>`)
		}
		if s.Picture != "" {
			all = append(all, rel("p1", "image", "../media/"+s.Picture))
			fmt.Fprintf(&b, `<p:pic><p:nvPicPr><p:cNvPr id="5" name="Picture" descr="%s"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill><a:blip r:embed="p1"/><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr>%s<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>`, text(s.Picture), at(w/2, h/2, 200, 150))
		}
		b.WriteString(s.Extra)
		show, timing := "", ""
		if s.Hidden {
			show = ` show="0"`
		}
		if s.Moves {
			timing = `<p:timing><p:tnLst><p:par><p:cTn id="1" dur="indefinite" restart="never" nodeType="tmRoot"><p:childTnLst><p:set><p:cBhvr><p:cTn id="2" dur="1"/><p:tgtEl><p:spTgt spid="2"/></p:tgtEl></p:cBhvr></p:set></p:childTnLst></p:cTn></p:par></p:tnLst></p:timing>`
		}
		put(part, `<p:sld `+namespaces+show+`><p:cSld><p:spTree>`+groupHead+b.String()+`</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr>`+timing+`</p:sld>`)
		if s.Notes != "" {
			notes := fmt.Sprintf("ppt/notesSlides/notesSlide%d.xml", n)
			typed(notes, "presentationml.notesSlide")
			all = append(all, rel("n1", "notesSlide", fmt.Sprintf("../notesSlides/notesSlide%d.xml", n)))
			var p strings.Builder
			for line := range strings.Lines(s.Notes) {
				p.WriteString(`<a:p><a:r><a:t>` + text(strings.TrimSuffix(line, "\n")) + `</a:t></a:r></a:p>`)
			}
			put(notes, `<p:notes `+namespaces+`><p:cSld><p:spTree>`+groupHead+
				`<p:sp><p:nvSpPr><p:cNvPr id="2" name=""/><p:cNvSpPr/><p:nvPr><p:ph type="sldImg"/></p:nvPr></p:nvSpPr><p:spPr/></p:sp>`+
				`<p:sp><p:nvSpPr><p:cNvPr id="3" name=""/><p:cNvSpPr/><p:nvPr><p:ph type="body" idx="1"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/>`+p.String()+`</p:txBody></p:sp>`+
				`<p:sp><p:nvSpPr><p:cNvPr id="4" name=""/><p:cNvSpPr/><p:nvPr><p:ph type="sldNum" idx="2"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:p><a:fld id="{1}" type="slidenum"><a:t>`+fmt.Sprint(n)+`</a:t></a:fld></a:p></p:txBody></p:sp>`+
				`</p:spTree></p:cSld></p:notes>`)
			rels(notes, rel("s1", "slide", fmt.Sprintf("../slides/slide%d.xml", n)), rel("m1", "notesMaster", "../notesMasters/notesMaster1.xml"))
		}
		if i == 0 {
			for id, to := range t.Links {
				all = append(all, fmt.Sprintf(`<Relationship Id="%s" Type="%shyperlink" Target="%s" TargetMode="External"/>`, id, relation, text(to)))
			}
		}
		rels(part, all...)
	}
	for name, data := range t.Pictures {
		entries = append(entries, Entry{"ppt/media/" + name, data})
	}
	if open {
		sections.WriteString(`</p14:sldIdLst></p14:section>`)
	}
	ext := ""
	if sections.Len() > 0 {
		ext = `<p:extLst><p:ext uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"><p14:sectionLst xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main">` + sections.String() + `</p14:sectionLst></p:ext></p:extLst>`
	}
	const blank = `<p:cSld><p:spTree>` + groupHead + `</p:spTree></p:cSld>`
	const colours = `<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>`
	put("ppt/presentation.xml", `<p:presentation `+namespaces+`><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="m1"/></p:sldMasterIdLst><p:notesMasterIdLst><p:notesMasterId r:id="n1"/></p:notesMasterIdLst><p:sldIdLst>`+ids.String()+`</p:sldIdLst>`+
		fmt.Sprintf(`<p:sldSz cx="%.0f" cy="%.0f"/><p:notesSz cx="6858000" cy="9144000"/>`, w*emu, h*emu)+ext+`</p:presentation>`)
	rels("ppt/presentation.xml", main...)
	put("ppt/slideMasters/slideMaster1.xml", `<p:sldMaster `+namespaces+`>`+blank+colours+`<p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="l1"/></p:sldLayoutIdLst></p:sldMaster>`)
	rels("ppt/slideMasters/slideMaster1.xml", rel("l1", "slideLayout", "../slideLayouts/slideLayout1.xml"), rel("t1", "theme", "../theme/theme1.xml"))
	put("ppt/slideLayouts/slideLayout1.xml", `<p:sldLayout `+namespaces+`>`+blank+`</p:sldLayout>`)
	rels("ppt/slideLayouts/slideLayout1.xml", rel("m1", "slideMaster", "../slideMasters/slideMaster1.xml"))
	put("ppt/notesMasters/notesMaster1.xml", `<p:notesMaster `+namespaces+`>`+blank+colours+`</p:notesMaster>`)
	rels("ppt/notesMasters/notesMaster1.xml", rel("t1", "theme", "../theme/theme1.xml"))
	put("ppt/theme/theme1.xml", theme)
	typed("ppt/presentation.xml", "presentationml.presentation.main")
	typed("ppt/slideMasters/slideMaster1.xml", "presentationml.slideMaster")
	typed("ppt/slideLayouts/slideLayout1.xml", "presentationml.slideLayout")
	typed("ppt/notesMasters/notesMaster1.xml", "presentationml.notesMaster")
	typed("ppt/theme/theme1.xml", "theme")
	put("docProps/core.xml", `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>`+text(t.Title)+`</dc:title></cp:coreProperties>`)
	rels("", rel("r1", "officeDocument", "ppt/presentation.xml"), `<Relationship Id="r2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>`)
	head := Entry{"[Content_Types].xml", []byte(xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` + types + `</Types>`)}
	return Zip(append([]Entry{head}, entries...)...)
}

func cutLast(s string) (dir, base string, ok bool) {
	i := strings.LastIndexByte(s, '/')
	return s[:i+1], s[i+1:], i >= 0
}

func escape(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace(s)
}

const theme = `<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="T"><a:themeElements><a:clrScheme name="C"><a:dk1><a:srgbClr val="000000"/></a:dk1><a:lt1><a:srgbClr val="FFFFFF"/></a:lt1><a:dk2><a:srgbClr val="222222"/></a:dk2><a:lt2><a:srgbClr val="EEEEEE"/></a:lt2><a:accent1><a:srgbClr val="4472C4"/></a:accent1><a:accent2><a:srgbClr val="ED7D31"/></a:accent2><a:accent3><a:srgbClr val="A5A5A5"/></a:accent3><a:accent4><a:srgbClr val="FFC000"/></a:accent4><a:accent5><a:srgbClr val="5B9BD5"/></a:accent5><a:accent6><a:srgbClr val="70AD47"/></a:accent6><a:hlink><a:srgbClr val="0563C1"/></a:hlink><a:folHlink><a:srgbClr val="954F72"/></a:folHlink></a:clrScheme><a:fontScheme name="F"><a:majorFont><a:latin typeface="DejaVu Sans"/><a:ea typeface=""/><a:cs typeface=""/></a:majorFont><a:minorFont><a:latin typeface="DejaVu Sans"/><a:ea typeface=""/><a:cs typeface=""/></a:minorFont></a:fontScheme><a:fmtScheme name="S"><a:fillStyleLst><a:solidFill><a:schemeClr val="phClr"/></a:solidFill></a:fillStyleLst><a:lnStyleLst><a:ln w="6350"/></a:lnStyleLst><a:effectStyleLst><a:effectStyle><a:effectLst/></a:effectStyle></a:effectStyleLst><a:bgFillStyleLst><a:solidFill><a:schemeClr val="phClr"/></a:solidFill></a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>`

const odfNamespaces = `xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:presentation="urn:oasis:names:tc:opendocument:xmlns:presentation:1.0" xmlns:anim="urn:oasis:names:tc:opendocument:xmlns:animation:1.0" xmlns:smil="urn:oasis:names:tc:opendocument:xmlns:smil-compatible:1.0" office:version="1.3"`

const (
	odfPages  = `<style:style style:name="shown" style:family="drawing-page"><style:drawing-page-properties presentation:visibility="visible"/></style:style><style:style style:name="hidden" style:family="drawing-page"><style:drawing-page-properties presentation:visibility="hidden"/></style:style>`
	odfMaster = `<office:master-styles><style:master-page style:name="M" style:page-layout-name="L"/></office:master-styles>`
)
