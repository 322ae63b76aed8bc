//go:build linux

package bench

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"math"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"lectern/app/e2e/harness"
)

// People come evenly over this time.
const (
	people   = 1000
	arriving = 10 * time.Second
)

// BenchmarkOpenPage is people who open the address: the page, what it names, the
// slide, the picture, on one new connection each. The floor sends the same
// bytes from its memory.
func BenchmarkOpenPage(b *testing.B) {
	b.Run(fmt.Sprintf("people=%d", people), func(b *testing.B) {
		photo := filepath.Join(b.TempDir(), "photo.jpg")
		if err := os.WriteFile(photo, picture(b), 0o644); err != nil {
			b.Fatal(err)
		}
		l := harness.Start(b, harness.Folder(b), photo)
		l.Follow("/live").Slide(b, 1)
		f := startFloor(b, "127.0.0.1:0")
		base := strings.TrimSuffix(l.Info.URL, "/")
		paths := pageFiles(b, base)
		for _, path := range paths {
			response, err := fetch(http.DefaultClient, base+path)
			if err != nil {
				b.Fatal(err)
			}
			f.keepFile(response)
		}
		ours := open(b, base, paths, l.Cmd.Process.Pid)
		floors := open(b, "http://"+f.addr.String(), paths, f.cmd.Process.Pid)
		beside(b, ours.report, floors.report)
	})
}

// opening is what the people had to wait, and what it cost.
type opening struct {
	waits []time.Duration // of each, up to the picture
	cpu   time.Duration
}

func open(b *testing.B, base string, paths []string, pid int) opening {
	b.Helper()
	o := opening{waits: make([]time.Duration, people)}
	errs := make([]error, people)
	before := processorTime(b, pid)
	tick := time.NewTicker(arriving / people)
	defer tick.Stop()
	var group sync.WaitGroup
	for i := range people {
		<-tick.C
		group.Go(func() {
			began := time.Now()
			client := &http.Client{Transport: &http.Transport{}, Timeout: harness.Patience}
			defer client.CloseIdleConnections()
			for _, path := range paths {
				if _, err := fetch(client, base+path); err != nil {
					errs[i] = err
				}
			}
			o.waits[i] = time.Since(began)
		})
	}
	group.Wait()
	o.cpu = processorTime(b, pid) - before
	if err := errors.Join(errs...); err != nil {
		b.Fatal(err)
	}
	slices.Sort(o.waits)
	return o
}

func (o opening) report(b *testing.B) {
	b.ReportMetric(milliseconds(o.waits[people/2]), "p50-ms")
	b.ReportMetric(milliseconds(o.waits[people*99/100]), "p99-ms")
	b.ReportMetric(milliseconds(o.waits[people-1]), "last-ms")
	b.ReportMetric(o.cpu.Seconds()*1000/people, "cpu-s/1000")
}

// pageFiles lists what a browser loads: the page, what it names, the slide and
// its smallest picture.
func pageFiles(b *testing.B, base string) []string {
	b.Helper()
	page, err := fetch(http.DefaultClient, base+"/")
	if err != nil {
		b.Fatal(err)
	}
	paths := []string{"/"}
	for _, name := range regexp.MustCompile(`"(/assets/[^"]+\.(?:js|css))"`).FindAllSubmatch(page.Body, -1) {
		paths = append(paths, string(name[1]))
	}
	answer, err := fetch(http.DefaultClient, base+"/decks/1/slides/1")
	if err != nil {
		b.Fatal(err)
	}
	var slide struct {
		Picture *struct {
			URL    string
			Widths []int
		}
	}
	if err := json.Unmarshal(answer.Body, &slide); err != nil || slide.Picture == nil {
		b.Fatalf("the slide has no picture: %s, %v", answer.Body, err)
	}
	return append(paths, "/decks/1/slides/1", fmt.Sprintf("%s/%d", slide.Picture.URL, slices.Min(slide.Picture.Widths)))
}

// fetch gets a file, which must be there and not be empty.
func fetch(client *http.Client, url string) (file, error) {
	res, err := client.Get(url)
	if err != nil {
		return file{}, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err == nil && (res.StatusCode != http.StatusOK || len(body) == 0) {
		err = fmt.Errorf("%s: %s, %d bytes", url, res.Status, len(body))
	}
	res.Header.Del("Date")
	return file{res.Request.URL.Path, res.Header, body}, err
}

// picture is a photograph's size and about its weight.
func picture(b *testing.B) []byte {
	img := image.NewRGBA(image.Rect(0, 0, 1920, 1080))
	for y := range 1080 {
		for x := range 1920 {
			wave := math.Sin(float64(x)/23) + math.Cos(float64(y)/17) + math.Sin(float64(x*y)/9000)
			img.Set(x, y, color.RGBA{uint8(128 + 40*wave), uint8(x / 8), uint8(y / 5), 255})
		}
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, &jpeg.Options{Quality: 85}); err != nil {
		b.Fatal(err)
	}
	return out.Bytes()
}
