package browser

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"

	"lectern/app/e2e/harness"
)

// saves is how often each deck is saved.
const saves = 15

// BenchmarkSaveToScreen is from the save of a deck of so many slides until a follower
// has painted it. The floor is a program that hears of the save and sends what is in
// the file to a page that shows it.
func BenchmarkSaveToScreen(b *testing.B) {
	startChromium(b)
	for _, slides := range []int{30, 500} {
		b.Run(fmt.Sprintf("slides=%d", slides), func(b *testing.B) {
			b.Run("lectern", func(b *testing.B) {
				file := harness.Write(b, "talk.md", longTalk(slides, 0))
				l := harness.ServeForPDF(b, file)
				screen := newBrowser(b).open(l.At("/"))
				l.Until("the deck", func() bool { return strings.Contains(l.Out.String(), "Follows talk.md") })
				reportSaves(b, screen, "#view", file, slides)
			})
			b.Run("floor", func(b *testing.B) {
				file := filepath.Join(b.TempDir(), "talk.md")
				if err := os.WriteFile(file, []byte(longTalk(slides, 0)), 0o644); err != nil {
					b.Fatal(err)
				}
				s := httptest.NewServer(least(b, file))
				b.Cleanup(s.CloseClientConnections)
				reportSaves(b, newBrowser(b).open(s.URL), "#view", file, slides)
			})
		})
	}
}

func longTalk(slides, save int) string {
	var t strings.Builder
	for i := range slides {
		if i > 0 {
			t.WriteString("\n---\n\n")
		}
		fmt.Fprintf(&t, "# Slide %d\n\nWords **about** the `thing` %d\n\n- one\n- two\n- three\n", i+1, i)
		if i == 0 {
			fmt.Fprintf(&t, "\nsave %d.\n", save)
		}
	}
	return t.String()
}

func reportSaves(b *testing.B, screen *tab, where, file string, slides int) {
	b.Helper()
	painted := func(n int) string {
		return fmt.Sprintf(`new Promise((done) => {
			const look = () => document.querySelector(%q)?.innerText.includes("save %d.") ? requestAnimationFrame(() => setTimeout(() => done(true))) : setTimeout(look, 1);
			look();
		})`, where, n)
	}
	js[bool](screen, painted(0))
	var took []time.Duration
	for n := 1; n <= saves; n++ {
		text := longTalk(slides, n)
		began := time.Now()
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			b.Fatal(err)
		}
		js[bool](screen, painted(n))
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(took[len(took)/2].Seconds(), "median-s")
	b.ReportMetric(took[len(took)-1].Seconds(), "worst-s")
}

// least is the floor.
func least(b *testing.B, file string) http.Handler {
	w, err := fsnotify.NewWatcher()
	if err == nil {
		err = w.Add(filepath.Dir(file))
	}
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { w.Close() })
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Write([]byte(`<!doctype html><link rel="icon" href="data:,"><pre id="view"></pre><script>new EventSource("/live").onmessage = (e) => document.getElementById("view").textContent = e.data</script>`))
	})
	mux.HandleFunc("/live", func(out http.ResponseWriter, r *http.Request) {
		out.Header().Set("Content-Type", "text/event-stream")
		send := func() {
			text, err := os.ReadFile(file)
			if err == nil && len(text) > 0 {
				fmt.Fprintf(out, "data: %s\n\n", strings.ReplaceAll(string(text), "\n", "\ndata: "))
				out.(http.Flusher).Flush()
			}
		}
		send()
		for {
			select {
			case <-r.Context().Done():
				return
			case <-w.Events:
				send()
			}
		}
	})
	return mux
}
