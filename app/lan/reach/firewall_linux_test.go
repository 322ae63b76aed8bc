package reach

import (
	"net/netip"
	"os"
	"testing"
)

// TestUnread: of rules that cannot be read wholly nothing is said but that; they are no
// open door.
func TestUnread(t *testing.T) {
	const chain = `{"nftables":[{"chain":{"family":"inet","table":"filter","name":"input","type":"filter","hook":"input","prio":0,"policy":"accept"}}%s]}`
	rule := func(expr string) string {
		return `,{"rule":{"family":"inet","table":"filter","chain":"input","expr":[` + expr + `]}}`
	}
	for _, c := range []struct {
		name, rules string
		want        State
	}{
		{"none", "", Open},
		{"a drop", rule(`{"drop":null}`), Blocks},
		{"something newer", rule(`{"nobody knows this":{}},{"drop":null}`), Unknown},
		{"a key that is not known", rule(`{"match":{"op":"==","left":{"meta":{"key":"cgroup"}},"right":5}},{"drop":null}`), Unknown},
	} {
		t.Run(c.name, func(t *testing.T) {
			kernel, err := parseRules([]byte(chain[:len(chain)-4] + c.rules + "]}"))
			if err != nil {
				t.Fatal(err)
			}
			r := rules{kernel: kernel, present: true}
			if f := r.ask(t.Context(), page("eth0", netip.MustParseAddr("10.0.0.7"), 4747)); f == nil || f.State != c.want {
				t.Errorf("%+v, want %s", f, c.want)
			}
		})
	}
}

// TestQuestion: a firewall that lets phones in may keep out the questions by which screens
// find the server, and the other way round.
func TestQuestion(t *testing.T) {
	const input = `{"chain":{"family":"inet","table":"filter","name":"input","type":"filter","hook":"input","prio":0,"policy":"drop"}}`
	rule := func(expr string) string {
		return `,{"rule":{"family":"inet","table":"filter","chain":"input","expr":[` + expr + `]}}`
	}
	eq := func(left, right string) string {
		return `{"match":{"op":"==","left":` + left + `,"right":` + right + `}},`
	}
	const (
		tcp, udp = `{"payload":{"protocol":"tcp","field":"dport"}}`, `{"payload":{"protocol":"udp","field":"dport"}}`
		daddr    = `{"payload":{"protocol":"ip","field":"daddr"}}`
		kind     = `{"fib":{"result":"type","flags":"daddr"}}`
		accept   = `{"accept":null}`
	)
	for _, c := range []struct {
		name, rules     string
		phones, screens State
	}{
		{"the port alone", rule(eq(tcp, "4747") + accept), Open, Blocks},
		{"both", rule(eq(tcp, "4747")+accept) + rule(eq(daddr, `"224.0.0.251"`)+eq(udp, "5353")+accept), Open, Open},
		{"another group", rule(eq(daddr, `"239.255.255.250"`) + eq(udp, "1900") + accept), Blocks, Blocks},
		{"what is for this computer", rule(eq(kind, `"local"`) + accept), Open, Blocks},
		{"what is for several", rule(eq(kind, `"multicast"`) + accept), Blocks, Open},
		{"UDP", rule(eq(`{"meta":{"key":"l4proto"}}`, `"udp"`) + accept), Blocks, Open},
		{"what cannot be read may let it in", rule(`{"xt":{"type":"match","name":"addrtype"}},` + accept), Unknown, Unknown},
	} {
		t.Run(c.name, func(t *testing.T) {
			kernel, err := parseRules([]byte(`{"nftables":[` + input + c.rules + `]}`))
			if err != nil {
				t.Fatal(err)
			}
			r, local := rules{kernel: kernel, present: true}, netip.MustParseAddr("10.0.0.7")
			phones, screens := r.ask(t.Context(), page("eth0", local, 4747)), r.ask(t.Context(), question("eth0", local))
			if phones.State != c.phones || screens.State != c.screens {
				t.Errorf("phones %s, screens %s, want %s and %s", phones.State, screens.State, c.phones, c.screens)
			}
			if c.screens == Blocks && (screens.Command != "sudo nft insert rule inet filter input udp dport 5353 accept" || !screens.Fleeting) {
				t.Errorf("%+v", screens)
			}
		})
	}
}

// TestKeep: what is typed is of the interface's zone, and what makes it last is said.
func TestKeep(t *testing.T) {
	bin := t.TempDir()
	script := "#!/bin/sh\ncase \"$*\" in --get-zone-of-interface=eth0) echo venue;; --get-zone-of-interface=eth1) echo 'no zone'; exit 2;; '--zone=venue --query-service=mdns') ;; *) exit 1;; esac\n"
	if err := os.WriteFile(bin+"/firewall-cmd", []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin)
	r := rules{manager: "firewalld", present: true}
	local := netip.MustParseAddr("10.0.0.7")
	for _, c := range []struct {
		packet        packet
		state         State
		command, keep string
	}{
		{page("eth0", local, 4747), Unknown, "sudo firewall-cmd --zone=venue --add-port=4747/tcp", "sudo firewall-cmd --permanent --zone=venue --add-port=4747/tcp"},
		{question("eth0", local), Open, "", ""},
		{question("eth1", local), Unknown, "sudo firewall-cmd --add-service=mdns", "sudo firewall-cmd --permanent --add-service=mdns"},
	} {
		f := r.ask(t.Context(), c.packet)
		if f.State != c.state || f.Command != c.command || f.Keep != c.keep || f.Fleeting != (c.keep != "") {
			t.Errorf("%+v: %+v", c.packet, f)
		}
	}
	own := &chain{Family: "inet", Table: "filter", Name: "input"}
	for conf, want := range map[string]bool{
		"#!/usr/sbin/nft -f\nflush ruleset\n\ntable inet filter {\n\tchain input {\n": true,
		"add table inet filter\nadd chain inet filter input { type filter":            true,
		"table inet filter {\n\tchain forward {\n":                                    false,
		"table inet firewalld {\n\tchain input {\n":                                   false,
		"": false,
	} {
		if declares(conf, own) != want {
			t.Errorf("%q", conf)
		}
	}
}
