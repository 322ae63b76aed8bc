package browser

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"lectern/app/e2e/harness"
)

// screens are what pages must fit: a phone in both directions, a laptop, a wall.
var screens = [][2]int64{{390, 844}, {844, 390}, {1366, 768}, {3840, 2160}}

// box is where something stands, in CSS pixels.
type box struct{ Left, Top, Width, Height float64 }

// TestSizes: the slide fits any screen, centred, as large as can be, and nothing
// scrolls.
func TestSizes(t *testing.T) {
	t.Parallel()
	startChromium(t)
	l := harness.ServeForPDF(t, harness.Write(t, "talk.md", harness.Talk(3)), harness.Write(t, "talk.pdf", string(harness.PDF(2))))
	decks := map[int64][]harness.Slide{1: l.Slides(1), 2: l.Slides(2)}
	b := newBrowser(t)
	pages := []*tab{b.open(l.At("/")), b.open(l.At("/kiosk"))}
	for id := range int64(2) {
		s := decks[id+1]
		l.Put(id+1, `{"live":true}`)
		for _, p := range pages {
			p.shows(s[0])
			schemes := []string{light}
			if harness.All() {
				schemes = append(schemes, dark)
			}
			for _, scheme := range schemes {
				for _, size := range screens {
					p.resize(size[0], size[1], scheme)
					p.still(fmt.Sprintf("slide, %d x %d, %s", size[0], size[1], scheme))
					p.shows(s[0])
					p.fits(size, aspect(p))
				}
			}
		}
	}
	// Between talks as well: an hour of clock on a wall, a sentence on a phone.
	l.Put(2, `{"live":false}`)
	pages[0].waits("the end", `!document.getElementById("waiting").hidden`)
	pages[1].waits("the clock", `!document.getElementById("idle").hidden`)
	for _, p := range pages {
		for _, size := range screens {
			p.resize(size[0], size[1], dark)
			p.still(fmt.Sprintf("waiting, %d x %d", size[0], size[1]))
			p.inside(`:is(#waiting, #idle) :is(h1, p, time, img):not([hidden])`, size)
		}
	}
}

// still checks that nothing of the page is beyond its edges: no scrollbar, and
// no scrolling without one.
func (p *tab) still(where string) {
	p.t.Helper()
	// Two frames: what watches sizes has done its work then.
	got := js[[]float64](p, `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => {
		const root = document.documentElement, body = document.body;
		window.scrollTo(500, 500);
		done([root.scrollWidth - innerWidth, root.scrollHeight - innerHeight, innerWidth - root.clientWidth,
			innerHeight - root.clientHeight, body.scrollWidth - innerWidth, body.scrollHeight - innerHeight, scrollX, scrollY]);
	})))`)
	for _, beyond := range got {
		if beyond > 0 {
			p.t.Errorf("%s: %s: beyond the edges, scrollbars, scrolled: %v", p.url, where, got)
			return
		}
	}
}

// aspect is the shape of the slide that the page shows.
func aspect(p *tab) float64 {
	p.t.Helper()
	return js[float64](p, fmt.Sprintf(`(() => {
		const image = %s.querySelector(".slide-picture > *");
		return image ? (image.naturalWidth || image.width) / (image.naturalHeight || image.height) : 16 / 9;
	})()`, plane))
}

// fits checks that the slide is the largest of its shape on the screen, and in
// its middle.
func (p *tab) fits(screen [2]int64, aspect float64) {
	p.t.Helper()
	w, h := float64(screen[0]), float64(screen[1])
	want := box{Width: min(w, h*aspect), Height: min(h, w/aspect)}
	want.Left, want.Top = (w-want.Width)/2, (h-want.Height)/2
	// A picture's element fills the screen, and object-fit places it within.
	where := fmt.Sprintf(`(() => {
		const image = %[1]s.querySelector(".slide-picture > *"); // a canvas on a kiosk
		const r = (image || %[1]s.firstElementChild).getBoundingClientRect();
		if (!image) return {Left: r.left, Top: r.top, Width: r.width, Height: r.height};
		const style = getComputedStyle(image), own = {width: image.naturalWidth || image.width, height: image.naturalHeight || image.height};
		const scale = Math.min(r.width / own.width, r.height / own.height);
		if (style.objectFit !== "contain" || style.objectPosition !== "50%% 50%%") return {Left: -1};
		const width = own.width * scale, height = own.height * scale;
		return {Left: r.left + (r.width - width) / 2, Top: r.top + (r.height - height) / 2, Width: width, Height: height};
	})()`, plane)
	var got box
	p.soon(func() bool {
		got = js[box](p, where)
		return near(got.Left, want.Left) && near(got.Top, want.Top) && near(got.Width, want.Width) && near(got.Height, want.Height)
	}, func() {
		p.t.Fatalf("%s: %v: the slide is at %+v, want %+v", p.url, screen, got, want)
	})
}

func near(a, b float64) bool { return math.Abs(a-b) <= 1 }

// soon waits for a condition that is asked for from outside the page.
func (p *tab) soon(ok func() bool, never func()) {
	p.t.Helper()
	for deadline := time.Now().Add(harness.Patience); !ok(); {
		if time.Now().After(deadline) {
			never()
		}
		js[any](p, `new Promise((done) => requestAnimationFrame(() => done(null)))`)
	}
}

// inside checks that every element that a selector finds, and that has a size,
// is on the screen.
func (p *tab) inside(selector string, screen [2]int64) {
	p.t.Helper()
	out := js[[]string](p, fmt.Sprintf(`[...document.querySelectorAll(%s)].filter((e) => {
		const r = e.getBoundingClientRect();
		return r.width > 0 && (r.left < -0.5 || r.top < -0.5 || r.right > innerWidth + 0.5 || r.bottom > innerHeight + 0.5);
	}).map((e) => e.className + " " + e.innerText)`, quote(selector)))
	if len(out) > 0 {
		p.t.Errorf("%s: %v: cut off: %s", p.url, screen, strings.Join(out, "; "))
	}
}
