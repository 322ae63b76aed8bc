package window

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"lectern/app/e2e/harness"
)

// TestPanel: at its hours a kiosk has its panel switched off; an urgent message switches it
// on, and it is off again once that is taken back.
func TestPanel(t *testing.T) {
	harness.Long(t, "it opens a window, and waits as long as a panel rests between two changes")
	x := newScreen(t, "1280x720")
	dir := t.TempDir()
	log := filepath.Join(dir, "log")
	if err := os.WriteFile(filepath.Join(dir, "xset"), []byte("#!/bin/sh\necho \"$*\" >>"+log+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	l := harness.Serve(t, harness.Write(t, "talk.md", harness.Talk(2)))
	l.Follow("/live").Slide(t, 1)
	l.Put(1, `{"live":false}`)
	harness.LaunchIn(t, append(x.Env(), "PATH="+dir+":"+os.Getenv("PATH")), "kiosk", "--off", "00:00-24:00", l.Info.URL)
	said := ""
	switches := func(to string) {
		t.Helper()
		said += fmt.Sprintf("dpms force %s\n", to)
		harness.Until(t, 2*harness.Patience, "the panel "+to, func() bool {
			got, _ := os.ReadFile(log)
			return string(got) == said
		})
	}
	switches("off")
	if status, text := l.Ask("POST", "/api/notice", `{"text":"Please leave by door 2"}`); status != 204 {
		t.Fatal(status, text)
	}
	switches("on")
	l.Ask("DELETE", "/api/notice", "")
	switches("off")
	l.Put(1, `{"live":true}`)
	switches("on")
}
