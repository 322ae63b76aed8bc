package convert

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"lectern/app/importer/markdown"
	"lectern/app/importer/names"
	"lectern/app/importer/office"
	"lectern/app/importer/source"
	"lectern/app/importer/words"
)

// found is the files of a tree that may be the deck, by their kinds.
type found struct {
	files    fs.FS
	folder   string // that all lie in, for a sentence
	together bool   // they came as a folder, or as a zip

	markdown, pdf, talks, pictures []string
	media                          []string               // films and sounds
	plain                          []string               // text that is not called Markdown
	sources, notes                 []string               // what PDFs are made of, and come with
	kinds                          map[string]office.Kind // of talks
	drawn, rewritten               map[string]string      // the PDFs that were made of them, and what was that only LibreOffice reads
	dropped                        []string               // by name: the deck is another

	lang   string                   // that is to be the first
	others map[string][]translation // of a deck in several languages, by the file of the first
}

// Names by which people know a deck, and papers that lie beside one.
var (
	slidesNames = words.Set(`slides`)
	talkNames   = words.Set(`presentation talk deck slideshow lecture keynote vortrag präsentation praesentation folien présentation presentación presentazione`)
	mainNames   = words.Set(`index main`)
	papers      = words.Set(`readme read_me read-me liesmich lisezmoi license licence copying changelog changes history contributing credits notice authors
		security code_of_conduct todo notes note notizen info about install abstract script speaker-notes speakernotes`)
	asides = []string{"handout", "notes", "paper", "script", "article", "print", "draft", "abstract", "4up", "nup", "poster", "readme", "license"}
)

// plainName reports whether text is not called Markdown: only what a person would
// take for a deck where there is nothing else is one then.
func plainName(name string) bool {
	ext := strings.ToLower(path.Ext(name))
	return ext == ".txt" || ext == ""
}

// stem is a file's name without its folders, its language and its ending, in lower case.
func stem(name string) string {
	name, _ = names.Language(name)
	return strings.ToLower(names.Composed(strings.TrimSuffix(path.Base(name), path.Ext(name))))
}

func isPaper(name string) bool { return papers[stem(name)] }

func depth(name string) int { return strings.Count(name, "/") }

// sortDrawn knows what was made of a talk by its name: the talk's, with its own ending.
func (f *found) sortDrawn() {
	f.drawn, f.rewritten = map[string]string{}, map[string]string{}
	for _, talk := range f.talks {
		if odp := talk + ".odp"; f.kinds[odp] == office.OpenDocument && source.MadeOf(talk, odp) {
			f.rewritten[talk] = odp
			f.talks = without(f.talks, func(name string) bool { return name == odp })
		}
		if pdf := talk + ".pdf"; slices.Contains(f.pdf, pdf) {
			f.drawn[talk] = pdf
			f.pdf = without(f.pdf, func(name string) bool { return name == pdf })
		}
	}
}

// sortPlain takes text for Markdown that shows the pictures beside it, or has nothing
// beside it.
func (f *found) sortPlain() {
	if len(f.markdown)+len(f.pdf)+len(f.talks) > 0 {
		f.drop(&f.plain, nil)
	} else if len(f.pictures) > 0 {
		f.drop(&f.plain, without(f.plain, func(name string) bool { return !f.refers(name) }))
	}
	f.markdown = append(f.markdown, f.plain...)
}

// refers reports whether a text names one of the pictures.
func (f *found) refers(file string) bool {
	refs, err := markdown.References(f.files, file)
	if err != nil {
		return false // it is no deck
	}
	pictures := names.NewIndex(f.pictures)
	return slices.ContainsFunc(refs, func(r markdown.Reference) bool { return pictures.Find(file, r.Name) != "" })
}

// drop leaves of a list what is to stay.
func (f *found) drop(list *[]string, stay []string) {
	for _, name := range without(*list, func(name string) bool { return slices.Contains(stay, name) }) {
		f.dropped = append(f.dropped, name)
		for _, other := range f.others[name] {
			f.dropped = append(f.dropped, other.name)
		}
	}
	*list = stay
}

// without is what of a list is not so.
func without(list []string, so func(string) bool) []string {
	return slices.DeleteFunc(slices.Clone(list), so)
}

