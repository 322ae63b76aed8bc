package markdown

import (
	"fmt"
	"strings"
	"testing"

	"lectern/app/deck/decktest"
	"lectern/app/fault"
)

// order writes a deck's slides: v before one that stands below, one that is passed by in
// brackets, and behind each how long it stays at its steps, where anybody says so.
func order(d *decktest.Deck) string {
	var all []string
	for _, s := range d.Slides {
		text := s.Views[len(s.Views)-1].Text
		text = strings.Fields(text + " -")[0]
		if s.Hidden {
			text = "(" + text + ")"
		}
		if s.Below {
			text = "v" + text
		}
		said := false
		var stays []string
		for _, v := range s.Views {
			one := "-"
			if v.Seconds != nil {
				one, said = fmt.Sprint(*v.Seconds), true
			}
			stays = append(stays, one)
		}
		if said {
			text += ":" + strings.Join(stays, ",")
		}
		all = append(all, text)
	}
	if d.Loop {
		all = append(all, "loop")
	}
	return strings.Join(all, " ")
}

// TestStacks: what stands below a slide, and how long each stays, in every dialect that
// can say so.
func TestStacks(t *testing.T) {
	page := func(slides, script string) string {
		return `<div class="reveal"><div class="slides">` + slides + `</div></div><script>` + script + `</script>`
	}
	for name, c := range map[string]struct{ file, src, want string }{
		"Markdown":          {"a.md", "---\nhighlightTheme: x\n---\na\n\n---\n\nb\n\n--\n\nc\n\n---\n\nd", "a b vc d"},
		"blank lines":       {"a.md", "# a\n\n\n\n# b\n\n\n# c\n\n\n\n# d\n", "a b vc d"},
		"of one kind":       {"a.md", "# a\n\n\n# b\n\n\n# c\n\n\n# d\n", "a b c d"},
		"nobody's":          {"a.md", "a\n\n---\n\nb\n\n--\n\nc\n", "a b c"},
		"only lines":        {"a.md", "---\nmarp: true\n---\n\na\n\n---\n\nb\n", "a b"},
		"the first is none": {"a.md", "---\nhighlightTheme: x\n---\n--\n\na\n\n--\n\nb", "a vb"},
		"hidden, the first": {"a.md", "a\n\n---\n\n<!-- .slide: data-visibility=\"hidden\" -->\nb\n\n--\n\nc\n\n--\n\nd", "a (b) vc vd"},
		"hidden, another":   {"a.md", "a\n\n--\n\n<!-- .slide: data-visibility=\"hidden\" -->\nb\n\n--\n\nc", "a v(b) vc"},
		"hidden in a page":  {"a.html", page(`<section>a</section><section data-visibility="hidden"><section>b</section><section>c</section></section><section data-visibility="uncounted">d</section>`, ""), "a (b) v(c) d"},
		"hidden in Quarto":  {"a.qmd", "---\nformat: revealjs\n---\n\n## a\n\n## b {visibility=\"hidden\"}\n\n## c\n", "a (b) c"},
		"none of Slidev's":  {"a.md", "---\nlayout: cover\n---\n\na\n\n---\nhide: true\n---\n\nb\n\n---\ndisabled: true\nsrc: ./gone.md\n---\n\n---\nhide: false\n---\n\nc", "a c"},
		"none of remark's":  {"a.md", "---\noutput: xaringan::moon_reader\n---\n\na\n\n---\nexclude: true\n\nb\n\n---\n\nc", "a c"},
		"a page":            {"a.html", page("<section>a</section><section><section>b</section><section>c</section></section><section>d</section>", ""), "a b vc d"},
		"Markdown in one":   {"a.html", page("<section data-markdown data-separator=\"^---$\" data-separator-vertical=\"^--$\"><textarea data-template>a\n--\nb\n---\nc</textarea></section>", ""), "a vb c"},

		"seconds of a slide": {"a.md", "<!-- .slide: data-autoslide=\"2000\" -->\na\n\n---\n\nb <!-- .element: class=\"fragment\" data-autoslide=\"1500\" -->\n\n---\n\nc", "a:2 b:-,1.5 c"},
		"reveal-md's":        {"a.md", "---\nrevealOptions:\n  autoSlide: 5000\n  loop: true\n---\n\na\n\n---\n\n<!-- .slide: data-autoslide=\"0\" -->\nb", "a:5 b:0 loop"},
		"a page's script":    {"a.html", page(`<section>a</section><section data-autoslide="7000"><section>b</section><section data-autoslide="100">c</section></section>`, "Reveal.initialize({ // autoSlide: 1,\n  hash: true,\n  autoSlide: 4000,\n  loop: true\n});"), "a:4 b:7 vc:0.5 loop"},
		"said in a comment":  {"a.html", page("<section>a</section>", "Reveal.initialize({\n  // autoSlide: 4000,\n});"), "a"},
		"no number":          {"a.md", "<!-- .slide: data-autoslide=\"soon\" -->\na", "a"},
		"Quarto's":           {"a.md", "---\nformat:\n  revealjs:\n    auto-slide: 3000\n    loop: true\n---\n\n## a\n\n## b {autoslide=1000}\n", "a:3 b:1 loop"},
		"a forged step":      {"a.md", "<p data-step=\"+1\" data-seconds=\"9\">a</p>", "a"},
	} {
		t.Run(name, func(t *testing.T) {
			d := read(t, c.file, c.src)
			if got := order(d); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
			if says := strings.Join(d.Warnings, "\n"); strings.Contains(says, "autoslide") != (name == "no number") {
				t.Error(says)
			}
		})
	}
}

// TestUnstoppable: what of reveal.js's ways to go on by itself is not honoured is named.
func TestUnstoppable(t *testing.T) {
	for option, says := range map[string]bool{"false": true, "true": false} {
		d := read(t, "a.md", "---\nrevealOptions:\n  autoSlide: 5000\n  autoSlideStoppable: "+option+"\n---\n\na\n\n---\n\nb")
		if said := strings.Join(d.Warnings, "\n"); strings.HasPrefix(said, "line 4: a move by hand holds") != says || len(d.Warnings) > 1 {
			t.Errorf("%s: %q", option, said)
		}
	}
}

// TestHiddenAtFirst: a deck is called what the first slide that the room sees is called,
// and one of which the room sees nothing is none.
func TestHiddenAtFirst(t *testing.T) {
	const hide = "<!-- .slide: data-visibility=\"hidden\" -->\n"
	d := read(t, "a.md", hide+"# Secret\n\n---\n\n"+hide+"b\n\n---\n\n# Seen\n\n---\n\n# Later")
	if got := order(d); got != "(Secret) (b) Seen Later" || d.Title != "Seen" {
		t.Errorf("%s, called %q", got, d.Title)
	}
	if _, err := tryRead("a.md", hide+"a\n\n---\n\n"+hide+"b"); fault.CodeOf(err) != fault.NotADeck {
		t.Error(err)
	}
}
