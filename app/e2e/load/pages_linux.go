package load

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"time"

	"lectern/app/live"
	"lectern/app/sealed"
)

// PageOptions say what pages do.
type PageOptions struct {
	Width int // of their screens, in pixels: 960, 1920 or 3840
	// Ahead has them fetch what comes next. Without it they ask at each move.
	Ahead bool
	// Open is which part of them opens what it fetched, as one of so many: for all
	// of them one computer would do the work of a hall. The others look for the
	// bundle that the key is of, as every page does first.
	Open int
}

// Pages do what the audience's pages do (ui/web/line), on a deck without steps:
// they follow, fetch ahead at random moments, ask for what they have not got, and
// report what they show. Unlike a Crowd they weigh as much as what they ask for.
type Pages struct {
	opt  PageOptions
	url  string
	done sync.WaitGroup
	end  context.CancelFunc

	mu      sync.Mutex
	traffic Traffic
	shown   map[int64][]Moment
	holding int // pages that hold all they want
	err     error
}

// Traffic is what pages have asked for, in requests and bytes of answers.
type Traffic struct {
	Asked, Ahead, Seen     int // slides and pictures at the move; bundles; reports
	AskedBytes, AheadBytes int64
}

// page is one of them.
type page struct {
	*Pages
	client *http.Client
	id     string
	opens  bool
	ctx    context.Context

	mu     sync.Mutex
	at     live.Event
	begun  bool
	spread time.Duration
	held   []bundle
	full   bool
	timer  *time.Timer
	busy   bool
	report *time.Timer
	told   int64
}

// bundle is what was fetched ahead, of a slide; 0 where that is not known.
type bundle struct {
	slide int
	body  []byte // the beginning, if the page opens none
}

// OpenPages opens n of them on whatever is live.
func OpenPages(url string, n int, opt PageOptions) *Pages {
	ctx, end := context.WithCancel(context.Background())
	ps := &Pages{opt: opt, url: strings.TrimSuffix(url, "/"), end: end, shown: map[int64][]Moment{}}
	for i := range n {
		p := &page{
			Pages: ps, ctx: ctx, id: fmt.Sprint("page-", i), opens: i%max(opt.Open, 1) == 0, spread: 300 * time.Millisecond,
			// A browser's own connections: no page has another one's.
			client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 2, DisableCompression: true}},
		}
		ps.done.Go(func() {
			defer p.client.CloseIdleConnections()
			if err := p.follow(); err != nil && ctx.Err() == nil {
				ps.fail(err)
			}
		})
	}
	return ps
}

// Close ends them and returns the first thing that went wrong.
func (ps *Pages) Close() error {
	ps.end()
	ps.done.Wait()
	ps.mu.Lock()
	defer ps.mu.Unlock()
	return ps.err
}

func (ps *Pages) fail(err error) {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	if ps.err == nil {
		ps.err = err
	}
}

// Holding is how many of them have all that they want to have ahead.
func (ps *Pages) Holding() int {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	return ps.holding
}

// Shown is when each revision could be painted, by all that came to it.
func (ps *Pages) Shown(rev int64) []Moment {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	return append([]Moment(nil), ps.shown[rev]...)
}

// Traffic is what they have asked for up to now.
func (ps *Pages) Traffic() Traffic {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	return ps.traffic
}

// Err is the first thing that went wrong.
func (ps *Pages) Err() error {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	return ps.err
}

func (p *page) follow() error {
	r, err := http.NewRequestWithContext(p.ctx, "GET", p.url+"/live?kind=audience&viewer="+p.id, nil)
	if err != nil {
		return err
	}
	res, err := p.client.Do(r)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	name := ""
	for lines := bufio.NewScanner(res.Body); lines.Scan(); {
		if v, ok := strings.CutPrefix(lines.Text(), "event: "); ok {
			name = v
		}
		data, ok := strings.CutPrefix(lines.Text(), "data: ")
		switch {
		case ok && (name == "slide" || name == "deck"):
			var e live.Event
			if err := json.Unmarshal([]byte(data), &e); err != nil {
				return err
			}
			p.move(e)
		case ok && name == "spread":
			var s struct{ MS int64 }
			if err := json.Unmarshal([]byte(data), &s); err != nil {
				return err
			}
			p.mu.Lock()
			p.spread = time.Duration(s.MS) * time.Millisecond
			p.mu.Unlock()
		}
	}
	return fmt.Errorf("the stream of %s ended", p.id)
}

// move shows a position as soon as everything of it is here.
func (p *page) move(e live.Event) {
	p.mu.Lock()
	p.at, p.begun = e, true
	have := p.take(e)
	p.mu.Unlock()
	if have {
		p.paint(e)
	} else {
		p.done.Go(func() { p.ask(e) })
	}
}

// take opens what was fetched ahead of a move, if it was. It is called with the
// lock held.
func (p *page) take(e live.Event) bool {
	key, err := sealed.Parse(e.Key)
	if err != nil {
		return false
	}
	commitment := key.Commitment()
	for i, b := range p.held {
		if !bytes.HasPrefix(b.body, commitment[:]) {
			continue
		}
		p.held = append(p.held[:i], p.held[i+1:]...)
		if !p.opens {
			return true
		}
		plain, err := key.Open(b.body)
		if err == nil {
			_, err = sealed.Read(plain)
		}
		if err != nil {
			p.fail(err)
		}
		return err == nil
	}
	return false
}

func (p *page) isAt(e live.Event) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.at.Rev == e.Rev
}

func (p *Pages) count(what func(*Traffic)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	what(&p.traffic)
}

// paint notes that the page shows a position, and plans what it does next.
func (p *page) paint(e live.Event) {
	at := Now()
	p.Pages.mu.Lock()
	p.Pages.shown[e.Rev] = append(p.Pages.shown[e.Rev], at)
	p.Pages.mu.Unlock()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.plan()
	if p.report == nil {
		p.report = p.after(rand.N(max(p.spread, 1)), p.tell)
	}
}

// after does something later, unless the pages are closed before.
func (p *page) after(wait time.Duration, do func()) *time.Timer {
	p.done.Add(1)
	begun := make(chan struct{})
	var forget func() bool
	timer := time.AfterFunc(wait, func() {
		defer p.done.Done()
		<-begun
		forget()
		do()
	})
	forget = context.AfterFunc(p.ctx, func() {
		if timer.Stop() {
			p.done.Done()
		}
	})
	close(begun)
	return timer
}

// tell reports the newest position that is shown.
func (p *page) tell() {
	p.mu.Lock()
	rev := p.at.Rev
	p.report = nil
	p.mu.Unlock()
	if rev == p.told || p.ctx.Err() != nil {
		return
	}
	p.told = rev
	body := fmt.Sprintf(`{"viewer":%q,"rev":%d}`, p.id, rev)
	r, err := http.NewRequestWithContext(p.ctx, "POST", p.url+"/live/seen", strings.NewReader(body))
	if err != nil {
		p.fail(err)
		return
	}
	r.Header.Set("Content-Type", "application/json")
	if res, err := p.client.Do(r); err == nil {
		io.Copy(io.Discard, res.Body)
		res.Body.Close()
		p.count(func(t *Traffic) { t.Seen++ })
	}
}
