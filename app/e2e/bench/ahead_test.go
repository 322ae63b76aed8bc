//go:build linux

package bench

import (
	"archive/zip"
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"lectern/app/e2e/harness"
	"lectern/app/e2e/load"
)

// A tempo is how somebody presents: so many moves, and a rest, some times over.
type tempo struct {
	name         string
	times, moves int
	apart, rest  time.Duration
}

var tempos = []tempo{
	{"every2s", 1, 10, 2 * time.Second, 0},
	{"5-a-second", 3, 5, 200 * time.Millisecond, 10 * time.Second},
}

// aheadSlides are those of the deck, enough for no slide to come twice.
const aheadSlides = 24

// BenchmarkAhead measures what pages cost that have the next views before the move,
// beside the same pages that ask at the move (ask), and beside the floor, whose
// viewers get an event of the same size and need nothing else. The deck is of
// photographs, some 300 kB each at the width of the screens. Its times are from
// before the request that moves to when a page has all that it needs, by pages that
// were not overtaken by the next move; everything that is asked for is counted, the
// reports of what is shown, too. One page in fifty opens its bundle: the others'
// work is their phones'.
func BenchmarkAhead(b *testing.B) {
	n := roomSizes(b)[0]
	if os.Getenv("LECTERN_BENCH_VIEWERS") == "" {
		n = 1000
	}
	l := &subject{Lectern: harness.Start(b, harness.Folder(b), photographs(b, aheadSlides)), slide: 1, of: aheadSlides}
	l.Slides(1)
	f := startFloor(b, "127.0.0.1:0")
	for _, t := range tempos {
		b.Run(fmt.Sprintf("viewers=%d/%s", n, t.name), func(b *testing.B) {
			ask := l.present(b, t, n, load.PageOptions{Width: 1920})
			ahead := l.present(b, t, n, load.PageOptions{Width: 1920, Ahead: true, Open: 50})
			beside(b, ahead.report, f.present(b, t, n).report)
			b.Run("ask", func(b *testing.B) {
				b.ReportMetric(0, "ns/op")
				ask.report(b)
			})
		})
	}
}

// presented is what a talk at a tempo cost.
type presented struct {
	pages, moves int
	latencies    []time.Duration
	traffic      load.Traffic
	cpu          time.Duration // of the server
	floor        bool
}

// present gives the talk to pages that come in at its first slide.
func (s *subject) present(b *testing.B, t tempo, n int, opt load.PageOptions) *presented {
	b.Helper()
	s.Put(1, `{"live":false}`)
	s.Put(1, `{"live":true,"current_slide":1}`)
	s.slide = 1
	pages := load.OpenPages(s.Info.URL, n, opt)
	defer func() {
		if err := pages.Close(); err != nil {
			b.Error(err)
		}
	}()
	s.Presence(n)
	if opt.Ahead {
		harness.Until(b, 4*harness.Patience, "the pages to be ahead", func() bool { return pages.Holding() == n || pages.Err() != nil })
	}
	before, cpu := pages.Traffic(), processorTime(b, s.Cmd.Process.Pid)
	made := t.play(s.byPUT)
	// The reports come over a time of their own.
	time.Sleep(5 * time.Second)
	p := &presented{pages: n, moves: len(made), traffic: pages.Traffic(), cpu: processorTime(b, s.Cmd.Process.Pid) - cpu}
	p.traffic.Asked -= before.Asked
	p.traffic.AskedBytes -= before.AskedBytes
	p.traffic.Ahead -= before.Ahead
	p.traffic.AheadBytes -= before.AheadBytes
	p.traffic.Seen -= before.Seen
	for _, m := range made {
		for _, at := range pages.Shown(m.Rev) {
			p.latencies = append(p.latencies, time.Duration(at-m.At))
		}
	}
	return p
}

func (f *floor) present(b *testing.B, t tempo, n int) *presented {
	b.Helper()
	crowd, err := load.Join(f.addr, n, load.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer crowd.Close()
	await(b, crowd, 0)
	cpu := processorTime(b, f.cmd.Process.Pid)
	made := t.play(f.move)
	await(b, crowd, made[len(made)-1].Rev)
	p := &presented{pages: n, moves: len(made), cpu: processorTime(b, f.cmd.Process.Pid) - cpu, floor: true}
	arrivals := crowd.Arrivals()
	for _, m := range made {
		for _, at := range arrivals[m.Rev] {
			p.latencies = append(p.latencies, time.Duration(at-m.At))
		}
	}
	return p
}

// play makes the moves.
func (t tempo) play(move func() moved) (made []moved) {
	for i := range t.times {
		if i > 0 {
			time.Sleep(t.rest)
		}
		for range t.moves {
			began := time.Now()
			made = append(made, move())
			time.Sleep(t.apart - time.Since(began))
		}
	}
	return made
}

func (p *presented) report(b *testing.B) {
	each := float64(p.pages * p.moves)
	slices.Sort(p.latencies)
	if len(p.latencies) > 0 {
		b.ReportMetric(milliseconds(p.latencies[len(p.latencies)/2]), "p50-ms")
		b.ReportMetric(milliseconds(p.latencies[len(p.latencies)*99/100]), "p99-ms")
	}
	b.ReportMetric(100*float64(len(p.latencies))/each, "%-reached")
	b.ReportMetric(milliseconds(p.cpu)/float64(p.moves), "cpu-ms/move")
	if p.floor {
		return
	}
	b.ReportMetric(float64(p.traffic.Asked)/each, "requests-at-the-move")
	b.ReportMetric(float64(p.traffic.Ahead)/each, "requests-ahead")
	b.ReportMetric(float64(p.traffic.Seen)/each, "reports")
	b.ReportMetric(float64(p.traffic.AskedBytes)/1000/each, "kB-at-the-move")
	b.ReportMetric(float64(p.traffic.AheadBytes)/1000/each, "kB-ahead")
}

// photographs is a zip of n of them: smooth forms with grain, as cameras see.
func photographs(b *testing.B, n int) string {
	b.Helper()
	var zipped bytes.Buffer
	z := zip.NewWriter(&zipped)
	grain := rand.New(rand.NewPCG(1, 2))
	for i := range n {
		img := image.NewYCbCr(image.Rect(0, 0, 1920, 1080), image.YCbCrSubsampleRatio420)
		for at := range img.Y {
			x, y := at%img.YStride, at/img.YStride
			img.Y[at] = byte(60+(x*(i+3)/64+y*(i+5)/48)%120) + byte(grain.IntN(18))
		}
		for at := range img.Cb {
			img.Cb[at], img.Cr[at] = byte(100+i*5), byte(160-i*4)
		}
		w, err := z.Create(fmt.Sprintf("%02d.jpg", i+1))
		if err == nil {
			err = jpeg.Encode(w, img, &jpeg.Options{Quality: 72})
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		b.Fatal(err)
	}
	file := filepath.Join(b.TempDir(), "photographs.zip")
	if err := os.WriteFile(file, zipped.Bytes(), 0o644); err != nil {
		b.Fatal(err)
	}
	return file
}
