package stranger

import (
	"strings"
	"testing"

	"lectern/app/sealed"
)

// chest is what a stranger has of sealed bundles, and the keys that were told.
type chest struct {
	crawls  int
	bundles map[string][]byte // by what they begin with
	since   map[string]int    // the crawl that brought each first
	keys    map[sealed.Key]int
	opened  map[string]bool // what was looked into
}

// collect takes in what a crawl has brought.
func (c *chest) collect(t *testing.T, all map[string]got) {
	t.Helper()
	if c.bundles == nil {
		c.bundles, c.since, c.keys = map[string][]byte{}, map[string]int{}, map[sealed.Key]int{}
		c.opened = map[string]bool{}
	}
	c.crawls++
	for address, g := range all {
		for _, m := range told.FindAllSubmatch(g.body, -1) {
			key, err := sealed.Parse(string(m[1]))
			if err != nil {
				t.Errorf("%s tells the key %s: %v", address, m[1], err)
			}
			if _, known := c.keys[key]; !known {
				c.keys[key] = c.crawls
			}
		}
		if !strings.Contains(address, "/ahead/") || g.status != 200 || strings.HasPrefix(address, "HEAD ") {
			continue
		}
		if len(g.body) < sealed.Overhead {
			t.Errorf("%s is no bundle: %d bytes", address, len(g.body))
			continue
		}
		name := string(g.body[:28])
		if c.bundles[name] == nil {
			c.bundles[name], c.since[name] = g.body, c.crawls
		}
	}
}

// checkSealed opens what can be opened with the keys that were told so far: views
// that were shown at some time, for whoever was there.
func (c *chest) checkSealed(t *testing.T, byName map[string]*talk) {
	t.Helper()
	for key, toldAt := range c.keys {
		commitment := key.Commitment()
		for name, b := range c.bundles {
			if c.opened[name] || !strings.HasPrefix(name, string(commitment[:])) {
				continue
			}
			c.opened[name] = true
			plain, err := key.Open(b)
			if err != nil {
				t.Error(err)
				continue
			}
			bundle, err := sealed.Read(plain)
			if err != nil {
				t.Error(err)
				continue
			}
			found := tells(bundle.View)
			for _, p := range bundle.Pictures {
				found = append(found, tells(p.Data)...)
			}
			for _, what := range found {
				d := byName[what.deck]
				if what.note || !d.told(what.at) {
					t.Errorf("%s: %v was never shown, and opens with a key that was told", what.deck, what.at)
				}
				if c.since[name] < toldAt {
					d.opened[what.at] = true
				}
			}
		}
	}
}
