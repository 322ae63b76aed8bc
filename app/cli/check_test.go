package cli

import (
	"strings"
	"testing"

	"lectern/app/lan/reach"
)

// TestTell: what is to be typed comes in the order of the addresses, each once.
func TestTell(t *testing.T) {
	at := func(command string, state reach.State) reach.Address {
		return reach.Address{URL: "http://" + command + "/", Answers: true, Firewall: &reach.Firewall{Name: "nftables", State: state, Command: command}}
	}
	var b strings.Builder
	tell(&b, reach.Report{Addresses: []reach.Address{at("zebra", reach.Unknown), at("ant", reach.Blocks), at("zebra", reach.Blocks), at("", reach.Unknown)}})
	said := b.String()
	zebra, ant := strings.Index(said, "\n  zebra\n"), strings.Index(said, "\n  ant\n")
	if zebra < 0 || ant < zebra || strings.Count(said, "\n  zebra\n") != 1 || strings.Count(said, "lets them in:") != 2 || !strings.Contains(said, "cannot be read wholly") || strings.Contains(said, "screens") {
		t.Error(said)
	}
}

// TestTellScreens: what keeps screens from finding the server is told beside what keeps
// phones out, and whether a command outlives a restart.
func TestTellScreens(t *testing.T) {
	a := reach.Address{URL: "http://10.0.0.7:4747/", Answers: true, Firewall: &reach.Firewall{Name: "firewalld", State: reach.Open},
		Multicast: &reach.Firewall{Name: "firewalld", State: reach.Blocks, Command: "now", Fleeting: true, Keep: "for good"}}
	var b strings.Builder
	tell(&b, reach.Report{Addresses: []reach.Address{a}, Announces: true})
	for _, want := range []string{"yes  http://10.0.0.7:4747/", "no   screens find it", "in:\n  now\nThat holds until this computer restarts. This makes it last:\n  for good\n"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is not in %s", want, b.String())
		}
	}
	a.Multicast.Keep = ""
	b.Reset()
	tell(&b, reach.Report{Addresses: []reach.Address{a, {URL: "http://10.1.0.7:4747/", Answers: true}}, Announces: true})
	if said := b.String(); !strings.Contains(said, "yes  screens find it") || !strings.Contains(said, "restarts: the file") {
		t.Error(said)
	}
}
