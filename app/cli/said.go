package cli

import (
	"lectern/app/exporter"
	"lectern/app/fault"
	imports "lectern/app/importer/options"
)

// exporting reads what is exported, and how.
func (g *grammar) exporting(words, environ []string) (e export, err error) {
	if err := booleans(environ, "notes", "steps", "plain", "hidden", "force"); err != nil {
		return e, err
	}
	if len(words) != 2 {
		return e, fault.Errorf(fault.Malformed, "export takes a deck, by its id or title, and a file: lectern export \"My talk\" talk.pdf")
	}
	e = export{deck: words[0], file: words[1], force: g.Force}
	if err := g.language(); err != nil {
		return e, err
	}
	e.Notes, e.Steps, e.Plain, e.Hidden, e.Lang = g.Notes, g.Steps, g.Plain, g.Hidden, g.Lang
	e.Format, err = exporter.FormatOf(e.file)
	return e, err
}

// language puts the tag of the language into its usual letters.
func (g *grammar) language() error {
	var o imports.Options
	if _, err := o.Set("lang", g.Lang); err != nil {
		return fault.Errorf(fault.Malformed, "--lang %s", err)
	}
	g.Lang = o.Lang
	return nil
}
