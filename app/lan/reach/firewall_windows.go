package reach

import (
	"context"
	"net"
	"os"
	"strings"
)

// rules are what Windows' firewall lets in.
type rules struct{ profiles }

// Its words are the system language's; what the registry has is none's.
const policy = `HKLM\SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy`

func readRules(ctx context.Context) rules {
	r := rules{profiles{on: map[string]bool{}}}
	for profile, key := range map[string]string{"Public": "PublicProfile", "Private": "StandardProfile", "Domain": "DomainProfile"} {
		out, err := say(ctx, "reg", "query", policy+`\`+key, "/v", "EnableFirewall")
		r.on[profile] = err == nil && strings.Contains(out, "0x1")
	}
	if program, err := os.Executable(); err == nil {
		r.program = program
	}
	if listed, err := say(ctx, "reg", "query", policy+`\FirewallRules`); err == nil {
		r.profiles.rules = parseWinRules(listed)
	}
	if said, err := say(ctx, "powershell", "-NoProfile", "-NonInteractive", "-Command",
		`Get-NetConnectionProfile | ForEach-Object { "$($_.InterfaceIndex) $([int]$_.NetworkCategory)" }`); err == nil {
		r.networks = parseNetworks(said)
	}
	return r
}

// ask says what they do with a packet, or nil where there is no firewall.
func (r rules) ask(_ context.Context, p packet) *Firewall {
	index := 0
	if i, err := net.InterfaceByName(p.iface); err == nil {
		index = i.Index
	}
	return r.profiles.ask(index, p)
}
