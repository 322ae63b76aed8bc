//go:build linux

package imports

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"lectern/app/e2e/harness"
	"lectern/app/live"
)

const (
	viewersInRoom = 20
	pace          = 100 * time.Millisecond
)

// room is the viewers, and who moves them.
type room struct {
	l      *harness.Lectern
	client *http.Client
	missed time.Duration // a delivery that takes so long
	ctx    context.Context
	cancel context.CancelFunc
	all    sync.WaitGroup

	mu    sync.Mutex
	revs  [viewersInRoom]int64 // that each has seen
	news  chan struct{}
	slide int
	wrong []string
	worst [2]measure // while it is quiet, and while files are imported
	loud  int        // which of them now
}

// measure is the worst of what was measured.
type measure struct {
	put, delivery time.Duration
	moves         int
}

func newRoom(l *harness.Lectern, missed time.Duration) *room {
	r := &room{l: l, missed: missed, news: make(chan struct{}, 1), client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 4}}}
	r.ctx, r.cancel = context.WithCancel(context.Background())
	for i := range viewersInRoom {
		r.all.Go(func() { r.follow(i) })
	}
	return r
}

// follow is one stream. It breaks at the end only.
func (r *room) follow(i int) {
	client := &http.Client{Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	q, _ := http.NewRequestWithContext(r.ctx, "GET", r.l.At("/live"), nil)
	res, err := client.Do(q)
	if err != nil {
		r.complain("viewer %d: %v", i, err)
		return
	}
	defer res.Body.Close()
	name := ""
	for lines := bufio.NewScanner(res.Body); lines.Scan(); {
		if n, ok := strings.CutPrefix(lines.Text(), "event: "); ok {
			name = n
		}
		data, ok := strings.CutPrefix(lines.Text(), "data: ")
		if !ok || !harness.IsPosition(name) {
			continue
		}
		var e live.Event
		if err := json.Unmarshal([]byte(data), &e); err != nil {
			r.complain("viewer %d: %v", i, err)
		}
		r.mu.Lock()
		r.revs[i] = e.Rev
		r.mu.Unlock()
		select {
		case r.news <- struct{}{}:
		default:
		}
	}
	if r.ctx.Err() == nil {
		r.complain("viewer %d lost its stream", i)
	}
}

func (r *room) complain(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ctx.Err() == nil && len(r.wrong) < 5 {
		r.wrong = append(r.wrong, fmt.Sprintf(format, args...))
	}
}

// arrived reports whether everybody has seen a revision.
func (r *room) arrived(rev int64) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, have := range r.revs {
		if have < rev {
			return false
		}
	}
	return true
}

// begin moves until leave.
func (r *room) begin() {
	r.all.Go(func() {
		tick := time.NewTicker(pace)
		defer tick.Stop()
		for r.ctx.Err() == nil {
			r.move()
			select {
			case <-tick.C:
			case <-r.ctx.Done():
			}
		}
	})
}

// move moves once, and waits until everybody has seen it.
func (r *room) move() {
	r.mu.Lock()
	r.slide = r.slide%9 + 1
	slide, which := r.slide, r.loud
	r.mu.Unlock()
	begun := time.Now()
	rev, err := r.put(slide)
	took := time.Since(begun)
	if err != nil {
		r.complain("a move: %v", err)
		return
	}
	late := time.NewTimer(r.missed)
	defer late.Stop()
	for !r.arrived(rev) {
		select {
		case <-r.news:
		case <-r.ctx.Done():
			return
		case <-late.C:
			r.complain("revision %d was missed", rev)
			return
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	m := &r.worst[which]
	m.put, m.delivery, m.moves = max(m.put, took), max(m.delivery, time.Since(begun)), m.moves+1
}

func (r *room) put(slide int) (rev int64, err error) {
	q, err := http.NewRequestWithContext(r.ctx, "PUT", r.l.At("/api/decks/1"), strings.NewReader(fmt.Sprintf(`{"current_slide":%d}`, slide)))
	if err != nil {
		return 0, err
	}
	q.Header.Set("Authorization", "Bearer "+r.l.Info.PresenterKey)
	q.Header.Set("Content-Type", "application/json")
	res, err := r.client.Do(q)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	var answer struct{ Rev int64 }
	if err := json.NewDecoder(res.Body).Decode(&answer); err != nil {
		return 0, err
	}
	if res.StatusCode != http.StatusOK {
		return 0, fmt.Errorf("%s", res.Status)
	}
	return answer.Rev, nil
}

// files tells whether what is measured from now on is beside an import.
func (r *room) files(there bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.loud = 0; there {
		r.loud = 1
	}
}

// moves waits for so many more.
func (r *room) moves(n int) {
	r.mu.Lock()
	until := r.worst[0].moves + r.worst[1].moves + n
	r.mu.Unlock()
	harness.Until(r.l.T, 2*harness.Patience, fmt.Sprint(n, " moves"), func() bool {
		r.mu.Lock()
		defer r.mu.Unlock()
		return r.worst[0].moves+r.worst[1].moves >= until || len(r.wrong) > 0
	})
}

func (r *room) leave() {
	r.cancel()
	r.all.Wait()
	r.client.CloseIdleConnections()
}
