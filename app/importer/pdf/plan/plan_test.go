package plan_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lectern/app/deck"
	"lectern/app/importer/pdf/plan"
)

func TestSteps(t *testing.T) {
	times := func(n int, label string) []string {
		return strings.Split(strings.Repeat(label+",", n)[:n*(len(label)+1)-1], ",")
	}
	for _, c := range []struct {
		name            string
		labels, entries string
		want            []int
	}{
		{"beamer", "1,2,2,2,3", ",,,,", []int{0, 1, 1, 1, 2}},
		{"one frame of steps", "1,1,1", ",,", []int{0, 0, 0}},
		{"no labels", ",,,", ",,,", []int{0, 1, 2, 3}},
		{"roman numbers", "i,ii,ii,1,1,1", ",,,,,", []int{0, 1, 1, 2, 2, 2}},
		{"a label again, but later", "1,2,1", ",,", []int{0, 1, 2}},
		{"one name for all", "Talk,Talk,Talk", ",,", []int{0, 1, 2}},
		{"an appendix that is not counted", "1,2,2,2,2,2", "A,B,,C,,D", []int{0, 1, 1, 2, 2, 3}},
		{"each step has the slide's entry", "1,2,2,2", ",B,B,B", []int{0, 1, 1, 1}},
		{"an entry within a slide that has none", "1,2,2,2", ",,B,", []int{0, 1, 1, 1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := plan.Steps(strings.Split(c.labels, ","), strings.Split(c.entries, ",")); !slices.Equal(got, c.want) {
				t.Errorf("%v, want %v", got, c.want)
			}
		})
	}
	if got := plan.Steps(append(times(30, "1"), "2"), make([]string, 31)); got[30] != 30 {
		t.Errorf("one number for all: %v", got)
	}
	labels := append([]string{"1"}, append(times(250, "2"), times(250, "3")...)...)
	got := plan.Steps(labels, make([]string, len(labels)))
	per := map[int]int{}
	for _, s := range got {
		per[s]++
	}
	if diff := cmp.Diff(map[int]int{0: 1, 1: 101, 2: 101, 3: 48, 4: 101, 5: 101, 6: 48}, per); diff != "" {
		t.Error(diff)
	}
}

// line is words on a page of 100 × 100.
func line(text string, x, y, w, h float64) plan.Line {
	return plan.Line{Text: text, Box: box(x, y, w, h)}
}

func box(x, y, w, h float64) plan.Box {
	return plan.Box{X0: x / 100, Y0: y / 100, X1: (x + w) / 100, Y1: (y + h) / 100}
}

func pages(n int, seen ...plan.Seen) plan.Look {
	return func(i int) (plan.Seen, error) { return seen[i*len(seen)/n], nil }
}

var (
	left, right = box(0, 0, 50, 100), box(50, 0, 50, 100)
	title       = line("Overlays come", 5, 5, 30, 6)
	body        = line("First point", 5, 40, 20, 4)
	small       = []plan.Line{line("Overlays come", 88, 1, 7, 1.5), line("First point", 88, 10, 5, 1)}
	note        = line("tell the joke", 53, 40, 20, 4)
)

