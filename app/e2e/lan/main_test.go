//go:build linux

package lan

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"regexp"
	"strings"
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
	case "kiosk":
		runKiosk(ctx, folder)
	default:
		harness.Main(m)
	}
}

// browse writes who is found, a line a round, until it is ended.
func browse(ctx context.Context) {
	out := json.NewEncoder(os.Stdout)
	for ctx.Err() == nil {
		found, err := discovery.Browse(ctx, 500*time.Millisecond)
		if err != nil {
			fail(err)
		}
		out.Encode(found)
	}
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
	go func() {
		for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
			r, err := http.Post(strings.TrimSuffix(k.Window(), "/kiosk?name=Wall&program")+"/finding/choice", "application/json", strings.NewReader(lines.Text()))
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
			out.Encode(look(k.Window()))
		}
	}()
	if err := k.Run(ctx); err != nil {
		fail(err)
	}
	<-over
}

// look is what the window has at the moment.
func look(window string) (s seen) {
	base := strings.TrimSuffix(window, "/kiosk?name=Wall&program")
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
