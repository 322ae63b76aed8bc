package reach

import (
	"net/netip"
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
			if f := r.ask(t.Context(), packet{"eth0", netip.MustParseAddr("10.0.0.7"), 4747}); f == nil || f.State != c.want {
				t.Errorf("%+v, want %s", f, c.want)
			}
		})
	}
}