func TestSlide(t *testing.T) {
	mm := func(w, h float64) plan.Size { return plan.Size{W: w * 72 / 25.4, H: h * 72 / 25.4} }
	turned := func(s plan.Seen) plan.Seen {
		s.Lines = slices.Clone(s.Lines)
		for i, l := range s.Lines {
			s.Lines[i].X0, s.Lines[i].X1 = l.X0*2, l.X1*2
			if l.X0 >= 0.5 {
				s.Lines[i].X0, s.Lines[i].X1 = l.X0*2-1, l.X1*2-1
				s.Lines[i].Y0, s.Lines[i].Y1 = l.Y0/2+0.5, l.Y1/2+0.5
			} else {
				s.Lines[i].Y0, s.Lines[i].Y1 = l.Y0/2, l.Y1/2
			}
		}
		return s
	}
	beamer := func() plan.Seen {
		return plan.Seen{Lines: append([]plan.Line{title, body, note, line("Overlays come", 58, 15, 8, 4)}, small...), Shapes: []plan.Box{box(75, 0, 12, 2)}}
	}
	mirrored := plan.Seen{Lines: []plan.Line{line("Overlays come", 55, 5, 30, 6), line("say this", 3, 40, 20, 4)}, Shapes: []plan.Box{left, right}}
	grounds := plan.Seen{Lines: []plan.Line{title, note}, Shapes: []plan.Box{left, right}}
	bare := plan.Seen{Lines: []plan.Line{title, note}}
	wall := plan.Seen{Lines: []plan.Line{title, note, line("A title over both", 30, 2, 40, 6)}, Shapes: []plan.Box{left, right}}
	oneGround := plan.Seen{Lines: []plan.Line{title, note}, Shapes: []plan.Box{box(0, 0, 100, 100)}}
	columns := plan.Seen{Lines: []plan.Line{line("One column", 5, 5, 30, 6), line("Another", 55, 5, 30, 6)}}
	alone := plan.Seen{Lines: []plan.Line{title}}
	picture := plan.Seen{Lines: []plan.Line{title}, Shapes: []plan.Box{box(60, 10, 30, 60)}}
	for _, c := range []struct {
		name string
		size plan.Size
		seen []plan.Seen
		want deck.Part
	}{
		{"beamer, 16:9", mm(320, 90), []plan.Seen{beamer()}, deck.LeftHalf},
		{"beamer, below", mm(128, 192), []plan.Seen{turned(beamer())}, deck.TopHalf},
		{"another program's, with the slide's picture", plan.Size{W: 1920, H: 540}, []plan.Seen{beamer()}, deck.LeftHalf},
		{"some pages have pictures that reach over", mm(320, 90), []plan.Seen{wall, beamer(), beamer(), beamer()}, deck.LeftHalf},
		{"beamer's paper, two grounds", plan.Size{W: 728, H: 273}, []plan.Seen{grounds}, deck.LeftHalf},
		{"notes on the left", plan.Size{W: 728, H: 273}, []plan.Seen{mirrored}, deck.RightHalf},
		{"any paper, two grounds", plan.Size{W: 1440, H: 405}, []plan.Seen{grounds}, deck.LeftHalf},
		{"beamer's paper, without a ground", mm(256, 96), []plan.Seen{bare}, deck.LeftHalf},
		{"room for notes, and none there", mm(256, 96), []plan.Seen{alone}, deck.LeftHalf},
		{"a wall: a title over both", plan.Size{W: 1920, H: 540}, []plan.Seen{wall}, deck.WholePage},
		{"a wall of beamer's", mm(320, 90), []plan.Seen{wall}, deck.WholePage},
		{"a wall: one ground", plan.Size{W: 1440, H: 405}, []plan.Seen{oneGround}, deck.WholePage},
		{"a wall: two columns", plan.Size{W: 1920, H: 540}, []plan.Seen{columns}, deck.WholePage},
		{"beamer's paper to the hair", mm(320, 90), []plan.Seen{columns}, deck.LeftHalf},
		{"and slides on a ground", mm(256, 96), []plan.Seen{{Lines: columns.Lines, Shapes: []plan.Box{right}}}, deck.RightHalf},
		{"a wall of beamer's: two columns", mm(341.33, 96), []plan.Seen{columns}, deck.WholePage},
		{"a wall: the right half is empty", plan.Size{W: 1920, H: 540}, []plan.Seen{alone}, deck.WholePage},
		{"a wall of beamer's: a picture on the right", mm(320, 90), []plan.Seen{picture}, deck.WholePage},
		{"an ordinary slide", plan.Size{W: 960, H: 540}, []plan.Seen{beamer()}, deck.WholePage},
		{"writing paper", plan.Size{W: 595, H: 842}, []plan.Seen{turned(grounds)}, deck.WholePage},
		{"no text", plan.Size{W: 1920, H: 540}, []plan.Seen{{}}, deck.WholePage},
	} {
		t.Run(c.name, func(t *testing.T) {
			sizes := slices.Repeat([]plan.Size{c.size}, 12)
			got, err := plan.Slide(sizes, pages(12, c.seen...))
			if err != nil || got != c.want {
				t.Errorf("%q, %v, want %q", got, err, c.want)
			}
		})
	}
	if got, _ := plan.Slide([]plan.Size{mm(320, 90), mm(160, 90)}, pages(2, beamer())); got != deck.WholePage {
		t.Errorf("pages of two sizes: %q", got)
	}
	broken := errors.New("broken")
	if _, err := plan.Slide([]plan.Size{mm(320, 90)}, func(int) (plan.Seen, error) { return plan.Seen{}, broken }); err != broken {
		t.Error(err)
	}
}