// asAPerson leaves of a folder's files what a person would take for the deck. Where
// that is not sure, it leaves what it is not sure of.
func (f *found) asAPerson() {
	rest := without(f.markdown, isPaper)
	switch {
	case len(rest) > 0, len(f.pdf)+len(f.talks) > 0:
		f.drop(&f.markdown, rest)
	case len(f.pictures) > 0:
		// A read-me that shows the pictures is the deck where nothing else can be.
		f.drop(&f.markdown, without(f.markdown, func(name string) bool { return !f.refers(name) }))
	}
	f.drop(&f.markdown, without(f.markdown, f.isRendered))
	looks := map[string]markdown.Look{}
	for _, name := range f.markdown[:min(len(f.markdown), maxLooks)] {
		looks[name] = markdown.LookAt(f.files, name)
	}
	f.drop(&f.markdown, mainMarkdown(f.markdown, looks))
	f.drop(&f.pdf, f.mainPDF())
	if len(f.markdown) == 1 && len(f.pdf) == 1 {
		m, p := f.markdown[0], f.pdf[0]
		switch {
		case looks[m].Tool, slidesNames[stem(m)]:
			f.drop(&f.pdf, nil)
		case strings.HasPrefix(stem(p), stem(m)), points(m, looks[m]) < deckLike:
			f.drop(&f.markdown, nil) // the PDF was made from it, or it speaks of the PDF
		}
	}
	if len(f.markdown)+len(f.pdf) > 0 {
		f.drop(&f.talks, nil)
	}
	if len(f.pdf)+len(f.talks) > 0 && len(f.markdown) == 0 {
		f.drop(&f.pictures, nil)
	}
}

// isRendered reports whether a page was made of a text beside it.
func (f *found) isRendered(name string) bool {
	return markdown.IsHTML(name) && slices.ContainsFunc(f.markdown, func(other string) bool {
		return !markdown.IsHTML(other) && path.Dir(other) == path.Dir(name) && stem(other) == stem(name)
	})
}

// maxLooks is how many Markdown files are looked at: a folder of more is a site.
const maxLooks = 200

// deckLike is from how many points on a Markdown file is taken for a deck among others.
const deckLike = 2

// points tell how much a Markdown file looks like a deck.
func points(name string, look markdown.Look) int {
	n := 0
	base, folder := stem(name), path.Base(path.Dir(name))
	switch {
	case slidesNames[base]:
		n += 8
	case talkNames[base], folder != "." && base == strings.ToLower(names.Composed(folder)):
		n += 6
	case mainNames[base], base == "readme":
		n++
	}
	if look.Tool {
		n += 8
	}
	if look.Breaks > 0 {
		n += 2
	}
	return n
}

// mainMarkdown chooses the deck among Markdown files: in the outermost folder that has
// one that looks like a deck, the one that does most, and that no other takes in. With
// a choice that is not clear it returns those that it could be.
func mainMarkdown(files []string, looks map[string]markdown.Look) []string {
	if len(files) < 2 {
		return files
	}
	index, taken := names.NewIndex(files), map[string]bool{}
	for _, name := range files {
		for _, include := range looks[name].Includes {
			if part := index.Find(name, include); part != name {
				taken[part] = true
			}
		}
	}
	rest := without(files, func(name string) bool { return taken[name] })
	like := without(rest, func(name string) bool { return points(name, looks[name]) < deckLike })
	if len(like) > 0 {
		rest = like
	}
	best := func(name string) int { return -1000*depth(name) + points(name, looks[name]) }
	return most(rest, best)
}

// mainPDF chooses the talk among PDFs: not its handout, not a figure in a folder of
// them, and where there is one with its source, that one.
func (f *found) mainPDF() []string {
	if len(f.pdf) < 2 {
		return f.pdf
	}
	sources := map[string]bool{}
	for _, name := range slices.Concat(f.sources, f.notes, f.talks, f.markdown, f.dropped) {
		sources[stem(name)] = true
	}
	return most(f.pdf, func(name string) int {
		base := stem(name)
		n := -1000 * depth(name)
		switch {
		case slices.ContainsFunc(asides, func(aside string) bool { return strings.Contains(base, aside) }):
			return n - 100
		case slidesNames[base], talkNames[base]:
			n += 4
		}
		if sources[base] {
			n += 8
		}
		return n
	})
}

// most are those of a list that have the most points.
func most(list []string, points func(string) int) []string {
	var best []string
	for _, name := range list {
		switch p := points(name); {
		case best == nil || p > points(best[0]):
			best = []string{name}
		case p == points(best[0]):
			best = append(best, name)
		}
	}
	return best
}
