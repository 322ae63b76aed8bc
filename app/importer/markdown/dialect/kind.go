package dialect

import (
	"regexp"

	"lectern/app/deck"
)

// kinds tell what a sentence of a report is about from its words, the first that fits.
var kinds = []struct {
	is   *regexp.Regexp
	kind deck.RemarkKind
}{
	{regexp.MustCompile(`(?i)\bnotes?\b`), deck.OnNotes},
	{regexp.MustCompile(`(?i)\bdiagrams?\b|\bmermaid\b|\bgraphviz\b|\bplantuml\b|\bd2\b`), deck.OnDiagram},
	{regexp.MustCompile(`(?i)\bformulas?\b|\blatex\b|\bkatex\b|\bmathematics\b`), deck.OnFormula},
	{regexp.MustCompile(`(?i)\bsteps?\b|\bfragments?\b|v-(click|after|switch)|magic-move|one after the other`), deck.OnStep},
	{regexp.MustCompile(`(?i)\bincluded?\b|\bincludes\b|\btaken in\b`), deck.OnInclude},
	{regexp.MustCompile(`(?i)\bpictures?\b|\bimages?\b|\bbackgrounds?\b|\bvideos?\b|\baudio\b`), deck.OnPicture},
	{regexp.MustCompile(`(?i)\bcode\b|\bhighlight`), deck.OnCode},
	{regexp.MustCompile(`(?i)\blayouts?\b|\bslots?\b|\bcolumns?\b|\btransitions?\b|\banimations?\b`), deck.OnLayout},
	{regexp.MustCompile(`(?i)\bstyles?\b|\bCSS\b|\bclass(es)?\b|\brules?\b|\bthemes?\b`), deck.OnStyle},
	{regexp.MustCompile(`(?i)<[a-z]|\bcomponents?\b|\belements?\b|\bHTML\b|\bscripts?\b`), deck.OnComponent},
	{regexp.MustCompile(`(?i)\bfront matter\b|\bdirectives?\b|^“[\w-]+” is not\b|\bkey\b`), deck.OnSetting},
	{regexp.MustCompile(`(?i)\bmore than\b|\btoo (many|much|long|large)\b`), deck.OnSize},
}

// kindOf is what a sentence is about.
func kindOf(text string) deck.RemarkKind {
	for _, k := range kinds {
		if k.is.MatchString(text) {
			return k.kind
		}
	}
	return deck.OnOther
}
