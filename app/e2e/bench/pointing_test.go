//go:build linux

package bench

import (
	"context"
	"fmt"
	"io"
	"math"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// hardware is how often a mouse tells where it is.
const hardware = time.Second / 125

// BenchmarkPointing is moves of a talk from the request to the viewers, while the
// presenter's pointer moves all the time, as fast as a mouse does. The floor is the same
// moves, before the same viewers, while it does not.
func BenchmarkPointing(b *testing.B) {
	for _, n := range roomSizes(b) {
		b.Run(fmt.Sprintf("viewers=%d", n), func(b *testing.B) { benchPointing(b, n) })
	}
}

func benchPointing(b *testing.B, n int) {
	l := lean(b)
	room := &audience{size: n, addr: l.AddrPort(), pid: l.Cmd.Process.Pid}
	l.byPUT()
	pointing := &series{audience: room, move: l.byPUT, postgres: l.Postgres()}
	still := &series{audience: room, move: l.byPUT, postgres: l.Postgres()}
	room.join(b)
	marks := 0
	for range blocks {
		still.block(b)
		ctx, cancel := context.WithCancel(b.Context())
		var over sync.WaitGroup
		over.Go(func() { marks += l.point(ctx) })
		pointing.block(b)
		cancel()
		over.Wait()
	}
	room.leave(b)
	beside(b, func(b *testing.B) {
		pointing.report(b)
		b.ReportMetric(float64(marks)/(blocks*blockSize*pace.Seconds()), "marks/s") // that were sent
	}, still.report)
}

// point moves the pointer until ctx ends, and returns how often it did.
func (s *subject) point(ctx context.Context) (n int) {
	tick := time.NewTicker(hardware)
	defer tick.Stop()
	for ; ctx.Err() == nil; n++ {
		body := fmt.Sprintf(`{"kind":"pointer","x":%.4f,"y":0.5}`, 0.5+0.4*math.Sin(float64(n)/20))
		r, err := http.NewRequestWithContext(ctx, "POST", s.At("/api/decks/1/marks"), strings.NewReader(body))
		if err != nil {
			s.T.Error(err)
			return n
		}
		r.Header.Set("Authorization", "Bearer "+s.Info.PresenterKey)
		r.Header.Set("Content-Type", "application/json")
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			break // it is over
		}
		io.Copy(io.Discard, res.Body)
		res.Body.Close()
		if res.StatusCode != http.StatusNoContent {
			s.T.Errorf("a mark: %s", res.Status)
			return n
		}
		select {
		case <-ctx.Done():
		case <-tick.C:
		}
	}
	return n
}
