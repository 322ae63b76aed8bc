//go:build linux

package rig

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/app/live"
)

// pace is each of the two movers': together they move every 50 ms.
const pace = 100 * time.Millisecond

// moveLimit is how long a mover waits for the answer to one move.
const moveLimit = 2 * time.Second

// talk moves the deck and remembers what was answered.
type talk struct {
	r      *rig
	client *http.Client

	ctx    context.Context
	cancel context.CancelFunc
	movers sync.WaitGroup
	asleep atomic.Bool // nobody moves

	sqlMu sync.Mutex
	conn  *pgx.Conn

	mu       sync.Mutex
	next     int           // counts moves, whose slides it gives
	accepted map[int64]int // the slide of each accepted revision
	last     int64         // the highest accepted revision
	doubt    map[int]bool  // slides of moves that got no answer, or a refusal
	seen     map[int64]int // the slide of each revision that any viewer saw
	refused  int
	wrong    []string
}

func newTalk(r *rig) *talk {
	k := &talk{
		r: r, client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 4}},
		next: 1, accepted: map[int64]int{}, doubt: map[int]bool{1: true}, seen: map[int64]int{},
	}
	k.ctx, k.cancel = context.WithCancel(context.Background())
	r.t.Cleanup(k.close)
	return k
}

// begin lets the two movers move until stop.
func (k *talk) begin() {
	k.movers.Go(func() { k.every(0, k.put) })
	k.movers.Go(func() { k.every(pace/2, k.update) })
}

func (k *talk) every(after time.Duration, move func(context.Context) error) {
	<-time.After(after)
	tick := time.NewTicker(pace)
	defer tick.Stop()
	for k.ctx.Err() == nil {
		if !k.asleep.Load() {
			move(k.ctx)
		}
		select {
		case <-k.ctx.Done():
		case <-tick.C:
		}
	}
}

// stop ends the movers. A move under way stays in doubt.
func (k *talk) stop() {
	k.cancel()
	k.movers.Wait()
}

func (k *talk) close() {
	k.stop()
	k.client.CloseIdleConnections()
	k.sqlMu.Lock()
	defer k.sqlMu.Unlock()
	k.hangUp()
}

// take chooses the next slide. It also returns the highest accepted revision,
// which a move that begins now must not fall behind.
func (k *talk) take() (slide int, floor int64) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.next++
	slide = k.next%slideCount + 1
	k.doubt[slide] = true // until it is accepted
	return slide, k.last
}

func (k *talk) accept(slide int, rev, floor int64, how string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.doubt, slide)
	if rev < floor {
		k.complain("%s to slide %d was accepted as revision %d, after %d was", how, slide, rev, floor)
	}
	if other, known := k.accepted[rev]; known && other != slide {
		k.complain("%s to slide %d was accepted as revision %d, which is slide %d", how, slide, rev, other)
	}
	k.accepted[rev] = slide
	k.last = max(k.last, rev)
}

// complain is called with the lock held.
func (k *talk) complain(format string, args ...any) {
	if len(k.wrong) < 5 {
		k.wrong = append(k.wrong, fmt.Sprintf(format, args...))
	}
}

func (k *talk) refuse() {
	k.mu.Lock()
	k.refused++
	k.mu.Unlock()
}

// put moves as a console does.
func (k *talk) put(ctx context.Context) error {
	slide, floor := k.take()
	ctx, cancel := context.WithTimeout(ctx, moveLimit)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, "PUT", "http://"+k.r.app.addr+"/api/decks/1",
		strings.NewReader(fmt.Sprintf(`{"current_slide":%d}`, slide)))
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", "Bearer "+k.r.app.key)
	r.Header.Set("Content-Type", "application/json")
	res, err := k.client.Do(r)
	if err != nil {
		k.refuse()
		return err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	var answer struct {
		Rev   int64
		Slide int `json:"current_slide"`
	}
	switch {
	case err != nil: // cut off in the middle
		k.refuse()
		return err
	case res.StatusCode == http.StatusOK && json.Unmarshal(text, &answer) == nil && answer.Slide == slide:
		k.accept(slide, answer.Rev, floor, "PUT")
		return nil
	case res.StatusCode == http.StatusServiceUnavailable && res.Header.Get("Retry-After") != "":
		k.refuse()
	default:
		k.refuse()
		k.mu.Lock()
		k.complain("PUT of slide %d was answered %s %s", slide, res.Status, text)
		k.mu.Unlock()
	}
	return fmt.Errorf("%s %s", res.Status, text)
}

