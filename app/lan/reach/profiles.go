package reach

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// profiles are what Windows' firewall has: each network is of one of three, and a rule holds
// in all of them, or in those that it names.
type profiles struct {
	on       map[string]bool // by the profile's name
	networks map[int]string  // the profile of each interface's network, by its index, where it is known
	rules    []winRule
	program  string
}

// everyProfile are the firewall's: of a network that is known to be of none of them the strictest
// holds.
var everyProfile = []string{"Public", "Private", "Domain"}

// A winRule is one for what comes in.
type winRule struct {
	allow     bool
	app       string // the program's path in small letters; "" is any
	proto     string // "6" is TCP, "17" UDP; "" is any
	ports     []string
	profiles  []string // none: all
	elsewhere bool     // it looks at something that is not read here
}

// parseWinRules reads what `reg query` prints of FirewallRules (MS-GPFAS, 2.2.2.19): a rule a line,
// of fields with a | between them.
func parseWinRules(listed string) (rules []winRule) {
	for line := range strings.Lines(listed) {
		_, text, ok := strings.Cut(line, "|")
		if !ok {
			continue
		}
		var r winRule
		in, active := false, false
		for field := range strings.SplitSeq(strings.TrimSpace(text), "|") {
			key, value, _ := strings.Cut(field, "=")
			switch strings.ToLower(key) {
			case "action":
				r.allow = strings.EqualFold(value, "Allow")
			case "active":
				active = strings.EqualFold(value, "TRUE")
			case "dir":
				in = strings.EqualFold(value, "In")
			case "app":
				r.app = strings.ToLower(value)
			case "protocol":
				r.proto = value
			case "lport", "lport2_10":
				r.ports = append(r.ports, value)
			case "profile":
				r.profiles = append(r.profiles, value)
			case "", "name", "desc", "embedctxt", "edge", "defer", "ra4", "ra6":
				// Of other computers those beside this one are the narrowest that is usual.
			default:
				r.elsewhere = true
			}
		}
		if in && active {
			rules = append(rules, r)
		}
	}
	return rules
}

// parseNetworks reads a line each of an interface's index and its network's category
// (MSFT_NetConnectionProfile).
func parseNetworks(said string) map[int]string {
	networks := map[int]string{}
	for line := range strings.Lines(said) {
		var index, category int
		if _, err := fmt.Sscanf(line, "%d %d", &index, &category); err == nil && category >= 0 && category < len(everyProfile) {
			networks[index] = everyProfile[category]
		}
	}
	return networks
}

// ask says what they do with a packet that comes in by an interface, or nil where there is
// no firewall.
func (p profiles) ask(index int, k packet) *Firewall {
	of := everyProfile
	if network, known := p.networks[index]; known {
		of = []string{network}
	}
	of = slices.DeleteFunc(slices.Clone(of), func(name string) bool { return !p.on[name] })
	if len(of) == 0 {
		return nil
	}
	f := &Firewall{Name: "Windows Firewall", State: Open}
	for _, profile := range of {
		allowed, blocked, asked := p.in(profile, k)
		switch {
		case blocked: // it counts before all that let in
			f.State = Blocks
			f.Command = fmt.Sprintf(`netsh advfirewall firewall delete rule name=all dir=in program="%s"`, p.program)
			return f
		case allowed:
		case asked && len(of) == 1: // Windows asks once, of each program
			f.State = Blocks
		default:
			f.State = Unknown
		}
	}
	if f.State != Open {
		name := map[string]string{"tcp": "Lectern", "udp": "Lectern-mDNS"}[k.proto]
		f.Command = fmt.Sprintf(`netsh advfirewall firewall add rule name=%s dir=in action=allow protocol=%s localport=%d`, name, strings.ToUpper(k.proto), k.port)
	}
	return f
}

// in says what the rules of a profile do, and whether Windows has asked about this program already,
// for whichever profile.
func (p profiles) in(profile string, k packet) (allowed, blocked, asked bool) {
	proto := map[string]string{"tcp": "6", "udp": "17"}[k.proto]
	for _, r := range p.rules {
		mine := strings.EqualFold(r.app, p.program)
		if r.elsewhere || r.app != "" && !mine || r.proto != "" && r.proto != proto || len(r.ports) > 0 && !slices.ContainsFunc(r.ports, func(text string) bool { return hasPort(text, k.port) }) {
			continue
		}
		asked = asked || mine
		if len(r.profiles) > 0 && !slices.Contains(r.profiles, profile) {
			continue
		}
		allowed, blocked = allowed || r.allow, blocked || !r.allow && mine
	}
	return allowed, blocked, asked
}

// hasPort reports whether a port, or a range, has one.
func hasPort(text string, port int) bool {
	from, to, isRange := strings.Cut(text, "-")
	low, err := strconv.Atoi(from)
	high := low
	if isRange {
		high, _ = strconv.Atoi(to)
	}
	return err == nil && low <= port && port <= high
}