func TestNotesPages(t *testing.T) {
	wide, a4, tall := plan.Size{W: 720, H: 405}, plan.Size{W: 595, H: 842}, plan.Size{W: 405, H: 720}
	sizes := func(n int, first, second plan.Size) []plan.Size {
		return append(slices.Repeat([]plan.Size{first}, n), slices.Repeat([]plan.Size{second}, n)...)
	}
	slide := plan.Seen{Lines: []plan.Line{line("Overlays come", 5, 5, 60, 10)}}
	drawn := plan.Seen{Lines: []plan.Line{line("Overlays come", 20, 5, 30, 2), line("say this", 10, 60, 30, 3)}}
	other := plan.Seen{Lines: []plan.Line{line("something else", 10, 60, 30, 3)}}
	for _, c := range []struct {
		name  string
		sizes []plan.Size
		seen  []plan.Seen
		want  bool
	}{
		{"LibreOffice", sizes(3, wide, tall), []plan.Seen{slide, drawn}, true},
		{"LibreOffice, one slide", sizes(1, wide, a4), []plan.Seen{slide, drawn}, true},
		{"on writing paper, without the pictures", sizes(2, wide, a4), []plan.Seen{slide, other}, true},
		{"a slide and a sheet", sizes(1, wide, a4), []plan.Seen{slide, other}, false},
		{"upright slides", sizes(2, wide, tall), []plan.Seen{slide, other}, false},
		{"all alike", sizes(2, wide, wide), []plan.Seen{slide, drawn}, false},
		{"an odd number", sizes(2, wide, a4)[:3], []plan.Seen{slide, drawn}, false},
		{"upright and then wide", sizes(2, a4, wide), []plan.Seen{slide, drawn}, false},
		{"no page", nil, []plan.Seen{slide}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := plan.NotesPages(c.sizes, false, pages(max(1, len(c.sizes)), c.seen...))
			if err != nil || got != c.want {
				t.Errorf("%v, %v, want %v", got, err, c.want)
			}
		})
	}
	for _, s := range [][]plan.Size{sizes(1, wide, tall), sizes(1, wide, wide)} {
		if got, err := plan.NotesPages(s, true, pages(2, plan.Seen{})); err != nil || got != (s[1] == tall) {
			t.Errorf("by Impress, %v: %v, %v", s, got, err)
		}
	}
}

func TestNotesBetween(t *testing.T) {
	sizes := slices.Repeat([]plan.Size{{W: 453.543, H: 255.118}}, 7)
	notes := plan.Seen{Shapes: []plan.Box{box(0, 0, 100, 25), box(75, 0, 25, 25), box(0, 25, 100, 75)}}
	for _, c := range []struct {
		labels, kinds, want string // n for a page of notes
		looked              int
	}{
		{"1,2,2,4,3,3,4", ".n.n...", ".n.n...", 3},
		{"1,2,2,3,4,5,6", ".n.....", ".n.....", 2}, // notes on the first alone
		{"1,2,3,4,5,6,7", ".......", "", 1},
		{"1,2,3,3,3,4,5", ".......", "", 1},
		{"1,2,3,4,5,6,7", "......n", "......n", 2},
		{"1,2,2,3,4,5,6", "nnnnnnn", "", 2}, // nothing but notes
		{",,,,,,", "nnnnnnn", "", 0},
	} {
		looked := 0
		got, err := plan.NotesBetween(sizes, strings.Split(c.labels, ","), func(i int) (plan.Seen, error) {
			looked++
			if c.kinds[i] == 'n' {
				return notes, nil
			}
			return plan.Seen{Lines: []plan.Line{title}, Shapes: []plan.Box{box(0, 0, 100, 100)}}, nil
		})
		said := ""
		for _, n := range got {
			if n {
				said += "n"
			} else {
				said += "."
			}
		}
		if err != nil || said != c.want || looked != c.looked {
			t.Errorf("%s %s: %q, looked at %d pages, %v", c.labels, c.kinds, said, looked, err)
		}
	}
	if got, _ := plan.NotesBetween([]plan.Size{{W: 960, H: 540}, {W: 960, H: 540}}, []string{"1", "2"}, pages(2, notes)); got != nil {
		t.Error("of another program's size")
	}
}

func TestNotes(t *testing.T) {
	beamer := plan.Seen{Lines: append([]plan.Line{title, body, note}, small...)}
	bare := plan.Seen{Lines: []plan.Line{title, note}}
	drawn := plan.Seen{Lines: []plan.Line{note}, Shapes: []plan.Box{box(50, 0, 50, 25)}} // a slide without words
	for i, c := range []struct {
		seen plan.Seen
		want plan.Box
	}{{beamer, plan.Below}, {bare, plan.Whole}, {drawn, plan.Below}} {
		if got := plan.Notes(c.seen, deck.LeftHalf); got != c.want {
			t.Errorf("%d: %v", i, got)
		}
	}
	slide := plan.Seen{Lines: []plan.Line{line("Overlays come", 5, 5, 60, 10)}}
	page := plan.Seen{Lines: []plan.Line{line("Overlays  come", 20, 10, 30, 2), line("say this", 10, 30, 30, 3), line("Overlays come", 10, 70, 30, 3)}}
	if got := plan.Under(slide, page); got.Y0 < 0.12 || got.Y0 > 0.13 {
		t.Errorf("under the picture: %v", got)
	}
}
