package svg

import (
	"fmt"
	"slices"
	"strings"

	"lectern/app/importer/svg/css"
	"lectern/app/importer/words"
)

// leftOut is what of a drawing is not shown.
type leftOut struct {
	fonts     []string
	addresses []string // of style sheets and pictures elsewhere
	pictures  int      // inside it, that cannot be read
}

func (l *leftOut) add(list []css.Left) {
	for _, one := range list {
		if one.Kind == css.Font {
			l.fonts = with(l.fonts, one.Name)
		} else {
			l.addresses = with(l.addresses, one.Name)
		}
	}
}

// with adds what was left out of a drawing inside.
func (l *leftOut) with(o *leftOut) {
	for _, name := range o.fonts {
		l.fonts = with(l.fonts, name)
	}
	for _, name := range o.addresses {
		l.addresses = with(l.addresses, name)
	}
	l.pictures += o.pictures
}

// with adds a name once, fit for a sentence; only the first few are told.
func with(list []string, name string) []string {
	if strings.HasPrefix(name, "data:") {
		name, _, _ = strings.Cut(name, ",")
	}
	name = words.OneLine(name, 80)
	if name = words.Name(name); len(list) < 4 && !slices.Contains(list, name) {
		list = append(list, name)
	}
	return list
}

// remark names what was left out, or returns "".
func (l *leftOut) remark(name string) string {
	var said []string
	if len(l.fonts) > 0 {
		said = append(said, fmt.Sprintf("%s brings fonts of its own (%s), which are left out: its words are in a font of the computer that shows it.", name, strings.Join(l.fonts, ", ")))
	}
	if len(l.addresses) > 0 {
		said = append(said, fmt.Sprintf("%s fetches what is not in the file (%s), which is left out.", name, strings.Join(l.addresses, ", ")))
	}
	if l.pictures > 0 {
		said = append(said, fmt.Sprintf("%s has pictures inside that cannot be shown; they are left out.", name))
	}
	return strings.Join(said, " ")
}
