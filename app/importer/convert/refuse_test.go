package convert

import (
	"archive/zip"
	"bytes"
	"image"
	"io"
	"strings"
	"testing"

	"lectern/app/fault"
	"lectern/app/importer/importertest"
)

// TestRefusals has one line for each thing that is no deck: the sentence that
// the presenter reads.
func TestRefusals(t *testing.T) {
	red := importertest.PNG(importertest.Colours(400, 300))
	photo := importertest.JPEG(importertest.Colours(400, 300))
	good := importertest.PDF(importertest.PDFSpec{Pages: []string{importertest.PageText("One")}})
	svg := []byte(`<svg xmlns="http://www.w3.org/2000/svg"><g><path d="M0 0"/></g></svg>`)
	md := []byte("# Hello")
	zipped := importertest.Zip(importertest.Entry{"a.png", red})

	locked := bytes.Clone(zipped)
	central := bytes.Index(locked, []byte("PK\x01\x02"))
	locked[central+8] |= 1

	for name, c := range map[string]struct {
		files []File
		code  fault.Code
		want  string
	}{
		"nothing":             {nil, fault.NotADeck, "There is no file to make a deck of"},
		"empty file":          {[]File{{"a.md", nil}}, fault.NotADeck, "a.md is empty"},
		"only white space":    {[]File{{"a.md", []byte(" \n\t\r\n")}}, fault.NotADeck, "a.md is empty"},
		"only a BOM":          {[]File{{"a.md", []byte("\xef\xbb\xbf")}}, fault.NotADeck, "a.md is empty"},
		"bytes as UTF-16":     {[]File{{"bin.md", []byte("\xff\xfe\x9d\x8f")}}, fault.NotADeck, "bin.md is not text, though it begins as text in UTF-16 does; if it is, save it as UTF-8"},
		"noise as UTF-16":     {[]File{{"bin.md", []byte("\xfe\xff\x00\x20\x9d\x8f\xd8\x01\x12\x34")}}, fault.NotADeck, "bin.md is not text, though it begins as text in UTF-16 does; if it is, save it as UTF-8"},
		"binary as Markdown":  {[]File{{"a.md", []byte("\x7fELF\x02\x01\x00\x00")}}, fault.NotADeck, "a.md is not text: there is a zero byte on line 1"},
		"UTF-16 without mark": {[]File{{"a.md", []byte("#\x00 \x00H\x00e\x00l\x00l\x00o\x00")}}, fault.NotADeck, "a.md seems to be in UTF-16 without a byte order mark; save it as UTF-8"},
		"half of UTF-16":      {[]File{{"a.md", []byte("\xff\xfe#\x00 ")}}, fault.NotADeck, "a.md is in UTF-16 and ends in the middle of a character; save it as UTF-8"},
		"UTF-32":              {[]File{{"a.md", []byte("\xff\xfe\x00\x00#\x00\x00\x00")}}, fault.NotADeck, "a.md is in UTF-32; save it as UTF-8"},
		"Latin-1":             {[]File{{"a.md", []byte("# a\r\nb\r\nGr\xfc\xdfe\r\n")}}, fault.NotADeck, "a.md is not in UTF-8: line 3 cannot be read; save it as UTF-8"},
		"huge Markdown":       {[]File{{"a.md", bytes.Repeat([]byte("a\n"), 4<<20)}}, fault.TooLarge, "a.md has 8 MB of text; 4 MB is the most"},
		"too many slides":     {[]File{{"a.md", bytes.Repeat([]byte("a\n\n---\n\n"), 2001)}}, fault.TooLarge, "a.md has 2001 slides; 2000 is the most"},
		"endless paragraph":   {[]File{{"a.md", []byte("# a\n\n" + strings.Repeat("*a_ ", 3000))}}, fault.TooLarge, "a.md has more signs of Markdown, up to line 3, than any slide can show"},
		"deep quotes":         {[]File{{"a.md", []byte(strings.Repeat(">", 200) + "a")}}, fault.TooLarge, "a.md has more signs of Markdown, up to line 1, than any slide can show"},
		"two decks":           {[]File{{"a.md", md}, {"b.md", md}}, fault.NotADeck, "a.md and b.md are two decks; import one Markdown file at a time"},
		"two PDFs":            {[]File{{"a.pdf", good}, {"b.pdf", good}}, fault.NotADeck, "a.pdf and b.pdf are two decks; import one PDF at a time"},
		"PDF and Markdown":    {[]File{{"a.pdf", good}, {"b.md", md}}, fault.NotADeck, "a.pdf and b.md do not make one deck; import the PDF by itself"},
		"notes of a PDF":      {[]File{{"a.pdfpc", []byte("{}")}}, fault.NotADeck, "a.pdfpc has the notes of a PDF; import it together with that"},
		"PDF and picture":     {[]File{{"a.pdf", good}, {"b.png", red}}, fault.NotADeck, "a.pdf and b.png do not make one deck; import the PDF by itself"},
		"zip and Markdown":    {[]File{{"a.md", md}, {"b.zip", zipped}}, fault.NotADeck, "b.zip is a zip file; import it by itself"},
		"web page":            {[]File{{"a.html", []byte("<!doctype html><p>x")}}, fault.NotADeck, "a.html is a web page; save it as PDF and import that"},
		"source code":         {[]File{{"a.go", []byte("package a")}}, fault.NotADeck, "a.go is not Markdown by its name; if it is, rename it to end in .md"},
		"program":             {[]File{{"a.exe", []byte("MZ\x90\x00\xff\xff\x00")}}, fault.NotADeck, "a.exe is no Markdown, PDF, picture or zip file"},
		"no PDF at all":       {[]File{{"a.pdf", []byte("not a PDF")}}, fault.NotADeck, "a.pdf is not a PDF inside, whatever its name says; export the talk as PDF and import that"},
		"no PowerPoint":       {[]File{{"a.pptx", []byte("not a zip")}}, fault.NotADeck, "a.pptx is not a PowerPoint file inside, whatever its name says; export the talk as PDF and import that"},
		"no picture":          {[]File{{"a.png", []byte("\x00\x01\x02")}}, fault.NotADeck, "a.png is not a picture inside, whatever its name says"},
		"HEIC":                {[]File{{"a.heic", []byte("\x00\x00\x00\x18ftypheic\x00\x00")}}, fault.NotADeck, "a.heic is a HEIC picture, as iPhones take them, which Lectern cannot show; save it as PNG or JPEG, and use that"},
		"TIFF":                {[]File{{"a.tif", []byte("II*\x00\x08\x00\x00\x00")}}, fault.NotADeck, "a.tif is a TIFF picture, which Lectern cannot show; save it as PNG or JPEG, and use that"},
		"film":                {[]File{{"a.mp4", []byte("\x00\x00\x00\x18ftypisom\x00\x00\x00\x00")}}, fault.NotADeck, "a.mp4 is a film or a sound; import it together with the Markdown whose slides play it"},
		"Photoshop":           {[]File{{"a.psd", []byte("8BPS\x00\x01\x00\x00")}}, fault.NotADeck, "a.psd is a picture of Photoshop's own kind, which Lectern cannot show; save it as PNG or JPEG, and use that"},
		"empty icon":          {[]File{{"a.ico", []byte("\x00\x00\x01\x00\x01\x00\x10\x10\x00\x00\x01\x00\x20\x00\x00\x00\x00\x00\x16\x00\x00\x00\x00")}}, fault.NotADeck, "a.ico is cut short: the file ends before the picture does"},
		"old PowerPoint":      {[]File{{"a.ppt", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")}}, fault.NotADeck, "a.ppt is an Office document; export it as PDF and import that"},
		"PowerPoint":          {[]File{{"a.pptx", importertest.Zip(importertest.Entry{"[Content_Types].xml", md}, importertest.Entry{"ppt/presentation.xml", md})}}, fault.NotADeck, "a.pptx is damaged: presentation.xml cannot be read; open it in the program that made it and save it anew"},
		"OpenDocument":        {[]File{{"a.odp", importertest.Zip(importertest.Entry{"mimetype", []byte("application/vnd.oasis.opendocument.presentation")})}}, fault.NotADeck, "a.odp is damaged: it does not say which slides it has"},
		"a text":              {[]File{{"a.docx", importertest.Zip(importertest.Entry{"word/document.xml", md})}}, fault.NotADeck, "a.docx is an Office document; export it as PDF and import that"},
		"talk and Markdown":   {[]File{{"a.pptx", importertest.PPTX(importertest.Talk{})}, {"b.md", md}}, fault.NotADeck, "a.pptx and b.md do not make one deck; import them one at a time"},
		"two talks":           {[]File{{"a.pptx", importertest.PPTX(importertest.Talk{})}, {"b.odp", importertest.ODP(importertest.Talk{})}}, fault.NotADeck, "a.pptx and b.odp are two decks; import them one at a time"},
		"Keynote":             {[]File{{"a.key", importertest.Zip(importertest.Entry{"Index/Document.iwa", md})}}, fault.NotADeck, "a.key is a Keynote file that only LibreOffice can read, which is not installed; install it (apt install libreoffice-impress-nogui, or libreoffice.org), or export the talk as PDF and import that"},

		"truncated PNG":       {[]File{{"a.png", red[:len(red)*2/3]}}, fault.NotADeck, "a.png is cut short: the file ends before the picture does"},
		"PNG header only":     {[]File{{"a.png", red[:20]}}, fault.NotADeck, "a.png is cut short: the file ends before the picture does"},
		"damaged PNG":         {[]File{{"a.png", swap(red, "IDAT", "IDAX")}}, fault.NotADeck, "a.png is damaged and cannot be shown"},
		"truncated JPEG":      {[]File{{"a.jpg", photo[:len(photo)/2]}}, fault.NotADeck, "a.jpg is cut short: the file ends before the picture does"},
		"truncated GIF":       {[]File{{"a.gif", importertest.GIF(3)[:60]}}, fault.NotADeck, "a.gif is cut short: the file ends before the picture does"},
		"truncated WebP":      {[]File{{"a.webp", []byte("RIFF\x00\x01\x00\x00WEBPVP8 \x00\x01\x00\x00")}}, fault.NotADeck, "a.webp is cut short: the file ends before the picture does"},
		"truncated SVG":       {[]File{{"a.svg", svg[:50]}}, fault.NotADeck, "a.svg is cut short: the file ends before the picture does"},
		"damaged SVG":         {[]File{{"a.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg"><g></svg>`)}}, fault.NotADeck, "a.svg is damaged and cannot be shown"},
		"60,000 × 60,000":     {[]File{{"a.png", importertest.HugePNG(60000, 60000)}}, fault.TooLarge, "a.png has 60000 × 60000 pixels; 100 million pixels are the most"},
		"one of many is huge": {[]File{{"a.png", red}, {"b.png", importertest.HugePNG(60000, 60000)}}, fault.TooLarge, "b.png has 60000 × 60000 pixels; 100 million pixels are the most"},

		"truncated zip":         {[]File{{"a.zip", zipped[:len(zipped)-30]}}, fault.NotADeck, "a.zip is damaged or cut short: its list of files cannot be read"},
		"empty zip":             {[]File{{"a.zip", importertest.Zip()}}, fault.NotADeck, "There is no Markdown, PDF or picture in a.zip"},
		"junk zip":              {[]File{{"a.zip", importertest.Zip(importertest.Entry{"__MACOSX/a.md", md}, importertest.Entry{".DS_Store", md}, importertest.Entry{"x/Thumbs.db", md})}}, fault.NotADeck, "There is no Markdown, PDF or picture in a.zip"},
		"zip of text":           {[]File{{"a.zip", importertest.Zip(importertest.Entry{"a.go", md})}}, fault.NotADeck, "There is no Markdown, PDF or picture in a.zip"},
		"zip in zip":            {[]File{{"a.zip", importertest.Zip(importertest.Entry{"b.zip", zipped})}}, fault.NotADeck, "There is no Markdown, PDF or picture in a.zip"},
		"zip slip":              {[]File{{"a.zip", importertest.Zip(importertest.Entry{"x/../../a.md", md})}}, fault.NotADeck, `a.zip holds a file with the name "x/../../a.md", which leads out of it; pack it anew`},
		"zip to the root":       {[]File{{"a.zip", importertest.Zip(importertest.Entry{"/etc/a.md", md})}}, fault.NotADeck, `a.zip holds a file with the name "/etc/a.md", which leads out of it; pack it anew`},
		"zip to a drive":        {[]File{{"a.zip", importertest.Zip(importertest.Entry{"C:a.md", md})}}, fault.NotADeck, `a.zip holds a file with the name "C:a.md", which leads out of it; pack it anew`},
		"zip backslashes":       {[]File{{"a.zip", importertest.Zip(importertest.Entry{`..\a.md`, md})}}, fault.NotADeck, `a.zip holds a file with the name "..\\a.md", which leads out of it; pack it anew`},
		"zip with a name twice": {[]File{{"a.zip", importertest.Zip(importertest.Entry{"a.md", md}, importertest.Entry{"a.md", []byte("# Other")})}}, fault.NotADeck, "a.zip holds a.md twice"},
		"locked zip":            {[]File{{"a.zip", locked}}, fault.NotADeck, "a.zip is locked with a password; pack it without one"},
		"zip bomb":              {[]File{{"a.zip", importertest.Zip(importertest.Entry{"a.md", md}, importertest.Entry{"b.png", make([]byte, 16<<20)})}}, fault.TooLarge, "a.zip unpacks to more than 200 times its size, which no deck does"},
		"two decks in zip":      {[]File{{"a.zip", importertest.Zip(importertest.Entry{"b.md", md}, importertest.Entry{"c.md", md})}}, fault.NotADeck, "b.md and c.md are two decks; import one Markdown file at a time"},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := importFiles(t, c.files...)
			if err == nil {
				t.Fatalf("became a deck of %d slides", len(d.Slides))
			}
			e, ok := err.(*fault.Error)
			if !ok {
				t.Fatalf("%T: %v", err, err)
			}
			if e.Code != c.code || e.Message != c.want {
				t.Errorf("%s: %s\nwant %s: %s\n(%v)", e.Code, e.Message, c.code, c.want, e.Err)
			}
		})
	}
}

func swap(b []byte, old, with string) []byte {
	return bytes.Replace(b, []byte(old), []byte(with), 1)
}

// TestLyingZip: what the headers say of the size is not believed.
func TestLyingZip(t *testing.T) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	packed := importertest.Zip(importertest.Entry{"x", make([]byte, 16<<20)})
	r, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		t.Fatal(err)
	}
	h := r.File[0].FileHeader
	h.Name, h.UncompressedSize64 = "a.md", 10
	raw, err := r.File[0].OpenRaw()
	if err != nil {
		t.Fatal(err)
	}
	f, err := w.CreateRaw(&h)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(f, raw); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	_, err = importFiles(t, File{"a.zip", b.Bytes()})
	if c := fault.CodeOf(err); c != fault.TooLarge && c != fault.NotADeck {
		t.Errorf("%v", err)
	}
}

func TestNaturalOrder(t *testing.T) {
	img := importertest.PNG(image.NewGray(image.Rect(0, 0, 4, 3)))
	names := []string{"Slide10.png", "slide2.png", "slide 1.png", "slide02b.png", "a/9.png", "intro.png", "a/10.png", "Ärger.png"}
	var files []File
	for _, n := range names {
		files = append(files, File{n, img})
	}
	d, err := importFiles(t, files...)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range d.Slides {
		got = append(got, s.Title)
	}
	if want := "9 10 intro slide 1 slide2 slide02b Slide10 Ärger"; strings.Join(got, " ") != want {
		t.Errorf("%s\nwant %s", strings.Join(got, " "), want)
	}
}
