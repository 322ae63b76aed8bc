//go:build linux

package lan

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"lectern/app/e2e/harness"
)

// TestKiosk is a screen's life: switched on before there is a server, while that moves
// and is away, and where there are two.
func TestKiosk(t *testing.T) {
	harness.Long(t, "it waits for a minute")
	t.Parallel()
	lan := newLAN(t, "one", "two", "wall")
	one, two, wall := lan["one"], lan["two"], lan["wall"]
	one.ip("address", "add", "10.48.0.1/24", "dev", "eth0")
	two.ip("address", "add", "10.48.0.2/24", "dev", "eth0")
	wall.ip("address", "add", "10.48.0.9/24", "dev", "eth0")
	folder := t.TempDir()
	k := start[seen](wall, "kiosk "+folder)
	k.sees("that it looks", func(s seen) bool {
		return !s.Ready && s.Page == "lectern-kiosk" && len(s.Networks) == 1 && s.Networks[0].Name == "eth0" && s.Wanted == ""
	})
	data := harness.Prepared(t)
	hall := one.serve("Hall A", data, harness.Write(t, "talk.md", harness.Talk(9)))
	k.sees("the talk", func(s seen) bool { return s.Ready && s.Page == "lectern-worker" && s.Slide == 1 })

	one.ip("address", "delete", "10.48.0.1/24", "dev", "eth0")
	one.ip("address", "add", "10.48.0.77/24", "dev", "eth0")
	// It is gone for a moment that may be too short to be seen.
	k.sees("the talk at another address", func(s seen) bool {
		return s.Ready && s.Slide == 1 && len(s.Servers) == 1 && s.Servers[0].Address == "10.48.0.77:4747"
	})

	// A night without power: the screen is there first, and has the page all the same.
	harness.Until(t, harness.Patience, "the pages to be kept, from one address or the other", func() bool {
		_, err := os.Stat(filepath.Join(folder, "pages", "tag"))
		return err == nil
	})
	k.end()
	if err := hall.End(syscall.SIGTERM); err != nil {
		t.Error(err)
	}
	other := two.serve("Hall B", harness.Folder(t))
	k = start[seen](wall, "kiosk "+folder)
	k.sees("the page of before, though another server is there", func(s seen) bool {
		return !s.Ready && s.Page == "lectern-worker" && s.Wanted == "Hall A" && len(s.Servers) == 1 && s.Servers[0].Name == "Hall B"
	})
	one.ip("address", "delete", "10.48.0.77/24", "dev", "eth0")
	one.ip("address", "add", "10.48.0.78/24", "dev", "eth0")
	one.serve("Hall A", data)
	k.sees("its own server", func(s seen) bool { return s.Ready && s.Wanted == "Hall A" })
	k.end()

	// Two of them, for a screen that knows neither: a person is asked, once.
	folder = t.TempDir()
	k = start[seen](wall, "kiosk "+folder)
	var ask seen
	k.sees("the question", func(s seen) bool { ask = s; return !s.Ready && len(s.Servers) == 2 })
	fmt.Fprintf(k.in, `{"id":%q}`+"\n", ask.Servers[1].ID)
	k.sees("the one that was chosen", func(s seen) bool { return s.Ready && s.Wanted == "Hall B" })
	k.end()
	k = start[seen](wall, "kiosk "+folder)
	k.sees("it again, unasked", func(s seen) bool { return s.Ready && s.Wanted == "Hall B" })
	k.end()
	k = start[seen](wall, "kiosk "+t.TempDir(), "LECTERN_TEST_LAN_SERVER=hall a")
	k.sees("the one of a name", func(s seen) bool { return s.Ready && s.Wanted == "hall a" })
	k.end()

	// Where nothing can be found an address is typed, and remembered.
	wall.ip("link", "set", "eth0", "multicast", "off")
	folder = t.TempDir()
	k = start[seen](wall, "kiosk "+folder)
	k.sees("nobody", func(s seen) bool { return !s.Ready && len(s.Servers) == 0 })
	fmt.Fprintln(k.in, `{"address":"10.48.0.3"}`)
	k.sees("that nobody answers there", func(s seen) bool { return s.Trouble != "" })
	fmt.Fprintln(k.in, `{"address":"10.48.0.2"}`)
	k.sees("the server at that address", func(s seen) bool { return s.Ready && s.Wanted == "Hall B" && s.Trouble == "" })
	k.end()
	other.Cmd.Process.Kill()
	<-other.Done
	k = start[seen](wall, "kiosk "+folder)
	k.sees("that it waits", func(s seen) bool { return !s.Ready && s.Wanted == "Hall B" })
	two.serve("Hall B", other.Data)
	k.sees("it, at the address of before", func(s seen) bool { return s.Ready })
}
