// Package options says what may be said with files that are imported: on the command
// line, in the page, or to the API. It is pure.
package options

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"lectern/app/importer/names"
)

// Options are of one import. The zero value finds everything by itself.
type Options struct {
	Dialect           string // of Markdown, one of Dialects; "" to find it
	Separator         string // between slides of reveal.js, see CompileSeparator; "" for the deck's own
	VerticalSeparator string // the same between the slides of a stack
	NotesSide         string // of a PDF's pages, one of NotesSides; "" to find it
	Lang              string // the first of a deck's languages, as names.Tag has it, or that of a deck that does not say; "" to find it
	Password          string // of a PDF that is locked; no log, argument or environment holds it
	Update            string // whose place the deck takes: a deck's id, Same, or "" for nobody's
	Source            string // the name of what the files came in, a zip that was unpacked; "" for none
	Fetch             bool   // get the pictures that the deck has on the web
	Saved             bool   // that deck's own file was saved: what is wrong with it is an error, and it is kept a few times only
}

// What the fields may be.
var (
	Dialects   = []string{"markdown", "marp", "reveal", "slidev", "quarto"}
	NotesSides = []string{"none", "right", "left", "top", "bottom"}
)

// Same is the deck that came from a file of the same name.
const Same = "same"

// MaxPassword is how many bytes a password has at most: far more than a PDF heeds.
const MaxPassword = 1024

// Set sets what the API calls by this name, and with - for _ the command line. It
// reports whether there is such a name; its error is a clause that says what the
// value may be.
func (o *Options) Set(name, value string) (known bool, err error) {
	of := func(field *string, may []string) error {
		if *field = value; value != "" && !slices.Contains(may, value) {
			return fmt.Errorf("is %s or %s; %.40q is none of them", strings.Join(may[:len(may)-1], ", "), may[len(may)-1], value)
		}
		return nil
	}
	switch name {
	case "dialect":
		return true, of(&o.Dialect, Dialects)
	case "separator":
		return true, separator(&o.Separator, value)
	case "vertical_separator":
		return true, separator(&o.VerticalSeparator, value)
	case "notes_side":
		return true, of(&o.NotesSide, NotesSides)
	case "lang":
		if o.Lang = names.Tag(value); value != "" && o.Lang == "" {
			return true, fmt.Errorf("is a language such as en or pt-BR; %.40q is none", value)
		}
		return true, nil
	case "update":
		if o.Update = value; value == "" || value == Same {
			return true, nil
		}
		if id, err := strconv.ParseInt(value, 10, 64); err != nil || id < 1 {
			return true, fmt.Errorf("is a deck's id, or %s for the deck that came from a file of that name; %.40q is neither", Same, value)
		}
		return true, nil
	case "saved":
		return true, boolean(&o.Saved, value)
	case "fetch":
		return true, boolean(&o.Fetch, value)
	case "password":
		if o.Password = value; len(value) > MaxPassword {
			return true, fmt.Errorf("has at most %d characters", MaxPassword)
		}
		return true, nil
	}
	return false, nil
}

func boolean(field *bool, value string) error {
	on, err := strconv.ParseBool(value)
	if *field = on; err != nil && value != "" {
		return fmt.Errorf("is true or false; %.40q is neither", value)
	}
	return nil
}

// All calls f with each that is set, by its name in the API.
func (o Options) All(f func(name, value string) error) error {
	saved, fetch := "", ""
	if o.Saved {
		saved = "true"
	}
	if o.Fetch {
		fetch = "true"
	}
	for _, field := range append(o.Reading(), [2]string{"password", o.Password}, [2]string{"update", o.Update}, [2]string{"saved", saved}, [2]string{"fetch", fetch}) {
		if field[1] == "" {
			continue
		}
		if err := f(field[0], field[1]); err != nil {
			return err
		}
	}
	return nil
}

// Kind is the same for options that make the same deck of the same files, and ""
// where nothing was said. A password changes nothing of what is in a file, and the place of a
// deck nothing either.
func (o Options) Kind() string {
	o.Password, o.Update, o.Source, o.Saved, o.Fetch = "", "", "", false, false
	if o == (Options{}) {
		return ""
	}
	kind := fmt.Sprintf("dialect=%s notes_side=%s", o.Dialect, o.NotesSide)
	if o.Separator != "" || o.VerticalSeparator != "" {
		kind += fmt.Sprintf(" separator=%q vertical_separator=%q", o.Separator, o.VerticalSeparator)
	}
	if o.Lang != "" {
		kind += " lang=" + o.Lang
	}
	return kind
}

// Reading returns the names and values of what a deck remembers of its import, so that
// it can be read in the same way again.
func (o Options) Reading() [][2]string {
	return [][2]string{
		{"dialect", o.Dialect}, {"separator", o.Separator}, {"vertical_separator", o.VerticalSeparator}, {"notes_side", o.NotesSide}, {"lang", o.Lang},
	}
}

// String leaves the password out.
func (o Options) String() string { return o.Kind() }

// GoString does so too.
func (o Options) GoString() string { return o.Kind() }
