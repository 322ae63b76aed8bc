package reach

import (
	"encoding/json"
	"slices"
)

// ruleset is what `nft -j list ruleset` prints, as far as it can stop a packet that
// comes in: see libnftables-json(5).
type ruleset struct {
	chains []*chain
	sets   map[string]json.RawMessage // by family, table and name
}

type chain struct {
	Family string `json:"family"`
	Table  string `json:"table"`
	Name   string `json:"name"`
	Type   string `json:"type"`
	Hook   string `json:"hook"`
	Prio   int    `json:"prio"`
	Policy string `json:"policy"`
	rules  [][]statement
}

// A statement is an object of one key: what to look at, or what to do.
type statement map[string]json.RawMessage

func parseRules(out []byte) (*ruleset, error) {
	var list struct {
		NFTables []struct {
			Chain *chain
			Rule  *struct {
				Family, Table, Chain string
				Expr                 []statement
			}
			Set *struct {
				Family, Table, Name string
				Elem                json.RawMessage
			}
		}
	}
	if err := json.Unmarshal(out, &list); err != nil {
		return nil, err
	}
	r := &ruleset{sets: map[string]json.RawMessage{}}
	for _, o := range list.NFTables {
		switch {
		case o.Chain != nil:
			r.chains = append(r.chains, o.Chain)
		case o.Rule != nil:
			if c := r.chain(o.Rule.Family, o.Rule.Table, o.Rule.Chain); c != nil {
				c.rules = append(c.rules, o.Rule.Expr)
			}
		case o.Set != nil:
			r.sets[o.Set.Family+" "+o.Set.Table+" "+o.Set.Name] = o.Set.Elem
		}
	}
	return r, nil
}

func (r *ruleset) chain(family, table, name string) *chain {
	i := slices.IndexFunc(r.chains, func(c *chain) bool { return c.Family == family && c.Table == table && c.Name == name })
	if i < 0 {
		return nil
	}
	return r.chains[i]
}

// drops returns the chain of the hook that stops the packet, or nil. sure is false where
// a rule on the way looks at something that is not known here.
func (r *ruleset) drops(p packet) (by *chain, sure bool) {
	family := "ip"
	if p.to.Is6() {
		family = "ip6"
	}
	base := slices.DeleteFunc(slices.Clone(r.chains), func(c *chain) bool {
		return c.Hook != "input" || c.Family != "inet" && c.Family != family
	})
	slices.SortStableFunc(base, func(a, b *chain) int { return a.Prio - b.Prio })
	w := walk{ruleset: r, packet: p, sure: true}
	for _, c := range base {
		switch w.run(c, 0) {
		case "drop", "reject":
			return c, w.sure
		case "accept":
		default:
			if c.Policy == "drop" {
				return c, w.sure
			}
		}
	}
	return nil, w.sure
}
