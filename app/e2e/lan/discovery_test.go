//go:build linux

package lan

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"lectern/app/e2e/harness"
	"lectern/app/lan/discovery"
)

// TestDiscovery: a Lectern is found wherever multicast goes, by its name and ID, at the
// addresses that it has at the moment.
func TestDiscovery(t *testing.T) {
	t.Parallel()
	lan := newLAN(t, "one", "two", "wall")
	one, two, wall := lan["one"], lan["two"], lan["wall"]
	one.ip("address", "add", "10.47.0.1/24", "dev", "eth0")
	two.ip("address", "add", "10.47.0.2/24", "dev", "eth0")
	wall.ip("address", "add", "10.47.0.9/24", "dev", "eth0")
	b := start[[]discovery.Server](wall, "browse")
	at := func(url string) func([]discovery.Server) bool {
		return func(all []discovery.Server) bool {
			return len(all) == 1 && all[0].Name == "Hörsaal 1" && len(all[0].ID) == 16 && all[0].URLs[0] == url
		}
	}
	one.serve("Hörsaal 1", harness.Prepared(t))
	b.sees("one server", at("http://10.47.0.1:4747/"))

	// What it says of itself is what it answers, at the name that it announces, too.
	answer, err := wall.command("curl", "-sS", "-H", "Host: lectern.local:4747", "http://10.47.0.1:4747/join.json").Output()
	var join struct{ ID, Name string }
	if err != nil || json.Unmarshal(answer, &join) != nil || join.Name != "Hörsaal 1" {
		t.Fatalf("%s: %v", answer, err)
	}
	b.sees("the ID of its answers", func(all []discovery.Server) bool { return len(all) == 1 && all[0].ID == join.ID })

	one.ip("address", "delete", "10.47.0.1/24", "dev", "eth0")
	one.ip("address", "add", "10.47.0.77/24", "dev", "eth0")
	b.sees("another address", at("http://10.47.0.77:4747/"))

	other := two.serve("Hörsaal 1", harness.Prepared(t))
	// Their folders are copies: to a screen that is one Lectern at two addresses.
	b.sees("two of one name", func(all []discovery.Server) bool {
		return len(all) == 2 && all[0].Name == all[1].Name && all[0].ID == all[1].ID &&
			strings.HasPrefix(all[0].URLs[0], "http://10.47.0.") && all[0].URLs[0] != all[1].URLs[0]
	})
	other.Cmd.Process.Kill()
	<-other.Done
	b.sees("the first one alone", at("http://10.47.0.77:4747/"))

	one.ip("address", "delete", "10.47.0.77/24", "dev", "eth0")
	wall.ip("address", "delete", "10.47.0.9/24", "dev", "eth0")
	b.sees("no IPv4", func(all []discovery.Server) bool {
		return len(all) == 1 && strings.HasPrefix(all[0].URLs[0], "http://[fe80::") && strings.Contains(all[0].URLs[0], "%25eth0]")
	})
	one.ip("address", "add", "fd47::1/64", "dev", "eth0")
	wall.ip("address", "add", "fd47::9/64", "dev", "eth0")
	b.sees("IPv6 alone", at("http://[fd47::1]:4747/"))

	wall.ip("link", "set", "eth0", "multicast", "off")
	b.sees("nothing without multicast", func(all []discovery.Server) bool { return len(all) == 0 })
	wall.ip("link", "set", "eth0", "multicast", "on")
	b.sees("it again", func(all []discovery.Server) bool {
		return len(all) == 1 && slices.Contains(all[0].URLs, "http://[fd47::1]:4747/")
	})
}
