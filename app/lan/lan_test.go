package lan

import (
	"fmt"
	"net"
	"net/netip"
	"strings"
	"testing"
)

// TestOrder: the address that most phones can open is the first.
func TestOrder(t *testing.T) {
	at := func(link, addr string) Address {
		return Address{Addr: netip.MustParseAddr(addr), Link: link, Kind: Interface{Name: link}.kind()}
	}
	out := func(a Address) Address { a.Out = true; return a }
	wifi := at("wlan0", "192.168.1.20")
	for name, c := range map[string]struct {
		all  []Address
		want string
	}{
		"none":                {nil, ""},
		"private before all":  {[]Address{at("eth0", "2001:db8::1"), at("eth0", "203.0.113.7"), wifi}, "192.168.1.20 203.0.113.7 2001:db8::1"},
		"no link-local ones":  {[]Address{at("eth0", "169.254.3.4"), at("eth0", "fe80::1"), wifi}, "192.168.1.20"},
		"two networks":        {[]Address{at("eth0", "10.0.0.5"), wifi}, "10.0.0.5 192.168.1.20"},
		"the way out first":   {[]Address{at("eth0", "10.0.0.5"), out(wifi)}, "192.168.1.20 10.0.0.5"},
		"IPv4 all the same":   {[]Address{out(at("wlan0", "2001:db8::1")), wifi}, "192.168.1.20 2001:db8::1"},
		"a VPN after all":     {[]Address{out(at("tun0", "10.8.0.2")), wifi, at("wlan0", "2001:db8::1")}, "192.168.1.20 2001:db8::1 10.8.0.2"},
		"a VPN by its kind":   {[]Address{{Addr: netip.MustParseAddr("10.8.0.2"), Link: "corp0", Kind: Interface{Name: "corp0", Tunnel: true}.kind()}, wifi}, "192.168.1.20 10.8.0.2"},
		"a VPN alone":         {[]Address{at("wg0", "10.8.0.2")}, "10.8.0.2"},
		"a container's alone": {[]Address{at("lxdbr0", "10.9.0.1")}, "10.9.0.1"},
		"Linux": {[]Address{at("docker0", "172.17.0.1"), at("br-5f3a", "172.18.0.1"), at("tailscale0", "100.101.1.1"), at("zt7nnd", "10.147.17.5"), at("wg0", "10.66.0.2"), wifi},
			"192.168.1.20 10.147.17.5 10.66.0.2 100.101.1.1 172.17.0.1 172.18.0.1"},
		"Windows": {[]Address{at("vEthernet (WSL)", "172.20.0.1"), at("Tailscale", "100.101.1.1"), at("Wi-Fi", "192.168.1.20")}, "192.168.1.20 100.101.1.1 172.20.0.1"},
		"a Mac":   {[]Address{at("utun4", "10.8.0.2"), at("en0", "192.168.1.20")}, "192.168.1.20 10.8.0.2"},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, a := range order(c.all) {
				got = append(got, a.String())
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

func TestURLs(t *testing.T) {
	for listen, want := range map[string]string{
		"127.0.0.1:4747":       "http://127.0.0.1:4747/",
		"192.0.2.7:80":         "http://192.0.2.7/",
		"[2001:db8::7]:4747":   "http://[2001:db8::7]:4747/",
		"[::ffff:192.0.2.7]:8": "http://192.0.2.7:8/",
	} {
		t.Run(listen, func(t *testing.T) {
			addr, err := net.ResolveTCPAddr("tcp", listen)
			if err != nil {
				t.Fatal(err)
			}
			if got := URLs(addr); len(got) != 1 || got[0] != want {
				t.Errorf("%q, want %s", got, want)
			}
		})
	}
	if got := URLs(&net.TCPAddr{Port: 4747}); len(got) == 0 {
		t.Error("a server at all addresses has none")
	}
}

// TestQR looks at what every reader looks for first: three finders, the border,
// and one module for each.
func TestQR(t *testing.T) {
	const text = "http://192.168.178.101:4747/"
	finder := []string{"#######", "#.....#", "#.###.#", "#.###.#", "#.###.#", "#.....#", "#######"}
	svg, err := SVG(text)
	if err != nil {
		t.Fatal(err)
	}
	var size int
	if _, err := fmt.Sscanf(string(svg), `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d`, &size); err != nil {
		t.Fatalf("%s: %v", svg, err)
	}
	_, path, _ := strings.Cut(string(svg), ` d="`)
	dark := map[[2]int]bool{}
	for _, run := range strings.Split(strings.TrimSuffix(path, `"/></svg>`), "M")[1:] {
		var x, y, n, back int
		if _, err := fmt.Sscanf(run, "%d %dh%dv1h-%dz", &x, &y, &n, &back); err != nil || n != back {
			t.Fatalf("%q: %v", run, err)
		}
		for i := range n {
			dark[[2]int{x + i, y}] = true
		}
	}
	modules := size - 2*quiet
	if modules < 21 || modules%4 != 1 {
		t.Fatalf("it is %d modules wide", modules)
	}
	for _, corner := range [][2]int{{quiet, quiet}, {quiet + modules - 7, quiet}, {quiet, quiet + modules - 7}} {
		for y, row := range finder {
			for x, want := range row {
				if dark[[2]int{corner[0] + x, corner[1] + y}] != (want == '#') {
					t.Fatalf("no finder at %v", corner)
				}
			}
		}
	}
	for at := range dark {
		if at[0] < quiet || at[1] < quiet || at[0] >= size-quiet || at[1] >= size-quiet {
			t.Errorf("%v is dark, in the border", at)
		}
	}
	terminal, err := Terminal(text)
	if lines := strings.Count(terminal, "\n"); err != nil || lines < 12 || !strings.Contains(terminal, "█▀▀▀▀▀█") {
		t.Errorf("%d lines: %v\n%s", lines, err, terminal)
	}
	if _, err := SVG(strings.Repeat("x", 5000)); err == nil {
		t.Error("a text that no QR code holds is drawn")
	}
}

func TestReachable(t *testing.T) {
	for address, want := range map[string]bool{
		"http://192.168.1.7:8040/": true, "https://talks.example.org/": true, "http://[fd00::7]:8040/": true,
		"http://127.0.0.1:8040/": false, "http://127.9.0.1/": false, "http://localhost:8040/": false, "http://[::1]:8040/": false,
		"http://[::ffff:127.0.0.1]/": false, "http://0.0.0.0:8040/": false, "http://LocalHost./": false, "http://a.localhost/": false,
	} {
		if got := Reachable(address); got != want {
			t.Errorf("%s: %v", address, got)
		}
	}
}
