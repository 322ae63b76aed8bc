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
	if zebra < 0 || ant < zebra || strings.Count(said, "\n  zebra\n") != 1 || strings.Count(said, "lets them in:") != 2 || !strings.Contains(said, "cannot be read wholly") {
		t.Error(said)
	}
}
