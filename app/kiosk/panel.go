package kiosk

import (
	"context"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"lectern/app/server/answer"
)

const panelPath = "/finding/panel"

// A panel is what hangs there. It is switched by the tools that the computer has: on X11
// xset, on a Wayland compositor of the wlroots kind wlopm, and besides the television at
// the other end of an HDMI cable by cec-ctl, where there is such a device.
type panel struct {
	mu   sync.Mutex    // one after the other
	asks atomic.Uint64 // so many came: the last one counts
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

// setPanel switches it. What does not work is told in the log: the page is black all the same.
func (k *Kiosk) setPanel(ctx context.Context, on bool) {
	ask := k.panel.asks.Add(1)
	k.panel.mu.Lock()
	defer k.panel.mu.Unlock()
	if ask != k.panel.asks.Load() {
		return // another one waits, which knows better
	}
	commands := k.panel.commands(on)
	if len(commands) == 0 {
		k.Log.Warn("nothing here can switch the panel: install xset, wlopm or cec-ctl", "on", on)
	}
	for _, args := range commands {
		ctx, cancel := context.WithTimeout(ctx, switching)
		out, err := exec.CommandContext(ctx, args[0], args[1:]...).CombinedOutput()
		cancel()
		if err != nil {
			k.Log.Warn("the panel cannot be switched", "command", strings.Join(args, " "), "err", err, "said", strings.TrimSpace(string(out)))
		}
	}
}

// postPanel is asked by the page, which knows the hours, and whether something is live.
func (k *Kiosk) postPanel(w http.ResponseWriter, r *http.Request) {
	var ask struct{ On bool }
	if err := answer.ReadJSON(w, r, &ask); err != nil {
		answer.Fail(w, r, k.Log, err)
		return
	}
	k.setPanel(context.WithoutCancel(r.Context()), ask.On)
	w.WriteHeader(http.StatusNoContent)
}
