package pdf

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"regexp"
	"strconv"
	"strings"

	"github.com/klippa-app/go-pdfium/requests"

	"lectern/app/importer/pdf/pdfpc"
	"lectern/app/importer/words"
)

// findBeside returns the name of the file that pdfpc keeps beside a PDF, or "". A
// tree that has only one such file means that, whatever it is called.
func findBeside(fsys fs.FS, file string) string {
	dir := path.Dir(file)
	list, err := fs.ReadDir(fsys, dir)
	if err != nil {
		return ""
	}
	var found []string
	for _, e := range list {
		if !e.Type().IsRegular() || !pdfpc.Is(e.Name()) {
			continue
		}
		for _, name := range pdfpc.Names(path.Base(file)) {
			if strings.EqualFold(name, e.Name()) {
				return path.Join(dir, e.Name())
			}
		}
		found = append(found, path.Join(dir, e.Name()))
	}
	if len(found) == 1 {
		return found[0]
	}
	return ""
}

// beside reads the file of pdfpc beside the document. There may be none. An error is
// one of reading.
func (d *Document) beside() (f *pdfpc.File, remarks []string, err error) {
	if d.besideName == "" {
		return nil, nil, nil
	}
	in, err := d.fsys.Open(d.besideName)
	if err != nil {
		return nil, nil, err
	}
	defer in.Close()
	data, err := io.ReadAll(io.LimitReader(in, pdfpc.MaxSize+1))
	if err != nil {
		return nil, nil, err
	}
	if len(data) > pdfpc.MaxSize {
		err = errors.New("pdf: too much")
	} else {
		f, err = pdfpc.Parse(data)
	}
	if err != nil {
		return nil, []string{fmt.Sprintf("%s cannot be read as a file of pdfpc: the notes in it are missing.", words.Base(d.besideName))}, nil
	}
	return f, nil, nil
}

// told is what a file of pdfpc says of the talk that has no place in a deck.
func told(f *pdfpc.File, pages []pdfpc.Page, name string) (remarks []string) {
	slides := pages[len(pages)-1].Slide + 1
	if f.End >= 0 && f.End+1 < slides {
		remarks = append(remarks, fmt.Sprintf("%s ends the talk with slide %d; %s.", name, f.End+1, counted(slides-f.End-1, "one slide follows it", "%d slides follow it")))
	}
	return remarks
}

// leaveOut takes pages out that are hidden among others of their slide: they are none of
// its steps. A slide of which all are is passed by.
func leaveOut(slides []int, hidden []bool, name string) (remarks []string) {
	seen := map[int]bool{}
	for i, slide := range slides {
		seen[slide] = seen[slide] || !hidden[i]
	}
	var out []string
	for i, slide := range slides {
		if hidden[i] && seen[slide] {
			slides[i] = -1
			out = append(out, strconv.Itoa(i+1))
		}
	}
	switch n := len(out); n {
	case 0:
		return nil
	case 1:
		return []string{fmt.Sprintf("page %s: it is hidden in %s, and is no step of its slide.", out[0], name)}
	default:
		return []string{words.OneLine(fmt.Sprintf("pages %s and %s: they are hidden in %s, and are no steps of their slides.", strings.Join(out[:n-1], ", "), out[n-1], name), 1000)}
	}
}

// attachment is how presio names the notes of a page, from 1:
// https://github.com/benedict-armstrong/presio.
var attachment = regexp.MustCompile(`^notes-slide-([0-9]{1,6})\.json$`)

const (
	maxAttachments = 5000
	maxAttachment  = 1 << 20 // bytes
)

// attached are the notes that are attached to the document, by page from 0.
func (s *sandbox) attached() (map[int]string, error) {
	notes := map[int]string{}
	n, err := s.inst.FPDFDoc_GetAttachmentCount(&requests.FPDFDoc_GetAttachmentCount{Document: s.doc})
	if err != nil {
		return nil, err
	}
	for i := range min(n.AttachmentCount, maxAttachments) {
		a, err := s.inst.FPDFDoc_GetAttachment(&requests.FPDFDoc_GetAttachment{Document: s.doc, Index: i})
		if err != nil {
			continue // what is damaged is not there
		}
		s.references++
		name, err := s.inst.FPDFAttachment_GetName(&requests.FPDFAttachment_GetName{Attachment: a.Attachment})
		if err != nil {
			continue
		}
		m := attachment.FindStringSubmatch(strings.TrimRight(name.Name, "\x00"))
		if m == nil {
			continue
		}
		file, err := s.inst.FPDFAttachment_GetFile(&requests.FPDFAttachment_GetFile{Attachment: a.Attachment})
		if err != nil || len(file.Contents) > maxAttachment {
			continue
		}
		if page, _ := strconv.Atoi(m[1]); page > 0 {
			notes[page-1] = joined(notes[page-1], presioNotes(file.Contents))
		}
	}
	return notes, nil
}

// presioNotes reads what presio attaches: {"notes": …}, where notes are a text, or
// Typst's own tree of one, or several.
func presioNotes(data []byte) string {
	var file struct {
		Notes any `json:"notes"`
	}
	if json.Unmarshal(data, &file) != nil {
		return ""
	}
	several, ok := file.Notes.([]any)
	if !ok {
		several = []any{file.Notes}
	}
	var all []string
	for _, n := range several {
		var b strings.Builder
		typstText(&b, n)
		all = append(all, blankLines.ReplaceAllString(strings.TrimSpace(b.String()), "\n\n"))
	}
	return joined(all...)
}

var blankLines = regexp.MustCompile(`\n{3,}`)

// typstText writes the words of a tree of Typst's content.
func typstText(b *strings.Builder, v any) {
	switch v := v.(type) {
	case string:
		b.WriteString(v)
	case []any:
		for _, e := range v {
			typstText(b, e)
		}
	case map[string]any:
		inside := func() {
			for _, key := range []string{"children", "body", "child"} {
				if v[key] != nil {
					typstText(b, v[key])
					return
				}
			}
		}
		switch v["func"] {
		case "text", "symbol", "raw":
			if t, ok := v["text"].(string); ok {
				b.WriteString(t)
			}
		case "space":
			b.WriteByte(' ')
		case "linebreak":
			b.WriteByte('\n')
		case "parbreak":
			b.WriteString("\n\n")
		case "smartquote":
			if v["double"] == false {
				b.WriteByte('\'')
			} else {
				b.WriteByte('"')
			}
		case "heading":
			b.WriteByte('\n')
			inside()
			b.WriteByte('\n')
		case "list.item", "enum.item", "item":
			b.WriteString("- ")
			inside()
			b.WriteByte('\n')
		default:
			inside()
		}
	}
}
