package convert

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"lectern/app/deck"
	"lectern/app/importer/names"
	"lectern/app/importer/words"
)

// tongues makes one deck of what is told of each of its languages in turn. The first one
// says how many slides and steps there are.
type tongues struct {
	*guard
	deck []translation
	said string // what the language of a first that does not say is

	now    int // which of the deck's is told
	title  string
	called string // in this language, until a slide says so; "" as in the first
	slides int    // of the first
	steps  []int

	numbers map[int]int         // of the pictures of this language, in the deck
	next    int                 // a picture's number in the deck
	made    map[string]madeOnce // of files, by any of the languages
	lacks   map[int]bool        // slides of the first that this one has not told
	others  []int               // slides with other steps
}

// madeOnce is a picture of a file that all languages show.
type madeOnce struct {
	number int
	deck.KnownPicture
}

func newTongues(to *guard, c *choice, said string) *tongues {
	return &tongues{guard: to, deck: c.mains(), said: said, numbers: map[int]int{}, made: map[string]madeOnce{}}
}

// further goes on to the next language.
func (t *tongues) further() {
	t.now++
	t.numbers, t.others, t.lacks = map[int]int{}, nil, map[int]bool{}
	for n := 1; n <= t.slides; n++ {
		t.lacks[n] = true
	}
}

// Known implements deck.Rememberer.
func (t *tongues) Known() []deck.KnownPicture {
	all := t.guard.Known()
	for _, m := range t.made {
		all = append(all, m.KnownPicture)
	}
	return all
}

// Begin implements deck.Sink, as the others do.
func (t *tongues) Begin(ctx context.Context, h deck.Header) error {
	one := t.deck[t.now]
	rest, _ := names.Language(one.name)
	if h.Title == words.Title(one.name) {
		h.Title = words.Title(rest)
	}
	if t.now > 0 {
		if t.called = ""; h.Title != t.title && h.Title != words.Title(rest) {
			t.called = h.Title
		}
		if h.Slides <= t.slides {
			return nil
		}
		return t.guard.Remark(ctx, deck.Say(deck.OnLanguage, fmt.Sprintf("%s has %d slides and %s %d: what is more is not shown.",
			words.Base(one.name), h.Slides, words.Base(t.deck[0].name), t.slides)))
	}
	t.title, t.slides, t.steps = h.Title, h.Slides, make([]int, h.Slides+1)
	h.Lang = cmp.Or(one.lang, h.Lang, t.said)
	for _, other := range t.deck[1:] {
		h.Others = append(h.Others, tagOf(other))
	}
	unsure := slices.Contains(h.Others, h.Lang)
	if unsure {
		h.Lang = ""
	}
	if err := t.guard.Begin(ctx, h); err != nil || !unsure {
		return err
	}
	return t.guard.Remark(ctx, deck.Say(deck.OnLanguage, fmt.Sprintf("%s says that it is in the language that another file is called by: it counts as of none.", words.Base(one.name))))
}

func (t *tongues) Picture(ctx context.Context, p deck.DraftPicture) error {
	own := p.Number
	if m, known := t.made[p.File]; known && p.Kept {
		t.numbers[own] = m.number
		return nil
	}
	p.Number = t.next
	t.next++
	t.numbers[own] = p.Number
	if p.File != "" && p.Media == nil {
		t.made[p.File] = madeOnce{p.Number, deck.KnownPicture{File: p.File, Vector: p.Vector, Width: p.Width, Height: p.Height, Words: p.Words, Remark: p.Remark}}
	}
	return t.guard.Picture(ctx, p)
}

// placeholder is how a picture stands in HTML: see deck.DraftView.
var placeholder = regexp.MustCompile(`src="picture:([0-9]+)"`)

func (t *tongues) Slide(ctx context.Context, s deck.DraftSlide) error {
	for i := range s.Views {
		v := &s.Views[i]
		if v.Picture >= 0 && v.HTML == "" {
			v.Picture = t.numbers[v.Picture]
		}
		v.HTML = placeholder.ReplaceAllStringFunc(v.HTML, func(m string) string {
			n, _ := strconv.Atoi(placeholder.FindStringSubmatch(m)[1])
			return fmt.Sprintf(`src="picture:%d"`, t.numbers[n])
		})
	}
	if t.now == 0 {
		t.steps[s.Number] = len(s.Views)
		return t.guard.Slide(ctx, s)
	}
	if s.Number > t.slides || isEmpty(s) {
		return nil
	}
	if delete(t.lacks, s.Number); len(s.Views) != t.steps[s.Number] {
		t.others = append(t.others, s.Number)
	}
	s.Lang, s.DeckTitle, t.called = tagOf(t.deck[t.now]), t.called, ""
	return t.guard.Slide(ctx, s)
}

// tags are what is written in HTML beside words.
var tags = regexp.MustCompile(`<[^>]*>`)

// isEmpty reports whether there is nothing on a slide, nor in its notes: its place alone
// is kept.
func isEmpty(s deck.DraftSlide) bool {
	v := s.Views[0]
	return len(s.Views) == 1 && s.Notes == "" && v.Picture < 0 && v.Text == "" && strings.TrimSpace(tags.ReplaceAllString(v.HTML, "")) == "" &&
		!strings.Contains(v.HTML, "picture:") && !strings.Contains(v.HTML, "<svg")
}

// Remark says of a file beside the first which one it is.
func (t *tongues) Remark(ctx context.Context, r deck.Remark) error {
	if t.now > 0 && r.Kind == deck.OnFile && r.File == "" {
		return nil // that a picture is on no slide of this one
	}
	r.Included = r.Included || t.now > 0 && r.File != ""
	return t.guard.Remark(ctx, r)
}

// end says in what one of the further languages differs from the first.
func (t *tongues) end(ctx context.Context) error {
	first, this := words.Base(t.deck[0].name), words.Base(t.deck[t.now].name)
	if lacks := slices.Sorted(maps.Keys(t.lacks)); len(lacks) > 0 {
		if err := t.differs(ctx, lacks, "%s lacks %s: shown as in %s.", this, listOf(lacks), first); err != nil {
			return err
		}
	}
	if slices.Sort(t.others); len(t.others) > 0 {
		return t.differs(ctx, t.others, "%s has other steps than %s on %s: the steps of %[2]s count.", this, first, listOf(t.others))
	}
	return nil
}

func (t *tongues) differs(ctx context.Context, slides []int, format string, args ...any) error {
	r := deck.Remark{Kind: deck.OnLanguage, Slide: slides[0], Text: fmt.Sprintf(format, args...)}
	if len(slides) > 1 {
		r.Slides = slides
	}
	return t.guard.Remark(ctx, r)
}

// listOf is "slide 3", "slides 3 and 4" or "slides 3, 4, 5 and 9 more".
func listOf(slides []int) string {
	if len(slides) == 1 {
		return fmt.Sprint("slide ", slides[0])
	}
	const named = 3
	var list []string
	for _, n := range slides[:min(len(slides)-1, named)] {
		list = append(list, strconv.Itoa(n))
	}
	rest := strconv.Itoa(slides[len(slides)-1])
	if n := len(slides) - named; n > 1 {
		rest = strconv.Itoa(n) + " more"
	}
	return "slides " + strings.Join(list, ", ") + " and " + rest
}
