package access

import "context"

// Role is what somebody may do.
type Role string

const (
	Listener  Role = "listener"  // follows; anybody
	Presenter Role = "presenter" // everything
	Remote    Role = "remote"    // sees the live deck with its notes, and may drive it: see Drive
	Stage     Role = "stage"     // sees notes and time, and changes nothing
	Moderator Role = "moderator" // sorts the questions
	Captions  Role = "captions"  // types captions
)

// Principal is whom a request is from.
type Principal struct {
	Role   Role
	Device int64 // its number; 0 for a listener, and for who holds the key itself
}

// Presents reports whether it is the presenter.
func (p Principal) Presents() bool { return p.Role == Presenter }

// Sees reports whether all of a deck may be seen, and its notes: of any by the
// presenter, of the one that is live, or rehearsed, by a speaker's other devices.
func (p Principal) Sees(talk bool) bool {
	return p.Presents() || talk && (p.Role == Remote || p.Role == Stage)
}

type principalKey struct{}

// From returns whom a request is from that came through Guard.Let.
func From(ctx context.Context) Principal {
	if p, ok := ctx.Value(principalKey{}).(Principal); ok {
		return p
	}
	return Principal{Role: Listener}
}
