package stranger

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// always are asked for in every crawl; once, in one of each deck.
var (
	always = []string{"/", "/live", "/join.json", "/readyz", "/room", "/questions", "/api/decks", "/api/live"}
	once   = []string{
		"/kiosk", "/overlay", "/remote", "/stage", "/captions", "/present", "/present/code", "/join.svg",
		"/healthz", "/metrics", "/polls/1", "/pictures", "/pictures/", "/decks", "/decks/", "/favicon.ico", "/robots.txt",
		"/api", "/api/", "/api/devices", "/api/screens", "/api/join", "/api/openapi.json", "/api/links", "/api/sessions",
		"/pair", "/pair?done", "POST /pair", "POST /api/pairings", "/api/drive", "POST /api/drive", "/api/live?live", "POST /api/live/next", "POST /api/live/black",
		"/api/messages", "POST /api/messages", "POST /api/messages/1/seen", "DELETE /api/messages/1", "/api/decks/1/runs", "DELETE /api/decks/1/runs/1", "PUT /api/decks/1/plan",
		"/decks/0", "/decks/99", "/decks/99/slides", "/decks/99/slides/1", "/decks/99/live",
	}
)

// some are addresses of a deck that need no more than its number and its pictures.
func (d *talk) some() (all []string) {
	all = append(all, d.path("/slides"), d.path("/live"), d.path("/ahead/1/960"))
	for n := range d.steps {
		all = append(all, d.path("/slides/", n+1), d.path("/slides/", n+1, "/ink"))
	}
	all = d.inLanguages(all)
	for p := range d.pictures {
		all = append(all, p+"/960", p+"/0")
	}
	return all
}

// inLanguages adds the addresses in the deck's other language, if it has one.
func (d *talk) inLanguages(all []string) []string {
	if d.lang == "" {
		return all
	}
	for _, address := range slices.Clone(all) {
		sign := "?"
		if strings.Contains(address, sign) {
			sign = "&"
		}
		all = append(all, address+sign+"lang="+d.lang)
	}
	return all
}

// more are all others.
func (d *talk) more() (all []string) {
	all = append(all, "/present/print?deck="+fmt.Sprint(d.id), "/api"+d.path("/export?format=html&notes=1"), "/api"+d.path("/export?format=lectern"), "/api"+d.path("/export?format=zip"))
	all = append(all, "/api"+d.path("/ink"), "POST /api"+d.path("/marks"), "POST /api"+d.path("/ink"), "DELETE /api"+d.path("/ink"), "DELETE /api"+d.path("/ink/x"))
	all = append(all, d.path(""), "/api"+d.path(""), d.path("/slides/"), d.path("/slides/0"), d.path("/slides/", len(d.steps)+1))
	for n := range d.steps {
		for step := range slices.Max(d.steps) + 2 {
			all = append(all, d.path("/slides/", n+1, "?step=", step))
		}
	}
	for ahead := range 4 {
		for _, width := range []int{0, 960, 1920, 3840} {
			all = append(all, d.path("/ahead/", ahead, "/", width))
		}
	}
	all = d.inLanguages(all)
	for p := range d.pictures {
		for _, width := range widest {
			all = append(all, fmt.Sprint(p, "/", width))
		}
	}
	return all
}

// widest are the widths of pictures as they are asked for and kept.
var widest = []int{0, 960, 1000, 1920, 3840}

// odd are spellings of what the last slide has, which is never shown.
func (d *talk) odd() (all []string) {
	n := len(d.steps)
	last := d.path("/slides/", n)
	all = append(all, last+"/", last+"?step=-1", last+"?step=", last+"?step=0&step=9", last+"?STEP=9", last+"?step=0|Range: bytes=0-99",
		"HEAD "+last, last+"|If-None-Match: *", d.path("/slides/%3", n), d.path("/slides/0", n), d.path("/slides/+", n),
		"/"+last, d.path("/slides/1/../", n), d.path("/slides//", n), "/decks/0"+strings.TrimPrefix(last, "/decks/"))
	for p, spots := range d.pictures {
		if slices.ContainsFunc(spots, func(at spot) bool { return at.slide != n }) {
			continue
		}
		hash := strings.TrimPrefix(p, "/pictures/")
		all = append(all, p, p+"/", p+"/0960", p+"/+960", p+"/960/", p+"/960?width=960", "/"+p+"/960", p+"%2f960", p+"/%39%36%30", p+"/960/../960",
			"/pictures/%"+fmt.Sprintf("%02x", hash[0])+hash[1:]+"/960", "/pictures/"+strings.ToUpper(hash)+"/960",
			"HEAD "+p+"/960", p+"/960|Range: bytes=0-99", p+`/960|If-None-Match: "960"`, p+"/960|If-None-Match: *", p+"/960|If-Range: x")
	}
	return all
}

