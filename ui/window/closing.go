//go:build cgo && !headless && (darwin || windows)

package window

import "time"

// On Linux the engine asks a page whether it may be left. Those of the other systems
// do so for a page that leads elsewhere, and not where its window is closed.

// meant is how soon after the first a second try to close means it: the page may
// hang, and answer nothing.
const meant = 5 * time.Second

// askScript asks the page as a browser would that is closed.
const askScript = `(function () {
  var event = new Event("beforeunload", { cancelable: true });
  try { window.dispatchEvent(event); } finally { window.lecternMayClose(!event.defaultPrevented); }
})()`

// Why a page would rather stay it cannot say; so neither can these.
const (
	closeQuestion = "Close Lectern’s window?"
	closeDetail   = "You are in the middle of something: a talk that is live, an import, or notes that are not saved. The room keeps what it shows."
)

// guard has the window ask its page before somebody closes it by hand.
func (p *page) guard() error {
	var asked time.Time
	leave := func() { p.window.Terminate() }
	err := p.window.Bind("lecternMayClose", func(may bool) {
		// Later, when the engine has done with this call: it waits for none that asks.
		p.window.Dispatch(func() {
			if may {
				leave()
			} else {
				p.native.askToClose(leave)
			}
		})
	})
	if err != nil {
		return err
	}
	p.native.hearClose(func() {
		if !asked.IsZero() && time.Since(asked) < meant {
			leave()
			return
		}
		asked = time.Now()
		p.window.Eval(askScript)
	})
	return nil
}
