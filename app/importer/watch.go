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

	mu     sync.Mutex
	begun  bool   // it has been given the files
	paused bool   // it waits for the parent
	label  string // what it makes
	since  time.Time
	cpu    time.Duration // it had had then
}

func newWatch(p *process, l Limits) *watch { return &watch{p: p, limits: l} }

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
	if time.Since(w.p.began) > w.limits.Whole {
		return errWhole
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.begun || w.paused {
		return nil
	}
	took := time.Since(w.since)
	cpu, known := confine.CPU(w.p.pid())
	if took > w.limits.StepMost || took > w.limits.Step && (!known || cpu-w.cpu > w.limits.Step) {
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
