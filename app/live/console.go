package live

import (
	"fmt"
	"slices"
	"sync/atomic"

	"lectern/app/deck"
)

// Import is how far an import has come.
type Import struct {
	ID    string `json:"id"`   // chosen by who asked for it
	Name  string `json:"name"` // of the file
	Done  int    `json:"done"` // slides
	Total int    `json:"total"`
	Error string `json:"error,omitempty"`
	Deck  int64  `json:"deck,omitempty"` // once it is there
	// Waiting tells that another import has the turn.
	Waiting bool `json:"waiting,omitempty"`
}

// Console is a presenter's stream: every deck's own position, who is there,
// how imports go. It keeps the newest of each, so that it is as bounded as a
// Viewer. One of the speaker's deck hears of that alone; see WatchTalk.
type Console struct {
	talk    bool
	pending map[string][]byte // guarded by Hub.mu
	order   []string
	wake    chan struct{}
	over    atomic.Bool
}

// Watch makes a console, with the state of every deck waiting in it.
func (h *Hub) Watch() *Console {
	h.mu.Lock()
	defer h.mu.Unlock()
	c := h.watch(false)
	for _, d := range h.decks {
		c.put(stateKey(d.ID), encode("state", 0, d))
	}
	for name, event := range h.informed {
		c.put(name, event)
	}
	for _, i := range h.imports {
		c.put("import "+i.ID, encode("import", 0, i))
	}
	return c
}

// WatchTalk makes a console of the speaker's deck alone, for a speaker's other devices:
// of the library it hears nothing. Its events "state" are of the deck that is live, or
// rehearsed, with its own position; one of deck 0 says that there is none. See Talks.
func (h *Hub) WatchTalk() *Console {
	h.mu.Lock()
	defer h.mu.Unlock()
	c := h.watch(true)
	c.put(talkKey, encode("state", 0, h.decks[h.talk()]))
	for _, name := range talkInformed {
		if event := h.informed[name]; event != nil {
			c.put(name, event)
		}
	}
	return c
}

// talkInformed are what Inform tells consoles of the speaker's deck, too.
var talkInformed = []string{"drive", "presence", "messages", "notice"}

// Messages are what consoles are told is said to the speaker, the newest first.
type Messages struct {
	Messages []deck.Message `json:"messages"`
}

// talkKey is where a console of the speaker's deck keeps its state.
const talkKey = "state"

func (h *Hub) watch(talk bool) *Console {
	c := &Console{talk: talk, pending: map[string][]byte{}, wake: make(chan struct{}, 1)}
	h.consoles[c] = struct{}{}
	return c
}

// Unwatch ends a console.
func (h *Hub) Unwatch(c *Console) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.consoles, c)
}

// Over reports whether the Hub wants the stream to end.
func (c *Console) Over() bool { return c.over.Load() }

// dismissConsoles ends every console's stream. It is called with the lock held.
func (h *Hub) dismissConsoles() {
	for c := range h.consoles {
		c.over.Store(true)
		c.signal()
	}
}

// Ready has a value when TakeAll may return something, or the stream is over.
func (c *Console) Ready() <-chan struct{} { return c.wake }

// TakeAll empties the console: the bytes of its events, in order.
func (h *Hub) TakeAll(c *Console) []byte {
	h.mu.Lock()
	defer h.mu.Unlock()
	var all []byte
	for _, key := range c.order {
		all = append(all, c.pending[key]...)
	}
	clear(c.pending)
	c.order = c.order[:0]
	return all
}

func (c *Console) put(key string, event []byte) {
	if _, waiting := c.pending[key]; !waiting {
		c.order = append(c.order, key)
	}
	c.pending[key] = event
	c.signal()
}

func (c *Console) signal() {
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

// importsKept is how many imports a console that comes later is told of.
const importsKept = 20

// Report tells consoles how an import goes; those that come later, too, while it
// goes on or where it failed. One whose Deck is there is over.
func (h *Hub) Report(i Import) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.imports = slices.DeleteFunc(h.imports, func(other Import) bool { return other.ID == i.ID })
	if i.Deck == 0 {
		h.imports = append(h.imports, i)
		h.imports = h.imports[max(0, len(h.imports)-importsKept):]
	}
	h.broadcast("import "+i.ID, encode("import", 0, i), false)
}

// PagesRead is what consoles are told when titles and texts of a deck have come.
type PagesRead struct {
	Deck int64 `json:"deck"`
}

// TellPages tells consoles that pages of a deck were read since they asked for it.
func (h *Hub) TellPages(id int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.broadcast(fmt.Sprint("pages ", id), encode("pages", 0, PagesRead{id}), id == h.talk())
}

// Forget has consoles that come later not hear of an import any more.
func (h *Hub) Forget(id string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.imports = slices.DeleteFunc(h.imports, func(i Import) bool { return i.ID == id })
}

// Inform tells consoles something by an event's name, those that come later too:
// the newest replaces the one before.
func (h *Hub) Inform(name string, data any) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.inform(name, data)
}

// inform is Inform with the lock held.
func (h *Hub) inform(name string, data any) {
	event := encode(name, 0, data)
	h.informed[name] = event
	h.broadcast(name, event, slices.Contains(talkInformed, name))
}

// broadcast tells all consoles; those of the speaker's deck only what is of it.
func (h *Hub) broadcast(key string, event []byte, talk bool) {
	for c := range h.consoles {
		if talk || !c.talk {
			c.put(key, event)
		}
	}
}

func stateKey(id int64) string { return fmt.Sprintf("state %d", id) }

// tellConsoles is called with the lock held.
func (h *Hub) tellConsoles(s deck.State) {
	if len(h.consoles) > 0 {
		h.broadcast(stateKey(s.ID), encode("state", 0, s), false)
	}
}
