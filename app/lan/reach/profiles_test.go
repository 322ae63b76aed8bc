package reach

import (
	"net/netip"
	"strings"
	"testing"
)

// TestProfiles: a rule of Windows' holds in the networks of its profile alone; a Wi-Fi is public
// until somebody says otherwise.
func TestProfiles(t *testing.T) {
	const program = `C:\Program Files\Lectern\lectern.exe`
	rule := func(fields string) string {
		return `    TCP Query User{0A1B}    REG_SZ    v2.31|` + fields + "|Name=lectern.exe|Desc=lectern.exe|Defer=User|\r\n"
	}
	const prompt = `Action=Allow|Active=TRUE|Dir=In|Protocol=6|Profile=Private|App=` + program
	local := netip.MustParseAddr("10.0.0.7")
	tcp, udp := page("WLAN", local, 4747), question("WLAN", local)
	for _, c := range []struct {
		name, rules, networks string
		packet                packet
		want                  State
	}{
		{"nothing was asked", "", "12 0\r\n", tcp, Unknown},
		{"private, and the network is", rule(prompt), "12 1\r\n", tcp, Open},
		{"private, and the network is public", rule(prompt), "12 0\r\n", tcp, Blocks},
		{"private, and the network is not known", rule(prompt), "9 1\r\n", tcp, Unknown},
		{"TCP alone", rule(prompt), "12 1\r\n", udp, Unknown},
		{"a port, of whatever program", rule(`Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=4747`), "12 0\r\n", tcp, Open},
		{"another port", rule(`Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=80|LPort=5000-6000`), "12 0\r\n", tcp, Unknown},
		{"another program", rule(strings.Replace(prompt, "lectern.exe", "other.exe", 1)), "12 1\r\n", tcp, Unknown},
		{"what goes out", rule(strings.Replace(prompt, "Dir=In", "Dir=Out", 1)), "12 1\r\n", tcp, Unknown},
		{"switched off", rule(strings.Replace(prompt, "TRUE", "FALSE", 1)), "12 1\r\n", tcp, Unknown},
		{"a service's", rule(prompt + "|Svc=Dnscache"), "12 1\r\n", tcp, Unknown},
		{"let in and kept out", rule(prompt) + rule(strings.Replace(prompt, "Allow", "Block", 1)), "12 1\r\n", tcp, Blocks},
		{"a domain, whose firewall is off", "", "12 2\r\n", tcp, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := profiles{on: map[string]bool{"Public": true, "Private": true}, networks: parseNetworks(c.networks), rules: parseWinRules(c.rules), program: program}
			f := p.ask(12, c.packet)
			if f == nil && c.want == "" {
				return
			}
			if f == nil || f.State != c.want || (f.Command == "") != (f.State == Open) {
				t.Errorf("%+v, want %q", f, c.want)
			}
		})
	}
}
