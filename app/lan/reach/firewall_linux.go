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
	zone := ""
	if r.manager == "firewalld" {
		zone = zoneOf(ctx, p.iface)
	}
	var by *chain
	if r.kernel != nil {
		var sure bool
		switch by, sure = r.kernel.drops(p); {
		case !sure:
		case by != nil:
			f.State = Blocks
		default:
			f.State = Open
		}
	} else if r.manager == "firewalld" {
		// Whom the system knows to be here is told this much.
		for _, what := range allowing(p) {
			if _, err := say(ctx, "firewall-cmd", in(zone, "--query-"+what)...); err == nil {
				f.State = Open
			}
		}
	}
	if f.State == Open {
		return f
	}
	switch r.manager {
	case "ufw": // it keeps what it is told
		f.Command = fmt.Sprintf("sudo ufw allow %d/%s", p.port, p.proto)
	case "firewalld":
		do := strings.Join(in(zone, "--add-"+allowing(p)[0]), " ")
		f.Command, f.Fleeting, f.Keep = "sudo firewall-cmd "+do, true, "sudo firewall-cmd --permanent "+do
	default:
		if by != nil {
			rule := fmt.Sprintf("insert rule %s %s %s %s dport %d accept", by.Family, by.Table, by.Name, p.proto, p.port)
			f.Command, f.Fleeting = "sudo nft "+rule, true
			if conf, err := os.ReadFile(nftables); err == nil && declares(string(conf), by) {
				f.Keep = "echo '" + rule + "' | sudo tee -a " + nftables
			}
		}
	}
	return f
}

// nftables is where Debian and its kin read the rules from at a start.
const nftables = "/etc/nftables.conf"

// declares reports whether a file of rules has the chain, so that a line at its end can
// add to it: those of iptables and of other programs are in none.
func declares(conf string, c *chain) bool {
	table := regexp.MustCompile(`(?m)^\s*(?:add\s+)?table\s+` + regexp.QuoteMeta(c.Family+" "+c.Table) + `\b`)
	chain := regexp.MustCompile(`\bchain\s+(?:\w+\s+\w+\s+)?` + regexp.QuoteMeta(c.Name) + `\b`)
	return table.MatchString(conf) && chain.MatchString(conf)
}

// allowing is what a zone of firewalld's may have that lets a packet in; the first one can be
// added.
func allowing(p packet) []string {
	port := fmt.Sprintf("port=%d/%s", p.port, p.proto)
	if p.port == 5353 {
		return []string{"service=mdns", port}
	}
	return []string{port}
}

func in(zone, what string) []string {
	if zone == "" {
		return []string{what}
	}
	return []string{"--zone=" + zone, what}
}

var zoneName = regexp.MustCompile(`^[\w-]+$`)

// zoneOf is firewalld's zone of an interface; "" is its default.
func zoneOf(ctx context.Context, iface string) string {
	out, err := say(ctx, "firewall-cmd", "--get-zone-of-interface="+iface)
	if zone := strings.TrimSpace(out); err == nil && zoneName.MatchString(zone) {
		return zone
	}
	return ""
}
