package look

import (
	"fmt"
	"regexp"
	"strings"
)

// OwnClass matches the classes that stand for style attributes.
const OwnClass = `st-[0-9]{1,4}`

var ownClass = regexp.MustCompile(`^` + OwnClass + `$`)

// IsOwn reports whether a class stands for a style attribute.
func IsOwn(class string) bool { return ownClass.MatchString(class) }

// Attributes is a sheet in the making for what style attributes say. As they do, its
// rules count more than those of all other sheets.
type Attributes struct {
	classes map[string]string // by declarations
	sheet   Sheet
}

// Class returns the class for an element with these clean declarations; "" for none,
// or where there would be more than most. heavy is called where a view is without them for
// their weight.
func (a *Attributes) Class(declarations string, most int, heavy func()) string {
	class := a.classes[declarations]
	if class != "" || declarations == "" || len(a.classes) == most {
		return class
	}
	if a.classes == nil {
		a.classes = map[string]string{}
	}
	class = fmt.Sprintf("st-%d", len(a.classes)+1)
	a.classes[declarations] = class
	r := rule{body: declarations, heavy: heavy, said: strings.Contains(declarations, `"`) || strings.Contains(";"+declarations, ";"+customPrefix)}
	for _, d := range strings.Split(declarations, ";") { // no string has one that is not escaped
		property, value, _ := strings.Cut(d, ":")
		if b, ok := burdenOf(property, strings.TrimSuffix(value, "!important")); ok {
			r.burdens = append(r.burdens, b)
		}
		r.columns = r.columns || inColumns[property]
	}
	r.selectors = []styled{{text: Stage + " ." + class + ":not(#_)", from: selector{{}, {comb: ' ', parts: []part{{kind: 'o', name: class}}}}, names: []string{"!" + class}}}
	a.sheet.rules = append(a.sheet.rules, r)
	return class
}

// Sheet is what was made.
func (a *Attributes) Sheet() *Sheet { return &a.sheet }
