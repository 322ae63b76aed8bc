package window

import (
	"slices"
	"time"
)

// Choices are on which monitor the audience's view is shown, by the monitors that are
// there together: whoever plugs in the same projector again finds it there.
type Choices map[string]string

// maxChoices is how many of them are kept.
const maxChoices = 50

// Screens is what a console's page is told of the monitors: its answer to the kinds
// "screens", "audience" and "swap" of lecternWindow.
type Screens struct {
	Monitors []Monitor `json:"monitors"`
	Audience string    `json:"audience"` // the ID of the one that has the audience's view; or ""
	Again    bool      `json:"again"`    // it was put there just now, as the last time with these monitors
}

// audience is the audience's view, full screen on another monitor than the console's:
// the window of a child process, so that neither takes the other along when its
// engine dies. All of it is the main goroutine's.
type audience struct {
	start    func(monitor string) (view, error)
	choices  Choices
	remember func(Choices)

	view    view
	on      string // the monitor that it is on, or ""
	set     string // the monitors that were there last
	started time.Time
	crashes int
}

// view is a child's window.
type view interface {
	move(monitor string)
	end()
	over() (ended, closed bool) // closed: by hand
}

// A view that dies is started again, but for one that dies at once again and again.
const (
	maxCrashes = 3
	stableFor  = time.Minute
)

// look takes the monitors as they are, and tells what is shown where. A view whose
// monitor is gone ends, and one that was shown on these monitors before is again.
func (a *audience) look(monitors []Monitor) Screens {
	again := false
	if set := setOf(monitors); set != a.set {
		a.set = set
		if a.on != "" && !hasMonitor(monitors, a.on) {
			a.close()
		}
		if want := a.choices[set]; a.on == "" && hasMonitor(monitors, want) && want != own(monitors) {
			again = a.open(want) == nil
		}
	}
	if a.view != nil {
		a.attend()
	}
	return Screens{Monitors: monitors, Audience: a.on, Again: again}
}

// attend notices that the view is no more.
func (a *audience) attend() {
	ended, closed := a.view.over()
	switch {
	case !ended:
	case closed:
		a.on, a.view = "", nil
		a.choose("")
	default:
		if time.Since(a.started) > stableFor {
			a.crashes = 0
		}
		a.crashes++
		on := a.on
		a.on, a.view = "", nil
		if a.crashes < maxCrashes {
			a.open(on)
		}
	}
}

// show puts the view on a monitor, or ends it with "".
func (a *audience) show(monitor string) error {
	a.crashes = 0
	switch {
	case monitor == "":
		a.close()
	case a.view != nil:
		a.view.move(monitor)
		a.on = monitor
	default:
		if err := a.open(monitor); err != nil {
			return err
		}
	}
	a.choose(monitor)
	return nil
}

func (a *audience) open(monitor string) error {
	v, err := a.start(monitor)
	if err != nil {
		return err
	}
	a.view, a.on, a.started = v, monitor, time.Now()
	return nil
}

func (a *audience) close() {
	if a.view != nil {
		a.view.end()
	}
	a.view, a.on = nil, ""
}

// choose keeps on which of the monitors that are there the view is wanted.
func (a *audience) choose(monitor string) {
	if a.choices[a.set] == monitor {
		return
	}
	if monitor == "" {
		delete(a.choices, a.set)
	} else {
		a.choices[a.set] = monitor
	}
	for set := range a.choices {
		if len(a.choices) <= maxChoices {
			break
		}
		if set != a.set {
			delete(a.choices, set)
		}
	}
	a.remember(a.choices)
}

// own is the monitor that the console is on.
func own(monitors []Monitor) string {
	if i := slices.IndexFunc(monitors, func(m Monitor) bool { return m.Own }); i >= 0 {
		return monitors[i].ID
	}
	return ""
}
