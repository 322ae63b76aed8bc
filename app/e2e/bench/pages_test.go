//go:build linux

package bench

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"mime/multipart"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"lectern/app/e2e/harness"
	"lectern/app/live"
)

// A page's small picture is what a screen shows first; screen is how wide one is.
const (
	small  = 480
	screen = 1920
)

// pdf is a file that no other is the same as.
func pdf(pages, number int) []byte {
	return fmt.Appendf(harness.PDF(pages), "%% %d\n", number)
}

// sent is a body that notes when its last byte is taken.
type sent struct {
	io.Reader
	at time.Time
}

func (s *sent) Read(p []byte) (int, error) {
	n, err := s.Reader.Read(p)
	s.at = time.Now()
	return n, err
}

// upload posts a PDF and returns the answer, and when its last byte was sent.
func upload(url, key string, data []byte) (answer []byte, last time.Time, err error) {
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	part, err := w.CreateFormFile("file", "talk.pdf")
	if err != nil {
		return nil, last, err
	}
	part.Write(data)
	w.Close()
	body := &sent{Reader: &form}
	r, err := http.NewRequest("POST", url, body)
	if err != nil {
		return nil, last, err
	}
	r.Header.Set("Authorization", "Bearer "+key)
	r.Header.Set("Content-Type", w.FormDataContentType())
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, last, err
	}
	defer res.Body.Close()
	answer, err = io.ReadAll(res.Body)
	if err == nil && res.StatusCode >= 300 {
		err = fmt.Errorf("%s: %s", res.Status, answer)
	}
	return answer, body.at, err
}

// uploadDeck has Lectern import a PDF, and returns its deck.
func uploadDeck(b *testing.B, l *harness.Lectern, data []byte) (id int64, last time.Time) {
	b.Helper()
	answer, last, err := upload(l.Info.URL+"api/decks", l.Info.PresenterKey, data)
	var deck struct{ ID int64 }
	if err == nil {
		err = json.Unmarshal(answer, &deck)
	}
	if err != nil {
		b.Fatal(err)
	}
	return deck.ID, last
}

// fetchPage gets what a screen shows of a slide, its words and its picture, and
// returns them.
func fetchPage(b *testing.B, l *harness.Lectern, id int64, slide, width int) (view, picture file) {
	b.Helper()
	base := strings.TrimSuffix(l.Info.URL, "/")
	view, err := fetch(http.DefaultClient, fmt.Sprintf("%s/decks/%d/slides/%d", base, id, slide))
	if err != nil {
		b.Fatal(err)
	}
	var v harness.Slide
	if err := json.Unmarshal(view.Body, &v); err != nil || v.Picture == nil {
		b.Fatalf("slide %d is %s", slide, view.Body)
	}
	picture, err = fetch(http.DefaultClient, fmt.Sprintf("%s%s/%d", base, v.Picture.URL, width))
	if err != nil {
		b.Fatal(err)
	}
	return view, picture
}

// BenchmarkFirstPage is from the last byte of an uploaded PDF to its first slide on a
// screen that follows, words and picture; and to the picture as wide as the screen.
// The floor takes the same bytes, and gives the same answers from its memory.
func BenchmarkFirstPage(b *testing.B) {
	for _, pages := range []int{1, 1000} {
		b.Run(fmt.Sprintf("pages=%d", pages), func(b *testing.B) {
			const times = 5
			l := harness.Start(b, harness.PreparedForPDF(b))
			uploadDeck(b, l, pdf(1, -1)) // the engine is warm
			f := startFloor(b, "127.0.0.1:0")
			v := l.Follow("/live")
			var shown, sharp, floors []time.Duration
			for i := range times {
				data := pdf(pages, i)
				id, last := uploadDeck(b, l, data)
				var err error
				l.Put(id, `{"live":true}`)
				v.Sees(b, "the new deck", func(_ string, e live.Event) bool { return e.Deck == id })
				view, picture := fetchPage(b, l, id, 1, small)
				shown = append(shown, time.Since(last))
				fetchPage(b, l, id, 1, screen)
				sharp = append(sharp, time.Since(last))
				f.keepFile(view)
				f.keepFile(picture)
				if _, last, err = upload("http://"+f.addr.String()+"/upload", "", data); err != nil {
					b.Fatal(err)
				}
				for _, path := range []string{view.Path, picture.Path} {
					if _, err := fetch(http.DefaultClient, "http://"+f.addr.String()+path); err != nil {
						b.Fatal(err)
					}
				}
				floors = append(floors, time.Since(last))
			}
			beside(b, func(b *testing.B) {
				b.ReportMetric(milliseconds(median(shown)), "shown-ms")
				b.ReportMetric(milliseconds(slices.Max(shown)), "shown-worst-ms")
				b.ReportMetric(milliseconds(median(sharp)), "sharp-ms")
			}, func(b *testing.B) {
				b.ReportMetric(milliseconds(median(floors)), "shown-ms")
				b.ReportMetric(milliseconds(slices.Max(floors)), "shown-worst-ms")
			})
		})
	}
}