// update moves as psql does.
func (k *talk) update(ctx context.Context) error {
	slide, floor := k.take()
	ctx, cancel := context.WithTimeout(ctx, moveLimit)
	defer cancel()
	k.sqlMu.Lock()
	defer k.sqlMu.Unlock()
	err := k.dial(ctx)
	if err == nil {
		var rev int64
		if err = k.conn.QueryRow(ctx, `UPDATE decks SET current_slide = $1 WHERE id = 1 RETURNING rev`, slide).Scan(&rev); err == nil {
			k.accept(slide, rev, floor, "UPDATE")
			return nil
		}
		k.hangUp()
	}
	k.refuse()
	return err
}

// dial makes sure that there is a connection. It is called with sqlMu held.
func (k *talk) dial(ctx context.Context) (err error) {
	if k.conn == nil {
		k.conn, err = k.r.connect(ctx)
	}
	return err
}

// connect opens a connection to the database that is now.
func (r *rig) connect(ctx context.Context) (*pgx.Conn, error) {
	info, err := r.app.info()
	if err != nil {
		return nil, err
	}
	return pgx.Connect(ctx, info.DatabaseURL)
}

func (k *talk) hangUp() {
	if k.conn != nil {
		ctx, cancel := context.WithTimeout(context.Background(), moveLimit)
		k.conn.Close(ctx)
		cancel()
		k.conn = nil
	}
}

// database returns what it says.
func (k *talk) database() (slide int, rev int64, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), moveLimit)
	defer cancel()
	k.sqlMu.Lock()
	defer k.sqlMu.Unlock()
	if err = k.dial(ctx); err == nil {
		if err = k.conn.QueryRow(ctx, `SELECT current_slide, rev FROM decks WHERE id = 1`).Scan(&slide, &rev); err != nil {
			k.hangUp()
		}
	}
	return slide, rev, err
}

// saw takes what a viewer was shown: one revision is one slide for everybody.
func (k *talk) saw(e live.Event) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if slide, known := k.seen[e.Rev]; known && slide != e.Slide {
		k.complain("revision %d was slide %d for one viewer and %d for another", e.Rev, slide, e.Slide)
	}
	k.seen[e.Rev] = e.Slide
}

// verdict is what is wrong, given what the database says at the end.
func (k *talk) verdict(slide int, rev int64) []string {
	k.mu.Lock()
	defer k.mu.Unlock()
	for rev, slide := range k.accepted {
		if shown, ok := k.seen[rev]; ok && shown != slide {
			k.complain("revision %d was accepted as slide %d and shown as %d", rev, slide, shown)
		}
	}
	known, accepted := k.accepted[rev]
	switch {
	case rev < k.last:
		k.complain("revision %d was accepted, and the database ended at %d", k.last, rev)
	case accepted && known != slide:
		k.complain("revision %d was accepted as slide %d and is %d", rev, known, slide)
	case !accepted && !k.doubt[slide]:
		k.complain("the database ended at slide %d, revision %d, which nobody moved to", slide, rev)
	case len(k.accepted) == 0:
		k.complain("no move was accepted")
	}
	return k.wrong
}

func (k *talk) summary() string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return fmt.Sprintf("%d moves accepted, %d not", len(k.accepted), k.refused)
}
