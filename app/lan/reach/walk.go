package reach

import (
	"encoding/json"
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// A walk is the way of one packet.
type walk struct {
	*ruleset
	packet
	sure bool
}

// deepest is how far chains may call one another: the kernel's own bound is 16.
const deepest = 16

// run returns the verdict of a chain, or "" where none of its rules has one.
func (w *walk) run(c *chain, depth int) string {
	if c == nil || depth > deepest {
		w.sure = false
		return ""
	}
	for _, rule := range c.rules {
		if verdict := w.rule(c, rule, depth); verdict == "return" {
			return ""
		} else if verdict != "" {
			return verdict
		}
	}
	return ""
}

func (w *walk) rule(c *chain, rule []statement, depth int) string {
	for _, s := range rule {
		for key, value := range s {
			switch key {
			case "match":
				if !w.match(c, value) {
					return ""
				}
			case "counter", "log", "limit", "comment", "notrack", "mangle":
			case "vmap":
				if verdict := w.vmap(c, value, depth); verdict != "" {
					return verdict
				}
			case "accept", "drop", "reject", "return", "jump", "goto":
				if verdict := w.verdict(c, s, depth); verdict != "" {
					return verdict
				}
			default:
				// Something that only newer programs know, or older ones: of a rule that
				// cannot be read nothing follows.
				w.sure = false
				return ""
			}
		}
	}
	return ""
}

func (w *walk) verdict(c *chain, s statement, depth int) string {
	for _, plain := range []string{"accept", "drop", "reject", "return"} {
		if _, is := s[plain]; is {
			return plain
		}
	}
	for _, call := range []string{"jump", "goto"} {
		var to struct{ Target string }
		if value, is := s[call]; is && json.Unmarshal(value, &to) == nil {
			verdict := w.run(w.chain(c.Family, c.Table, to.Target), depth+1)
			if verdict == "" && call == "goto" {
				return "return"
			}
			return verdict
		}
	}
	return ""
}

// vmap is a verdict by a value.
func (w *walk) vmap(c *chain, value json.RawMessage, depth int) string {
	var m struct {
		Key  json.RawMessage
		Data struct {
			Set [][2]json.RawMessage
		}
	}
	if json.Unmarshal(value, &m) != nil {
		w.sure = false
		return ""
	}
	have, known := w.value(m.Key)
	if !known {
		w.sure = false
		return ""
	}
	for _, pair := range m.Data.Set {
		var s statement
		if w.is(c, have, pair[0]) && json.Unmarshal(pair[1], &s) == nil {
			return w.verdict(c, s, depth)
		}
	}
	return ""
}

func (w *walk) match(c *chain, value json.RawMessage) bool {
	var m struct {
		Op          string
		Left, Right json.RawMessage
	}
	if json.Unmarshal(value, &m) != nil {
		w.sure = false
		return false
	}
	have, known := w.value(m.Left)
	if !known {
		w.sure = false
		return false
	}
	if have == "" { // it is no packet of that kind
		return m.Op == "!="
	}
	switch m.Op {
	case "==", "in":
		return w.is(c, have, m.Right)
	case "!=":
		return !w.is(c, have, m.Right)
	}
	var bound float64
	n, err := strconv.ParseFloat(have, 64)
	if err != nil || json.Unmarshal(m.Right, &bound) != nil {
		w.sure = false
		return false
	}
	return map[string]bool{"<": n < bound, ">": n > bound, "<=": n <= bound, ">=": n >= bound}[m.Op]
}

// value is what the packet has where a rule looks; "" where a packet of its kind has
// nothing there.
func (w *walk) value(left json.RawMessage) (have string, known bool) {
	var l struct {
		Payload *struct{ Protocol, Field string }
		Meta    *struct{ Key string }
		CT      *struct{ Key string }
		FIB     *struct {
			Result string
			Flags  json.RawMessage
		}
	}
	if json.Unmarshal(left, &l) != nil {
		return "", false
	}
	is6 := w.to.Is6()
	switch {
	case l.CT != nil && l.CT.Key == "state":
		return "new", true
	case l.FIB != nil && l.FIB.Result == "type": // iptables' addrtype
		if flags := string(l.FIB.Flags); !strings.Contains(flags, "daddr") {
			return "unicast", strings.Contains(flags, "saddr")
		}
		return map[string]string{"unicast": "local", "multicast": "multicast"}[w.cast()], true
	case l.Meta != nil:
		have, known = map[string]string{
			"iifname": w.iface, "iif": w.iface, "l4proto": w.proto, "pkttype": map[string]string{"unicast": "host", "multicast": "multicast"}[w.cast()],
			"nfproto":  map[bool]string{false: "ipv4", true: "ipv6"}[is6],
			"protocol": map[bool]string{false: "ip", true: "ip6"}[is6],
		}[l.Meta.Key]
		return have, known
	case l.Payload != nil:
		switch at := *l.Payload; {
		case at.Field == "dport" && (at.Protocol == w.proto || at.Protocol == "th"):
			return strconv.Itoa(w.port), true
		case at.Field == "sport" && w.proto == "udp" && (at.Protocol == "udp" || at.Protocol == "th"):
			return strconv.Itoa(w.port), true // RFC 6762, 6
		case at.Protocol == "tcp" && w.proto != "tcp" || at.Protocol == "udp" && w.proto != "udp" || strings.HasPrefix(at.Protocol, "icmp") || at.Protocol == "sctp":
			return "", true
		case at.Protocol == "ip" && is6 || at.Protocol == "ip6" && !is6:
			return "", true
		case (at.Protocol == "ip" || at.Protocol == "ip6") && at.Field == "saddr":
			return w.from.String(), true
		case (at.Protocol == "ip" || at.Protocol == "ip6") && at.Field == "daddr":
			return w.to.String(), true
		case at.Protocol == "ip" && at.Field == "protocol" || at.Protocol == "ip6" && at.Field == "nexthdr":
			return w.proto, true
		}
	}
	return "", false
}

// is reports whether what the packet has is what a rule names: a value, a list, a set, a
// range or a prefix.
func (w *walk) is(c *chain, have string, right json.RawMessage) bool {
	var list []json.RawMessage
	if json.Unmarshal(right, &list) == nil {
		return slices.ContainsFunc(list, func(one json.RawMessage) bool { return w.is(c, have, one) })
	}
	var o struct {
		Set    json.RawMessage
		Range  []json.RawMessage
		Prefix *struct {
			Addr string
			Len  int
		}
		Elem *struct{ Val json.RawMessage }
	}
	if json.Unmarshal(right, &o) == nil {
		switch {
		case o.Set != nil:
			return w.is(c, have, o.Set)
		case o.Elem != nil:
			return w.is(c, have, o.Elem.Val)
		case len(o.Range) == 2:
			return within(have, text(o.Range[0]), text(o.Range[1]))
		case o.Prefix != nil:
			net, err := netip.ParseAddr(o.Prefix.Addr)
			addr, err2 := netip.ParseAddr(have)
			return err == nil && err2 == nil && netip.PrefixFrom(net, o.Prefix.Len).Contains(addr)
		}
		w.sure = false
		return false
	}
	name := text(right)
	if set, is := strings.CutPrefix(name, "@"); is {
		elements, known := w.sets[c.Family+" "+c.Table+" "+set]
		if !known {
			w.sure = false
		}
		return known && len(elements) > 0 && w.is(c, have, elements)
	}
	if before, is := strings.CutSuffix(name, "*"); is {
		return strings.HasPrefix(have, before)
	}
	return have == name || name == "unicast" && have == "host" || name == "6" && have == "tcp" || name == "17" && have == "udp"
}

func within(have, from, to string) bool {
	if n, err := strconv.Atoi(have); err == nil {
		low, err1 := strconv.Atoi(from)
		high, err2 := strconv.Atoi(to)
		return err1 == nil && err2 == nil && low <= n && n <= high
	}
	addr, err := netip.ParseAddr(have)
	low, err1 := netip.ParseAddr(from)
	high, err2 := netip.ParseAddr(to)
	return err == nil && err1 == nil && err2 == nil && low.Compare(addr) <= 0 && addr.Compare(high) <= 0
}

// text is a string or a number of JSON.
func text(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	return string(raw)
}
