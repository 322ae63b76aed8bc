//go:build linux

package bench

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"lectern/app/e2e/load"
	"lectern/app/live"
	"lectern/app/sealed"
)

// The floor of a fan-out is the least that net/http can do: one shared frame,
// one goroutine a viewer, published in the process itself. It runs in a process
// of its own, as what it is compared with does: this program, started again
// with floorEnv set to the address to listen on. It ends with its standard
// input.
const floorEnv = "LECTERN_BENCH_FLOOR"

// Before TestMain, which would build the binary once more.
func init() {
	addr := os.Getenv(floorEnv)
	if addr == "" {
		return
	}
	l, err := net.Listen("tcp", addr)
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println(l.Addr())
	go func() {
		io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	b := &broadcaster{viewers: map[chan []byte]struct{}{}, files: map[string]file{}}
	b.frame = b.encode()
	http.HandleFunc("GET /live", b.stream)
	http.HandleFunc("POST /move", b.move)
	http.HandleFunc("POST /files", b.keep)
	http.HandleFunc("POST /upload", func(_ http.ResponseWriter, r *http.Request) { io.Copy(io.Discard, r.Body) })
	http.HandleFunc("GET /", b.file)
	fmt.Println(http.Serve(l, nil))
	os.Exit(1)
}

// broadcaster is the floor itself.
type broadcaster struct {
	mu      sync.Mutex
	rev     int64
	frame   []byte
	viewers map[chan []byte]struct{}
	files   map[string]file
}

// moved answers a move: its revision, and the moment before it was published.
type moved struct {
	Rev int64
	At  load.Moment
}

// file is a response that the floor repeats.
type file struct {
	Path   string
	Header http.Header
	Body   []byte
}

// encode makes a frame as large as Lectern's.
func (b *broadcaster) encode() []byte {
	b.rev++
	data, _ := json.Marshal(live.Event{Deck: 1, Slide: 1, Slides: 9, Rev: b.rev, At: time.Now().UTC().Format("2006-01-02T15:04:05.000Z"), Content: 1, Key: sealed.Key{}.String()})
	return fmt.Appendf(nil, "id: %d\nevent: slide\ndata: %s\n\n", b.rev, data)
}

func (b *broadcaster) move(w http.ResponseWriter, _ *http.Request) {
	b.mu.Lock()
	at := load.Now()
	b.frame = b.encode()
	for v := range b.viewers {
		select {
		case v <- b.frame:
		default:
		}
	}
	answer := moved{b.rev, at}
	b.mu.Unlock()
	json.NewEncoder(w).Encode(answer)
}

func (b *broadcaster) stream(w http.ResponseWriter, r *http.Request) {
	v := make(chan []byte, 1)
	b.mu.Lock()
	frame := b.frame
	b.viewers[v] = struct{}{}
	b.mu.Unlock()
	defer func() {
		b.mu.Lock()
		delete(b.viewers, v)
		b.mu.Unlock()
	}()
	var beat <-chan time.Time // a page's
	if r.FormValue("viewer") != "" {
		tick := time.NewTicker(10 * time.Second)
		defer tick.Stop()
		beat = tick.C
	}
	w.Header().Set("Content-Type", "text/event-stream")
	for {
		if _, err := w.Write(frame); err != nil {
			return
		}
		w.(http.Flusher).Flush()
		select {
		case frame = <-v:
		case <-beat:
			frame = []byte(":\n\nevent: ping\ndata: {}\n\n")
		case <-r.Context().Done():
			return
		}
	}
}

func (b *broadcaster) keep(_ http.ResponseWriter, r *http.Request) {
	var f file
	if json.NewDecoder(r.Body).Decode(&f) == nil {
		b.mu.Lock()
		b.files[f.Path] = f
		b.mu.Unlock()
	}
}

func (b *broadcaster) file(w http.ResponseWriter, r *http.Request) {
	b.mu.Lock()
	f := b.files[r.URL.Path]
	b.mu.Unlock()
	for name, values := range f.Header {
		w.Header()[name] = values
	}
	w.Write(f.Body)
}

// floor is a running broadcaster.
type floor struct {
	t    testing.TB
	cmd  *exec.Cmd
	in   io.Closer
	addr netip.AddrPort
}

// startFloor starts one on an address, "127.0.0.1:0" for any port.
func startFloor(t testing.TB, addr string) *floor {
	t.Helper()
	f := &floor{t: t, cmd: exec.Command(os.Args[0])}
	f.cmd.Env = append(os.Environ(), floorEnv+"="+addr)
	f.cmd.Stderr = os.Stderr
	in, err := f.cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	f.in = in
	out, err := f.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := f.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.end)
	var line string
	if _, err := fmt.Fscanln(out, &line); err != nil {
		t.Fatalf("the floor printed no address: %v", err)
	}
	if f.addr, err = netip.ParseAddrPort(line); err != nil {
		t.Fatalf("the floor printed %q", line)
	}
	return f
}

// end stops it. It may be called twice.
func (f *floor) end() {
	f.in.Close()
	f.cmd.Wait()
}

// move publishes once, and returns the revision and the moment before.
func (f *floor) move() moved {
	f.t.Helper()
	var m moved
	f.post("/move", "", &m)
	return m
}

// keepFile has it serve a response.
func (f *floor) keepFile(response file) {
	f.t.Helper()
	b, _ := json.Marshal(response)
	f.post("/files", string(b), nil)
}

func (f *floor) post(path, body string, answer any) {
	f.t.Helper()
	res, err := http.Post("http://"+f.addr.String()+path, "application/json", strings.NewReader(body))
	if err != nil {
		f.t.Fatal(err)
	}
	defer res.Body.Close()
	if answer != nil {
		err = json.NewDecoder(res.Body).Decode(answer)
	} else {
		_, err = io.Copy(io.Discard, res.Body)
	}
	if err != nil {
		f.t.Fatal(err)
	}
}
