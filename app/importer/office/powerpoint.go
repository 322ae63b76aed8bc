package office

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"path"
	"strings"

	"lectern/app/fault"
	"lectern/app/importer/words"
)

const emuPerPoint = 12700

// readPowerPoint reads what ECMA-376, part 1, 19.2 and 19.3 call a presentation.
func (t *Talk) readPowerPoint(ctx context.Context) error {
	main := "ppt/presentation.xml"
	for _, r := range t.relations("") {
		if r.is("officeDocument") {
			main = r.target
		}
	}
	root, err := t.pack.tree(main)
	if errors.Is(err, fs.ErrNotExist) {
		return fault.Errorf(fault.NotADeck, "%s is damaged: it does not say which slides it has", t.name)
	} else if err != nil {
		return err
	}
	if size := root.child("sldSz"); size != nil {
		t.Size = Size{float64(size.int("cx")) / emuPerPoint, float64(size.int("cy")) / emuPerPoint}
	}
	if core, err := t.pack.tree("docProps/core.xml"); err == nil {
		t.Title, t.Lang = unescape.Replace(core.child("title").words()), core.child("language").words()
	}
	sections := sections(root)
	all := t.relations(main)
	relations := byID(all)
	section := ""
	var langs langs
	for _, id := range root.child("sldIdLst").all("sldId") {
		if err := ctx.Err(); err != nil {
			return err
		}
		section = cmp.Or(sections[id.attr("id")], section)
		r, ok := relations[id.ref("id")]
		if !ok {
			continue // PowerPoint leaves such a one out, too
		}
		s, err := t.powerPointSlide(r.target, &langs)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		} else if err != nil {
			return err
		}
		s.Section, section = section, ""
		t.add(s)
	}
	t.Lang = langs.most(t.Lang)
	t.theme(all)
	return nil
}

// sections are the names of the sections by the slide that each begins with
// ([MS-PPTX], 2.6.1). The last of those that begin with no slide is lost.
func sections(root *node) map[string]string {
	all := map[string]string{}
	root.child("extLst").find(func(n *node) bool {
		if n.name != "section" {
			return true
		}
		if first := n.child("sldIdLst", "sldId"); first != nil {
			all[first.attr("id")] = n.attr("name")
		}
		return false
	})
	return all
}

// powerPointSlide reads one slide, and its notes.
func (t *Talk) powerPointSlide(part string, langs *langs) (s Slide, err error) {
	root, err := t.pack.tree(part)
	if err != nil {
		return s, err
	}
	s.Hidden = root.attr("show") == "0" || root.attr("show") == "false"
	relations := t.relations(part)
	sh := &shapes{relations: byID(relations), langs: langs, fonts: t.font, size: t.Size}
	sh.read(root.child("cSld", "spTree"))
	s.Title, s.blocks = sh.title, sh.blocks
	if root.child("timing").has("set", "anim", "animClr", "animEffect", "animMotion", "animRot", "animScale") {
		t.moving++
	}
	for _, r := range relations {
		switch {
		case r.is("video"), r.is("audio"):
			t.film(r.target)
		case r.is("notesSlide"):
			notes, err := t.pack.tree(r.target)
			if errors.Is(err, fs.ErrNotExist) {
				continue
			} else if err != nil {
				return s, err
			}
			s.Notes = powerPointNotes(notes)
		}
	}
	return s, nil
}

// powerPointNotes are the words of the page of notes that are the speaker's: there
// are the slide's number, the date and so on beside them.
func powerPointNotes(root *node) string {
	sh := &shapes{langs: &langs{}, fonts: func(string) {}, only: "body"}
	sh.read(root.child("cSld", "spTree"))
	var b strings.Builder
	for _, x := range sh.blocks {
		for _, p := range x.paragraphs {
			b.WriteString(p.plain())
			b.WriteByte('\n')
		}
	}
	return strings.TrimSpace(b.String())
}

// relation is what a part says it has to do with another one.
type relation struct {
	id, kind string
	target   string // the part's name, or an address where it is outside
	outside  bool
}

// is reports whether a relation is of a kind: Office and ISO have other addresses
// for the same.
func (r relation) is(kind string) bool { return strings.HasSuffix(r.kind, "/"+kind) }

// relations are those of a part, or of the whole file for "".
func (t *Talk) relations(part string) []relation {
	dir, base := path.Split(part)
	root, err := t.pack.tree(dir + "_rels/" + base + ".rels")
	if err != nil {
		return nil // the part itself may be read
	}
	var all []relation
	for _, n := range root.all("Relationship") {
		r := relation{id: n.attr("Id"), kind: n.attr("Type"), target: n.attr("Target"), outside: n.attr("TargetMode") == "External"}
		if !r.outside {
			if strings.HasPrefix(r.target, "/") {
				r.target = path.Clean(r.target)[1:]
			} else {
				r.target = strings.TrimPrefix(path.Join("/", dir, r.target), "/")
			}
		}
		all = append(all, r)
	}
	return all
}

func byID(all []relation) map[string]relation {
	m := map[string]relation{}
	for _, r := range all {
		m[r.id] = r
	}
	return m
}

// langs counts the letters in each language.
type langs map[string]int

func (l *langs) add(lang string, letters int) {
	if *l == nil {
		*l = langs{}
	}
	if words.LangTag.MatchString(lang) && (len(*l) < 100 || (*l)[lang] > 0) {
		(*l)[lang] += letters
	}
}

// most is the language of most letters, else the one that is given, if it is one.
func (l langs) most(given string) string {
	best := ""
	for lang, n := range l {
		if n > l[best] || n == l[best] && lang < best {
			best = lang
		}
	}
	if best == "" && words.LangTag.MatchString(given) {
		best = given
	}
	return best
}
