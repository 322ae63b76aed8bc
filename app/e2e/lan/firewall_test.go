//go:build linux

package lan

import (
	"context"
	"encoding/json"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"lectern/app/e2e/harness"
	"lectern/app/lan/discovery"
	"lectern/app/lan/reach"
)

// port is where Lectern listens in these namespaces.
const port = 4747

// reached writes what reach finds out here.
func reached(ctx context.Context) {
	json.NewEncoder(os.Stdout).Encode(reach.Check(ctx, &net.TCPAddr{Port: port}, true))
}

// firewalls are rules for what comes in. Whether they let a phone in, the phone says.
var firewalls = map[string]string{
	"none":             "",
	"closed":           `policy drop; ct state established,related accept; iifname "lo" accept`,
	"a port":           `policy drop; ct state established,related accept; iifname "lo" accept; tcp dport 4747 counter accept`,
	"ports":            `policy drop; ct state established,related accept; iif "lo" accept; meta l4proto tcp tcp dport { 22, 4000-5000 } accept`,
	"other ports":      `policy drop; ct state established,related accept; iifname "lo" accept; tcp dport { 22, 80, 5000-6000 } accept; udp dport 4747 accept`,
	"a set":            `policy drop; ct state established,related accept; iifname "lo" accept; tcp dport @doors accept`,
	"another chain":    `policy drop; ct state established,related accept; iifname "lo" accept; ip protocol tcp jump phones`,
	"a rejection":      `policy accept; iifname != "lo" tcp dport >= 1024 reject with tcp reset`,
	"verdicts":         `policy accept; ct state vmap { established : accept, related : accept }; iifname "eth*" tcp dport vmap { 22 : accept, 4747 : drop }`,
	"other verdicts":   `policy drop; iifname "lo" accept; ct state vmap { established : accept, related : accept, new : jump phones }`,
	"other networks":   `policy drop; ct state established,related accept; iifname "lo" accept; ip saddr 192.168.0.0/16 tcp dport 4747 accept`,
	"the network":      `policy drop; ct state established,related accept; iifname "lo" accept; ip saddr { 192.168.0.0/16, 10.0.0.0/8 } accept`,
	"IPv6 alone":       `policy drop; ct state established,related accept; iifname "lo" accept; ip6 nexthdr tcp accept`,
	"a later one":      `policy accept; tcp dport 4747 accept; }; chain last { type filter hook input priority 10; policy accept; iifname "eth0" tcp dport 4747 drop`,
	"what goes out":    `policy accept; }; chain out { type filter hook output priority 0; policy accept; oifname "eth0" tcp dport 4747 drop`,
	"a limit and logs": `policy drop; ct state established,related accept; iifname "lo" accept; tcp dport 4747 limit rate 1000/second log prefix "in " accept`,
}

