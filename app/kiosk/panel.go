package kiosk

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"lectern/app/fault"
	"lectern/app/server/answer"
)

const panelPath = "/finding/panel"

// A panel is what hangs there. It is switched by the tools that the computer has: on X11
// xset, on a Wayland compositor of the wlroots kind wlopm, and besides the television at
// the other end of an HDMI cable by cec-ctl, where there is such a device.
type panel struct {
	mu   sync.Mutex    // one after the other
	asks atomic.Uint64 // so many came: the last one counts
	told string        // in the log, of what did not work; guarded by mu
}

// switching is how long a tool may take.
const switching = 15 * time.Second

// commands are what switches a panel, of the tools that are here.
func (p *panel) commands(on bool) (list [][]string) {
	add := func(has bool, ifOn, ifOff string) {
		args := strings.Fields(ifOff)
		if on {
			args = strings.Fields(ifOn)
		}
		if _, err := exec.LookPath(args[0]); has && err == nil {
			list = append(list, args)
		}
	}
	wayland := os.Getenv("WAYLAND_DISPLAY") != ""
	add(wayland, "wlopm --on *", "wlopm --off *")
	add(!wayland && os.Getenv("DISPLAY") != "", "xset dpms force on", "xset dpms force off")
	_, err := os.Stat(cecDevice)
	add(err == nil, "cec-ctl --playback --to 0 --image-view-on", "cec-ctl --playback --to 0 --standby")
	return list
}

// cecDevice is the first HDMI cable that can carry commands.
var cecDevice = "/dev/cec0"

// setPanel switches it, and fails where no tool does it: the page is black all the same,
// tries again, and the board of screens hears of it. Where there is no tool that is how it
// is meant (cage can switch no monitor), and one that does it is enough: a monitor beside
// a tool for televisions never answers that one.
func (k *Kiosk) setPanel(ctx context.Context, on bool) error {
	ask := k.panel.asks.Add(1)
	k.panel.mu.Lock()
	defer k.panel.mu.Unlock()
	if ask != k.panel.asks.Load() {
		return nil // another one waits, which knows better
	}
	var wrong []string
	commands := k.panel.commands(on)
	for _, args := range commands {
		ctx, cancel := context.WithTimeout(ctx, switching)
		out, err := exec.CommandContext(ctx, args[0], args[1:]...).CombinedOutput()
		cancel()
		if err != nil {
			wrong = append(wrong, strings.TrimSpace(fmt.Sprintf("%s: %v %s", strings.Join(args, " "), err, out)))
		}
	}
	why := strings.Join(wrong, "; ")
	if len(commands) == 0 {
		why = "nothing here can switch it: install xset, wlopm or cec-ctl"
	}
	if why != k.panel.told && why != "" {
		k.Log.Warn("the panel cannot be switched", "on", on, "err", why)
	}
	k.panel.told = why
	if len(wrong) > 0 && len(wrong) == len(commands) {
		return fault.Errorf(fault.Unavailable, "The panel cannot be switched: %s", why)
	}
	return nil
}

// postPanel is asked by the page, which knows the hours, and whether something is live.
func (k *Kiosk) postPanel(w http.ResponseWriter, r *http.Request) {
	var ask struct{ On bool }
	if err := answer.ReadJSON(w, r, &ask); err != nil {
		answer.Fail(w, r, k.Log, err)
		return
	}
	if err := k.setPanel(context.WithoutCancel(r.Context()), ask.On); err != nil {
		answer.Fail(w, r, k.Log, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}
