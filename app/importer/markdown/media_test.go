package markdown

import (
	"fmt"
	"strings"
	"testing"
)

var (
	mp4 = []byte("\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41")
	wav = []byte("RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00")
)

// TestMedia: films and sounds stand where pictures and their own elements do; nothing of
// an author's says when they are played but that it is at once, again, or silent.
func TestMedia(t *testing.T) {
	d := read(t, "a.md", "![A film](clip.mp4)\n\n<video src=\"clip.mp4\" width=\"640\" controls autoplay loop muted onplay=\"x()\" poster=\"p.png\"></video>\n\n"+
		"<audio controls><source src=\"tone.wav\">no sound</audio>\n\n<video src=\"none.mp4\"></video>\n\n<picture><source srcset=\"x\"></picture>\n", "clip.mp4", mp4, "tone.wav", wav)
	v := d.Slides[0].Views[0]
	for _, want := range []string{
		`<video src="picture:0" aria-label="A film"></video>`, `<video src="picture:0" aria-label="Film" autoplay="" loop="" muted="" width="640"></video>`,
		`<audio src="picture:1" aria-label="Sound"></audio>`, `class="missing"`,
	} {
		if !strings.Contains(v.HTML, want) {
			t.Errorf("no %s in %s", want, v.HTML)
		}
	}
	if len(d.Pictures) != 2 || d.Pictures[0].Media == nil || d.Pictures[0].Media.Type != "video/mp4" || d.Pictures[0].Media.File != "clip.mp4" || d.Pictures[1].Media.Type != "audio/wav" {
		t.Errorf("%+v", d.Pictures)
	}
	if strings.Contains(v.HTML, "source") || strings.Contains(v.HTML, "controls") || !strings.HasPrefix(v.Text, "A film\nFilm\nSound") {
		t.Error(v.HTML, v.Text)
	}
	if said := fmt.Sprint(d.Remarks); !strings.Contains(said, "none.mp4") || !strings.Contains(said, "onplay") {
		t.Error(said)
	}
}

// TestVeiledMedia: one that comes later is a place, and no address.
func TestVeiledMedia(t *testing.T) {
	d := read(t, "a.md", "---\nmarp: true\n---\n* a\n* ![secret](clip.mp4)\n", "clip.mp4", mp4)
	if v := d.Slides[0].Views[1]; strings.Contains(v.HTML, "picture:") || strings.Contains(v.HTML, "secret") || strings.Contains(v.HTML, "<video") || !strings.Contains(v.HTML, "<canvas") {
		t.Error(v.HTML)
	}
	if v := d.Slides[0].Views[2]; !strings.Contains(v.HTML, "<video") {
		t.Error(v.HTML)
	}
}

// TestMediaSources: of several files of one film that is played which came with the deck;
// the others are no leftovers.
func TestMediaSources(t *testing.T) {
	for name, c := range map[string]struct{ src, html string }{
		"an element": {"<video muted><source src=\"none.mp4\"><source src=\"clip.mp4\"><source src=\"tone.wav\"></video>\n", `<video src="picture:0" aria-label="Film" muted=""></video>`},
		"Slidev's":   {"---\nmdc: true\n---\n\n<SlidevVideo v-click=\"false\" autoplay=\"once\" :loop=\"false\" controls poster=\"/p.png\" timestamp=\"2\">\n  <source src=\"/none.webm\" type=\"video/webm\" />\n  <source src=\"/clip.mp4\" type=\"video/mp4\" />\n  <source src=\"/tone.wav\" />\n  <p>no film</p>\n</SlidevVideo>\n", `<video src="picture:0" aria-label="Film" autoplay=""></video>`},
		"behind":     {"<!-- .slide: data-background-video=\"none.webm, clip.mp4,tone.wav\" data-background-video-loop -->\n# a\n", `<div class="ground"><video src="picture:0" aria-label="Film" autoplay="" loop=""></video></div>`},
		"silent":     {"<!-- .slide: data-background-video=\"clip.mp4,tone.wav\" data-background-video-muted=\"true\" -->\n# a\n", `<div class="ground"><video src="picture:0" aria-label="Film" autoplay="" muted=""></video></div>`},
		"a picture":  {"---\nmarp: true\n---\n\n![bg](clip.mp4)\n\n![](tone.wav)\n", `<div class="ground"><video src="picture:0" aria-label="Film" autoplay="" loop="" muted=""></video></div>`},
	} {
		t.Run(name, func(t *testing.T) {
			d := read(t, "a.md", c.src, "clip.mp4", mp4, "tone.wav", wav)
			if got := d.Slides[0].Views[0].HTML; !strings.Contains(got, c.html) || len(d.Warnings) > 0 {
				t.Errorf("%s, and says %v", got, d.Warnings)
			}
		})
	}
}

// What a film has for browsers that cannot play it is on no slide, so no title tells it.
func TestMediaFallback(t *testing.T) {
	for _, in := range []string{
		"<div><audio src=\"tone.wav\"><h1>SECRET</h1></audio></div>\n\nAlpha\n",
		"<div><video><source src=\"clip.mp4\"><div><h1>SECRET</h1></div></video></div>\n\nAlpha\n",
		"<div><video src=\"none.mp4\"><p><h1>SECRET</h1></p></video></div>\n\nAlpha\n",
	} {
		for _, front := range []string{"", "---\nmarp: true\n---\n\n", "---\ntheme: seriph\n---\n\n"} {
			d := read(t, "a.md", front+in, "clip.mp4", mp4, "tone.wav", wav)
			s := d.Slides[0]
			if strings.Contains(d.Title+s.Title+s.Views[0].HTML+s.Views[0].Text, "SECRET") {
				t.Errorf("%q: deck %q, slide %q: %s", front+in, d.Title, s.Title, s.Views[0].HTML)
			}
		}
	}
}