// BenchmarkUndrawn is from a move to a page that nobody has drawn, to its words and
// its picture on a screen. The floor is the same moves once all is drawn.
func BenchmarkUndrawn(b *testing.B) {
	const pages, moves = 1000, 20
	l := harness.Start(b, harness.PreparedForPDF(b))
	v := l.Follow("/live")
	id, _ := uploadDeck(b, l, pdf(pages, 0))
	l.Put(id, `{"live":true}`)
	jump := func() (shown, sharp []time.Duration) {
		for i := range moves {
			slide := pages - i*7 // where the background comes last
			began := time.Now()
			l.Put(id, fmt.Sprintf(`{"current_slide":%d}`, slide))
			v.Slide(b, slide)
			fetchPage(b, l, id, slide, small)
			shown = append(shown, time.Since(began))
			fetchPage(b, l, id, slide, screen)
			sharp = append(sharp, time.Since(began))
		}
		return shown, sharp
	}
	report := func(shown, sharp []time.Duration) func(*testing.B) {
		return func(b *testing.B) {
			b.ReportMetric(milliseconds(median(shown)), "shown-ms")
			b.ReportMetric(milliseconds(slices.Max(shown)), "shown-worst-ms")
			b.ReportMetric(milliseconds(slices.Max(sharp)), "sharp-worst-ms")
		}
	}
	ours := report(jump())
	beside(b, ours, report(jump()))
}

// BenchmarkBehind is moves of a running talk, from the request to its answer, while a
// PDF of a thousand pages is read and drawn behind it. The floor is the same moves
// while nothing is.
func BenchmarkBehind(b *testing.B) {
	const pages, moves = 1000, 300
	l := harness.Start(b, harness.PreparedForPDF(b))
	l.Upload("talk.md", []byte(harness.Talk(20)))
	l.Put(1, `{"live":true}`)
	v := l.Follow("/live")
	play := func() []time.Duration {
		var waits []time.Duration
		for i := range moves {
			slide := 2 + i%2
			began := time.Now()
			l.Put(1, fmt.Sprintf(`{"current_slide":%d}`, slide))
			waits = append(waits, time.Since(began))
			v.Slide(b, slide)
			time.Sleep(time.Duration(30+rand.IntN(20)) * time.Millisecond)
		}
		slices.Sort(waits)
		return waits
	}
	floors := play()
	uploaded := make(chan error, 1)
	go func() {
		_, _, err := upload(l.Info.URL+"api/decks", l.Info.PresenterKey, pdf(pages, 0))
		uploaded <- err
	}()
	ours := play()
	if err := <-uploaded; err != nil {
		b.Fatal(err)
	}
	var left int
	if err := l.Connect().QueryRow(b.Context(), `SELECT count(*) FROM pictures p WHERE original IS NOT NULL AND NOT EXISTS (SELECT FROM readings r WHERE r.hash = p.hash)`).Scan(&left); err != nil {
		b.Fatal(err)
	}
	report := func(waits []time.Duration) func(*testing.B) {
		return func(b *testing.B) {
			b.ReportMetric(milliseconds(waits[moves/2]), "p50-ms")
			b.ReportMetric(milliseconds(waits[moves*99/100]), "p99-ms")
			b.ReportMetric(milliseconds(waits[moves-1]), "last-ms")
		}
	}
	beside(b, func(b *testing.B) {
		report(ours)(b)
		b.ReportMetric(float64(left), "pages-left") // none of them would be no measurement
	}, report(floors))
}

// BenchmarkDrawDeck is a whole deck drawn as wide as a projector. The floor is
// poppler's pdftoppm, on one processor.
func BenchmarkDrawDeck(b *testing.B) {
	const pages = 100
	toPPM, err := exec.LookPath("pdftoppm")
	if err != nil {
		b.Skip("there is no pdftoppm to compare with: install poppler-utils")
	}
	data := pdf(pages, 0)
	path := filepath.Join(b.TempDir(), "talk.pdf")
	if err := os.WriteFile(path, data, 0o644); err != nil {
		b.Fatal(err)
	}
	began := time.Now()
	cmd := exec.Command("taskset", "-c", "0", toPPM, "-png", "-scale-to-x", fmt.Sprint(screen), "-scale-to-y", "-1", path, filepath.Join(b.TempDir(), "page"))
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("pdftoppm: %v %s", err, out)
	}
	floors := time.Since(began)

	l := harness.Start(b, harness.PreparedForPDF(b))
	began = time.Now()
	id, _ := uploadDeck(b, l, data)
	for _, slide := range l.Slides(id) {
		harness.Until(b, harness.Patience, "a page", func() bool {
			status, _ := l.Ask("GET", fmt.Sprintf("%s/%d", slide.Picture.URL, screen), "")
			return status == 200
		})
	}
	ours := time.Since(began)
	besideSeconds(b, []time.Duration{ours}, []time.Duration{floors})
}
