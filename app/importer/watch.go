package importer

import (
	"sync"
	"time"

	"lectern/app/importer/confine"
)

// watch ends a child that goes beyond its limits.
type watch struct {
	p      *process
	limits Limits
	began  time.Time

	mu     sync.Mutex
	begun  bool   // it has been given the files
	paused bool   // it waits for the parent
	label  string // what it makes
	since  time.Time
	cpu    time.Duration // it had had then

	allowed, patience time.Duration // as Limits.Step and StepMost
}

func newWatch(p *process, l Limits) *watch {
	return &watch{p: p, limits: l, began: time.Now(), allowed: l.Step, patience: l.StepMost}
}

// run looks until the child is gone.
func (w *watch) run() {
	tick := time.NewTicker(look)
	defer tick.Stop()
	for {
		select {
		case <-w.p.exited:
			return
		case <-tick.C:
		}
		if err := w.exceeded(); err != nil {
			w.p.end(err)
		}
	}
}

// exceeded is which limit the child is beyond, or nil.
func (w *watch) exceeded() error {
	if held, ok := confine.Resident(w.p.pid()); ok && w.limits.Resident > 0 && held > w.limits.Resident {
		return errMemory
	}
	if w.limits.Whole > 0 && time.Since(w.began) > w.limits.Whole {
		return errWhole
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.begun || w.paused {
		return nil
	}
	took := time.Since(w.since)
	cpu, known := confine.CPU(w.p.pid())
	if took > w.patience || took > w.allowed && (!known || cpu-w.cpu > w.allowed) {
		return errStep
	}
	return nil
}

// begin starts the clock of the first step.
func (w *watch) begin() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.begun = true
	w.restart()
}

// step tells what the child makes next.
func (w *watch) step(label string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.label = label
	w.restart()
}

// page tells which page the child makes next, and how much processor time that may
// take.
func (w *watch) page(label string, step time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.label, w.paused = label, false
	w.allowed, w.patience = step, min(w.limits.StepMost, 4*step)
	w.restart()
}

func (w *watch) pause() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.paused = true
}

func (w *watch) resume() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.paused = false
	w.restart()
}

func (w *watch) restart() {
	w.since = time.Now()
	w.cpu, _ = confine.CPU(w.p.pid())
}

// making is what the child made last, or "".
func (w *watch) making() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.label
}
