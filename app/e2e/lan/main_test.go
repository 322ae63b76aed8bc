//go:build linux

package lan

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"os"
	"os/signal"
	"regexp"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"lectern/app/e2e/harness"
	"lectern/app/kiosk"
	"lectern/app/lan/discovery"
)

// childEnv has this program do one thing in the namespace that it was started in.
const childEnv = "LECTERN_TEST_LAN_CHILD"

func TestMain(m *testing.M) {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	switch what, folder, _ := strings.Cut(os.Getenv(childEnv), " "); what {
	case "browse":
		browse(ctx)
	case "reach":
		reached(ctx)
	case "impostor":
		impostor(ctx, folder)
	case "kiosk":
		runKiosk(ctx, folder)
	case "kiosks":
		runKiosks(ctx, folder)
	default:
		harness.Main(m)
	}
}

// browse writes who is found, a line a round, until it is ended.
func browse(ctx context.Context) {
	out := json.NewEncoder(os.Stdout)
	for ctx.Err() == nil {
		found, err := discovery.Browse(ctx, 500*time.Millisecond, func(string) bool { return false })
		if err != nil {
			fail(err)
		}
		out.Encode(found)
	}
}

// impostor announces that it is the server of an ID, and hands on what it is asked to an
// address, as long as somebody answers there; else it repeats what it heard.
func impostor(ctx context.Context, what string) {
	id, at, _ := strings.Cut(what, " ")
	l, err := net.Listen("tcp", ":4747")
	if err != nil {
		fail(err)
	}
	var heard atomic.Value
	heard.Store([]byte(fmt.Sprintf(`{"id":%q,"name":"Hall A","pages":"stranger"}`, id)))
	go http.Serve(l, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/join.json" {
			fmt.Fprint(w, `<meta name="lectern-stranger">`)
			return
		}
		c := http.Client{Timeout: time.Second}
		if answer, err := c.Get("http://" + at + r.URL.String()); err == nil {
			if body, err := io.ReadAll(answer.Body); err == nil && answer.StatusCode == http.StatusOK {
				heard.Store(body)
			}
			answer.Body.Close()
		}
		w.Write(heard.Load().([]byte))
	}))
	discovery.Service{Name: "Hall A", ID: id, Version: "1", Addr: l.Addr().(*net.TCPAddr)}.Announce(ctx, slog.New(slog.DiscardHandler))
}

// seen is what a kiosk's window has.
type seen struct {
	Ready    bool
	Wanted   string
	Servers  []struct{ ID, Name, Address string }
	Networks []struct{ Name string }
	Trouble  string
	Page     string // the title's element of what it shows
	Slide    int    // that is live
}

// runKiosk is a kiosk without its window. It writes what the window would have, a line
// each time, and reads lines: what a person chooses, as the page sends it.
func runKiosk(ctx context.Context, folder string) {
	c := kiosk.Config{Folder: folder, Query: "name=Wall", Server: os.Getenv("LECTERN_TEST_LAN_SERVER"), Log: slog.New(slog.NewTextHandler(os.Stderr, nil))}
	k, err := kiosk.Open(c)
	if err != nil {
		fail(err)
	}
	base, _, _ := strings.Cut(k.Window(), "/finding/")
	go func() {
		jar, _ := cookiejar.New(nil)
		window := http.Client{Jar: jar}
		for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
			if r, err := window.Get(k.Window()); err == nil {
				r.Body.Close()
			}
			r, err := window.Post(base+"/finding/choice", "application/json", strings.NewReader(lines.Text()))
			if err != nil || r.StatusCode != http.StatusNoContent {
				fail(fmt.Errorf("%s: %v %v", lines.Text(), r, err))
			}
		}
	}()
	over := make(chan struct{})
	go func() {
		defer close(over)
		out := json.NewEncoder(os.Stdout)
		for tick := time.NewTicker(100 * time.Millisecond); ctx.Err() == nil; <-tick.C {
			out.Encode(look(base))
		}
	}()
	if err := k.Run(ctx); err != nil {
		fail(err)
	}
	<-over
}

// look is what the window has at the moment.
func look(base string) (s seen) {
	get := func(path string) []byte {
		request, _ := http.NewRequest("GET", base+path, nil)
		request.Header.Set("Accept", "application/json")
		c := http.Client{Timeout: time.Second / 2}
		r, err := c.Do(request)
		if err != nil {
			return nil
		}
		defer r.Body.Close()
		body, _ := io.ReadAll(r.Body)
		return body
	}
	json.Unmarshal(get("/finding/status"), &s)
	s.Page = ""
	if m := regexp.MustCompile(`<meta name="(lectern-[a-z]+)"`).FindSubmatch(get("/kiosk?name=Wall")); m != nil {
		s.Page = string(m[1])
	}
	var position struct{ Slide int }
	json.Unmarshal(get("/live"), &position)
	s.Slide = position.Slide
	return s
}

func fail(err error) {
	os.Stderr.WriteString(err.Error() + "\n")
	os.Exit(1)
}