// check crawls as a stranger while one of the decks is at a position, and compares
// what there is with what may be there.
func check(t *testing.T, s *stranger, now *talk, decks []*talk, extra []string, heard []byte) {
	t.Helper()
	first := slices.Concat(always, now.more(), now.odd(), extra)
	byName := map[string]*talk{}
	for _, d := range decks {
		byName[d.name] = d
		first = append(first, d.some()...)
	}
	all := s.crawl(first)
	all["the stream"] = got{asked: "the stream", body: heard}

	had := map[secret][]string{}
	for _, g := range all {
		var head bytes.Buffer
		g.header.Write(&head)
		for _, what := range slices.Concat(tells(g.body), tells(head.Bytes())) {
			had[what] = append(had[what], g.asked)
		}
	}
	for what, where := range had {
		d := byName[what.deck]
		switch slices.Sort(where); {
		case !d.open():
			t.Errorf("%s is not open, and %v is told by %s", d.name, what.at, where[0])
		case what.note:
			t.Errorf("%s: the note of %v is told by %s", d.name, what.at, where[0])
		case what.at != spot{} && !d.may(what.at):
			t.Errorf("%s: %v was not shown, and is told by %s", d.name, what.at, where[0])
		}
	}
	named := map[string]string{} // the addresses of pictures, by an answer that has them
	for _, g := range all {
		for _, p := range aHash.FindAllString(string(unpacked(g)), -1) {
			if !strings.Contains(g.asked, p) { // a redirection repeats what it was asked
				named[p] = g.asked
			}
		}
	}
	none := map[string]got{}
	for _, method := range []string{"GET", "HEAD"} {
		none[method] = s.ask(method + " /pictures/" + strings.Repeat("A", 43) + "/960")
	}
	for _, d := range decks {
		for p, spots := range d.pictures {
			shown := slices.ContainsFunc(spots, d.may)
			had := false
			for _, width := range widest {
				g, asked := all[fmt.Sprint(p, "/", width)]
				had = had || g.status == http.StatusOK
				if asked && !shown && !same(g, none["GET"]) {
					t.Errorf("%s: the picture of %v is not answered as one that is not there: %d", d.name, spots, g.status)
				}
			}
			if by := named[p]; by != "" && !shown {
				t.Errorf("%s: the address of the picture of %v is told by %s", d.name, spots, by)
			}
			if shown != had {
				t.Errorf("%s: the picture of %v: shown %v, found %v", d.name, spots, shown, had)
			}
			if g, asked := all["HEAD "+p+"/960"]; asked && !shown && !same(g, none["HEAD"]) {
				t.Errorf("%s: HEAD of the picture of %v is not answered as one that is not there: %d", d.name, spots, g.status)
			}
		}
		for _, at := range d.spots() {
			if d.may(at) != (len(had[secret{d.name, at, false}]) > 0) {
				t.Errorf("%s: %v: shown %v, told by %v", d.name, at, d.may(at), had[secret{d.name, at, false}])
			}
			g, asked := all[d.path("/slides/", at.slide, "?step=", at.step)]
			if asked && d.may(at) != (g.status == http.StatusOK) {
				t.Errorf("%s: %v: shown %v, answered by %d", d.name, at, d.may(at), g.status)
			}
		}
		if d.open() && len(had[secret{deck: d.name}]) == 0 {
			t.Errorf("%s is open, and nothing tells its title", d.name)
		}
	}
	s.chest.collect(t, all)
	s.chest.checkSealed(t, byName)
	checkStreams(t, s, all, decks)
	for address, g := range all {
		if slices.Contains(now.odd(), address) && g.status/100 == 2 && !now.may(spot{len(now.steps), 0}) {
			t.Errorf("%s: %s is answered by %d", now.name, address, g.status)
		}
	}
}

// checkStreams compares where followers are told to be with where they should be:
// the presenter moves unseen behind what covers the slide.
func checkStreams(t *testing.T, s *stranger, all map[string]got, decks []*talk) {
	t.Helper()
	for _, d := range decks {
		want := slices.Sorted(maps.Keys(d.shown))
		var outline struct{ Shown []int }
		if json.Unmarshal(unpacked(all[d.path("/slides")]), &outline); d.open() && !slices.Equal(outline.Shown, want) {
			t.Errorf("%s: the slides to look back at are %v, want %v", d.name, outline.Shown, want)
		}
		streams := []string{d.path("/live")}
		if d.live {
			streams = append(streams, "/live")
		}
		for _, address := range streams {
			_, text, _ := strings.Cut(string(all[address].body), "\n\n") // after the retry, which is by chance
			_, told, found := strings.Cut(text, "data: ")
			if found != d.open() {
				t.Errorf("%s: open %v, and %s tells %s", d.name, d.open(), address, text)
			}
			if !d.open() {
				delete(s.events, address) // opened again, it is told anew
				continue
			}
			var e struct {
				Slide, Step int
				Blank       string
			}
			if err := json.NewDecoder(strings.NewReader(told)).Decode(&e); err != nil || (spot{e.Slide, e.Step}) != d.covered || e.Blank != d.blank {
				t.Errorf("%s: %s tells %s, want %v %q", d.name, address, told, d.covered, d.blank)
			}
			looks := fmt.Sprint(d.name, d.live, d.published, d.blank, d.covered)
			if before := s.events[address]; before.looks == looks && before.text != text {
				t.Errorf("%s: nothing is to be seen, and %s tells it: %s, before %s", d.name, address, text, before.text)
			}
			s.events[address] = event{looks, text}
		}
	}
}

// same reports whether two answers differ in nothing but the time.
func same(a, b got) bool {
	drop := func(h http.Header) http.Header {
		h = maps.Clone(h)
		h.Del("Date")
		return h
	}
	return a.status == b.status && bytes.Equal(a.body, b.body) && maps.EqualFunc(drop(a.header), drop(b.header), slices.Equal)
}
