package reach

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"strings"
)

// rules are what the system's firewall lets in.
type rules struct {
	manager string   // "ufw", "firewalld", or "" where people write the rules themselves
	kernel  *ruleset // nil where they may not be read
	present bool     // there is a firewall, or may be one
}

var ufwOn = regexp.MustCompile(`(?mi)^\s*ENABLED\s*=\s*"?yes`)

func readRules(ctx context.Context) rules {
	var r rules
	if conf, err := os.ReadFile("/etc/ufw/ufw.conf"); err == nil && ufwOn.Match(conf) {
		r.manager, r.present = "ufw", true
	} else if out, err := say(ctx, "firewall-cmd", "--state"); err == nil && strings.TrimSpace(out) == "running" {
		r.manager, r.present = "firewalld", true
	}
	// All of them come to this in the end, that of iptables among them. It is root's to read.
	out, err := say(ctx, "nft", "-j", "list", "ruleset")
	if err == nil {
		if kernel, err := parseRules([]byte(out)); err == nil {
			r.kernel, r.present = kernel, r.present || len(kernel.chains) > 0
		} else {
			r.present = true
		}
	} else if _, err := os.Stat("/proc/sys/net/netfilter"); err == nil && os.Geteuid() != 0 {
		r.present = true
	}
	return r
}

// ask says what they do with a packet, or nil where there is no firewall.
func (r rules) ask(ctx context.Context, p packet) *Firewall {
	if !r.present {
		return nil
	}
	f := &Firewall{Name: r.manager, State: Unknown}
	if f.Name == "" {
		f.Name = "nftables"
	}
	var by *chain
	if r.kernel != nil {
		var sure bool
		if by, sure = r.kernel.drops(p); by != nil {
			f.State = Blocks
		} else if sure {
			f.State = Open
		}
	} else if r.manager == "firewalld" {
		// Whom the system knows to be here is told this much.
		if _, err := say(ctx, "firewall-cmd", fmt.Sprintf("--query-port=%d/tcp", p.port)); err == nil {
			f.State = Open
		}
	}
	if f.State == Open {
		return f
	}
	switch r.manager {
	case "ufw":
		f.Command = fmt.Sprintf("sudo ufw allow %d/tcp", p.port)
	case "firewalld":
		f.Command = fmt.Sprintf("sudo firewall-cmd --add-port=%d/tcp", p.port)
	default:
		if by != nil {
			f.Command = fmt.Sprintf("sudo nft insert rule %s %s %s tcp dport %d accept", by.Family, by.Table, by.Name, p.port)
		}
	}
	return f
}
