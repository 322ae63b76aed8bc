package dialect

import (
	"path"
	"strings"

	"lectern/app/importer/names"
	"lectern/app/importer/words"
)

// SheetNames are the files of style sheets that a setting names: one, a list, or several
// with commas between.
func SheetNames(v Value) []string {
	return strings.FieldsFunc(v.Text, func(r rune) bool { return r == ' ' || r == ',' })
}

// Sheets reads the style sheets that settings name, and says what of them is not there.
func (d Deck) Sheets(settings ...Value) []Style {
	r := SheetReader{Files: d.Files}
	for _, v := range settings {
		for _, name := range SheetNames(v) {
			shown := words.OneLine(name, 80)
			switch file := d.find(name); {
			case names.Remote(name):
				d.Report.Warn(v.Line, "the style sheet %s is on the web, and was left out.", shown)
			case strings.ToLower(path.Ext(name)) != ".css":
				d.Report.Warn(v.Line, "the style sheet %s was left out: it is no CSS.", shown)
			case file == "":
				d.Report.Warn(v.Line, "the style sheet %s was not found.", shown)
			case !r.Read(file):
				d.Report.Warn(v.Line, "the style sheet %s was left out: it cannot be read.", shown)
			}
		}
	}
	return r.Styles
}

func (d Deck) find(name string) string {
	if d.Files == nil {
		return ""
	}
	return d.Files.Find(d.File, name)
}