// TestFirewall: what reach says of a firewall is what a phone finds, and what it says to
// type lets the phone in.
func TestFirewall(t *testing.T) {
	t.Parallel()
	lan := newLAN(t, "laptop", "phone")
	laptop, phone := lan["laptop"], lan["phone"]
	laptop.ip("address", "add", "10.48.0.1/24", "dev", "eth0")
	phone.ip("address", "add", "10.48.0.2/24", "dev", "eth0")
	l := laptop.serve("Hall", harness.Prepared(t))
	opens := func(seconds string) bool {
		return phone.command("curl", "-sS", "-o", os.DevNull, "--max-time", seconds, "http://10.48.0.1:"+strconv.Itoa(port)+"/healthz").Run() == nil
	}
	asked := func() reach.Address {
		t.Helper()
		cmd := laptop.command(os.Args[0])
		cmd.Env = append(cmd.Env, childEnv+"=reach")
		out, err := cmd.Output()
		var r reach.Report
		if err != nil || json.Unmarshal(out, &r) != nil {
			t.Fatalf("%s: %v", out, err)
		}
		for _, a := range r.Addresses {
			if a.URL == "http://10.48.0.1:4747/" {
				return a
			}
		}
		t.Fatalf("%+v", r)
		return reach.Address{}
	}
	for name, rules := range firewalls {
		t.Run(name, func(t *testing.T) {
			text := "flush ruleset\n"
			if rules != "" {
				text += "table inet filter {\nset doors { type inet_service; elements = { 80, 4747 }; }\nchain phones { ip saddr 10.48.0.0/24 tcp dport 4747 accept; }\n" +
					"chain input { type filter hook input priority 0; " + rules + "; }\n}\n"
			}
			set := laptop.command("nft", "-f", "-")
			set.Stdin = strings.NewReader(text)
			if out, err := set.CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			a := asked()
			said := reach.Open
			if a.Firewall != nil {
				said = a.Firewall.State
			}
			// What is dropped has no answer: nothing tells it from a slow one.
			seconds := "30"
			if said == reach.Blocks {
				seconds = "0.3"
			}
			if in := opens(seconds); !a.Answers || in != (said == reach.Open) || in != a.Can() {
				t.Errorf("the phone is in: %t, and of it is said: %+v %+v", in, a, a.Firewall)
			}
			if said != reach.Blocks {
				return
			}
			do, _ := strings.CutPrefix(a.Firewall.Command, "sudo ")
			if out, err := laptop.command(strings.Fields(do)...).CombinedOutput(); err != nil {
				t.Fatalf("%s: %v: %s", do, err, out)
			}
			if a := asked(); !opens("30") || !a.Can() {
				t.Errorf("the phone is not in after %s, and of it is said: %+v %+v", do, a, a.Firewall)
			}
		})
	}

	// A firewall that lets phones in may keep screens from finding the server.
	rule := func(rules string) {
		t.Helper()
		set := laptop.command("nft", "-f", "-")
		set.Stdin = strings.NewReader("flush ruleset\n" + rules)
		if out, err := set.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	const phones = "table inet f { chain i { type filter hook input priority 0; policy drop; ct state established,related accept; iif lo accept; tcp dport 4747 accept; }; }\n"
	rule(phones)
	a := asked()
	if !a.Can() || a.Multicast == nil || a.Multicast.State != reach.Blocks || a.Multicast.Command != "sudo nft insert rule inet f i udp dport 5353 accept" {
		t.Fatalf("%+v", a.Multicast)
	}
	wall := start[[]discovery.Server](phone, "browse")
	wall.sees("nobody", func(all []discovery.Server) bool { return len(all) == 0 })
	if out, err := laptop.command(strings.Fields(a.Multicast.Command)[1:]...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	wall.sees("the server", func(all []discovery.Server) bool { return len(all) == 1 })
	if a := asked(); a.Multicast != nil && a.Multicast.State != reach.Open {
		t.Errorf("%+v", a.Multicast)
	}

	// The command says the same, and its exit status.
	check := func(rules string) (string, int) {
		t.Helper()
		rule(rules)
		cmd := laptop.command(harness.Binary, "check", "--data", t.TempDir())
		out, err := cmd.CombinedOutput()
		if _, exit := err.(*exec.ExitError); err != nil && !exit {
			t.Fatal(err)
		}
		return string(out), cmd.ProcessState.ExitCode()
	}
	l.Cmd.Process.Kill()
	<-l.Done
	if out, status := check("table ip f { chain i { type filter hook input priority 0; tcp dport 4747 drop; }; }\n"); status != 1 || !strings.Contains(out, "sudo nft insert rule ip f i tcp dport 4747 accept") {
		t.Errorf("status %d: %s", status, out)
	}
	if out, status := check(phones); status != 0 || !strings.Contains(out, "no   screens find it") {
		t.Errorf("status %d: %s", status, out)
	}
	if out, status := check(""); status != 0 || !strings.Contains(out, "yes  screens find it") || !strings.Contains(out, "yes  http://10.48.0.1:4747/") {
		t.Errorf("status %d: %s", status, out)
	}
}
