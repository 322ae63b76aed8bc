package reach

import (
	"context"
	"fmt"
	"os"
	"strings"
)

// rules are what Windows' firewall lets in.
type rules struct {
	on      bool
	allowed bool // there is a rule for this program
}

func readRules(ctx context.Context) rules {
	// Its words are the system language's; the state is a value of the registry, too.
	out, err := say(ctx, "reg", "query", `HKLM\SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy\StandardProfile`, "/v", "EnableFirewall")
	r := rules{on: err == nil && strings.Contains(out, "0x1")}
	if !r.on {
		return r
	}
	// Windows makes such a rule when it asks whether a program may be reached.
	program, err := os.Executable()
	if err != nil {
		return r
	}
	listed, err := say(ctx, "reg", "query", `HKLM\SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy\FirewallRules`)
	if err != nil {
		return r
	}
	for line := range strings.Lines(strings.ToLower(listed)) {
		if strings.Contains(line, "app="+strings.ToLower(program)+"|") && strings.Contains(line, "dir=in") && strings.Contains(line, "active=true") {
			r.allowed = r.allowed || strings.Contains(line, "action=allow")
			if strings.Contains(line, "action=block") {
				return rules{on: true}
			}
		}
	}
	return r
}

// ask says what they do with a packet, or nil where there is no firewall.
func (r rules) ask(_ context.Context, p packet) *Firewall {
	if !r.on {
		return nil
	}
	f := &Firewall{Name: "Windows Firewall", State: Open}
	if !r.allowed {
		f.State = Unknown
		f.Command = fmt.Sprintf(`netsh advfirewall firewall add rule name=Lectern dir=in action=allow protocol=TCP localport=%d`, p.port)
	}
	return f
}
