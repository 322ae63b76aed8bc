package drawing

import (
	"context"
	"errors"
	"time"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/store"
)

// jobKey is a page's picture in a width; 0 is to read the page.
type jobKey struct {
	hash  string
	width int
}

// job is one drawing, or reading, for all who need it. All but its first three
// fields is guarded by Drawing.mu.
type job struct {
	jobKey
	page store.PagePicture
	done chan struct{} // closed once size and err are set

	urgency Urgency
	order   int64 // of its arrival
	waiters int
	round   int64 // in which it was wanted last, with nobody who waits; 0: never. See Round
	lane    *lane // that draws it; nil while it waits
	size    deck.PictureSize
	err     error
}

// put returns the job for a picture, which is a new one if there is none.
func (d *Drawing) put(page store.PagePicture, width int, u Urgency, waits bool) *job {
	d.mu.Lock()
	defer d.mu.Unlock()
	key := jobKey{page.Hash, width}
	j := d.jobs[key]
	if j == nil {
		d.arrived++
		j = &job{jobKey: key, page: page, done: make(chan struct{}), urgency: u, order: d.arrived}
		d.jobs[key] = j
		if d.testArrived != nil {
			d.testArrived()
		}
	}
	if waits {
		j.waiters++
	} else {
		j.round = d.round
	}
	j.urgency = max(j.urgency, u)
	if j.lane == nil {
		d.hurry(j)
	}
	return j
}

// wait waits for a job. What nobody waits for any more is left to the background.
func (d *Drawing) wait(ctx context.Context, j *job) (deck.PictureSize, error) {
	select {
	case <-j.done:
		return j.size, j.err
	case <-ctx.Done():
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if j.waiters--; j.waiters == 0 && j.lane == nil {
		j.urgency = Background
	}
	return deck.PictureSize{}, ctx.Err()
}

// Round ends a round of what is wanted: what was wanted in an earlier one alone, and
// nobody waits for, holds nothing up any more. Who leafs through a deck wants the page
// at which they stop.
func (d *Drawing) Round() {
	d.mu.Lock()
	defer d.mu.Unlock()
	for key, j := range d.jobs {
		switch {
		case j.round == 0 || j.round == d.round || j.waiters > 0:
		case j.lane == nil:
			delete(d.jobs, key)
		default:
			j.urgency = Background
		}
	}
	d.round++
}

// grace is how long a drawing may go on that stands in the way of a more urgent one:
// most are done by then, and to begin anew takes as long.
const grace = 300 * time.Millisecond

var errOvertaken = errors.New("drawing: something more urgent came")

// hurry wakes the lane of a job, and sees to it that nothing less urgent holds it up
// for long. It is called with the lock held.
func (d *Drawing) hurry(j *job) {
	l := d.behind
	if j.urgency > Background {
		l = d.people
	}
	l.wake()
	if in := l.job; in != nil && in.urgency < j.urgency {
		time.AfterFunc(grace-time.Since(l.began), func() { d.overtake(l, in) })
	}
}

// overtake ends what a lane draws, if something more urgent still waits for it.
func (d *Drawing) overtake(l *lane, in *job) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if next := d.next(l); l.job == in && next != nil && next.urgency > in.urgency {
		l.stop(errOvertaken)
	}
}

// next is the most urgent job that a lane may draw, of those the first. It is called
// with the lock held.
func (d *Drawing) next(l *lane) (best *job) {
	for _, j := range d.jobs {
		if j.lane != nil {
			if l == d.behind && l != d.people && j.urgency > Background && j.lane == d.people {
				return nil // the background stands back
			}
			continue
		}
		if best == nil || j.urgency > best.urgency || j.urgency == best.urgency && j.order < best.order {
			best = j
		}
	}
	if best != nil && d.people != d.behind && (best.urgency > Background) != (l == d.people) {
		return nil
	}
	return best
}

// lane draws one job after the other.
type lane struct {
	drawing *Drawing
	woken   chan struct{}

	// Only run has these.
	life    context.Context
	session *session // of the file that was drawn from last

	// Guarded by Drawing.mu: what is drawn, since when, and what ends that.
	job   *job
	began time.Time
	stop  context.CancelCauseFunc
}

func newLane(d *Drawing) *lane { return &lane{drawing: d, woken: make(chan struct{}, 1)} }

func (l *lane) wake() {
	select {
	case l.woken <- struct{}{}:
	default:
	}
}

// idle is how long a child is kept that has nothing to draw.
const idle = 5 * time.Minute

func (l *lane) run(ctx context.Context) {
	l.life = ctx
	defer l.leave()
	for {
		j, drawing := l.take(ctx)
		if j != nil {
			size, err := l.draw(drawing, j)
			if err != nil && drawing.Err() == nil && fault.CodeOf(err) != fault.NotFound {
				l.leave() // it keeps what it failed of when it opened the file, which may be over
			}
			l.settle(drawing, j, size, err)
			continue
		}
		rest := time.NewTimer(idle)
		select {
		case <-ctx.Done():
			rest.Stop()
			return
		case <-l.woken:
		case <-rest.C:
			l.leave()
		}
		rest.Stop()
	}
}

// take begins the next job, if there is one.
func (l *lane) take(ctx context.Context) (*job, context.Context) {
	d := l.drawing
	d.mu.Lock()
	defer d.mu.Unlock()
	j := d.next(l)
	if j == nil || ctx.Err() != nil {
		return nil, nil
	}
	drawing, stop := context.WithCancelCause(ctx)
	j.lane, l.job, l.began, l.stop = l, j, time.Now(), stop
	return j, drawing
}

// settle gives a job's result to those who wait. One that was overtaken waits again.
func (l *lane) settle(drawing context.Context, j *job, size deck.PictureSize, err error) {
	d := l.drawing
	d.mu.Lock()
	defer d.mu.Unlock()
	overtaken := context.Cause(drawing) == errOvertaken && err != nil
	l.stop(nil)
	l.job, j.lane = nil, nil
	if overtaken {
		if j.waiters == 0 && j.urgency == Asked {
			j.urgency = Background
		}
	} else {
		j.size, j.err = size, err
		delete(d.jobs, j.jobKey)
		close(j.done)
	}
	for _, l := range d.lanes() {
		l.wake()
	}
}
