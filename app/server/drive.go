package server

import (
	"encoding/json"
	"net/http"
	"slices"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/server/access"
	"lectern/app/server/answer"
)

// drives lets a request move a deck, or draw on it; else it returns why not. The live
// deck is moved by who drives. Where nobody does, a presenter becomes the driver by it;
// a remote has to take over first. What is rehearsed nobody sees, since it is not open:
// there all of the speaker's devices move. Other decks are none of a remote's business. Whoever holds the
// key itself always may, and becomes nothing by it.
func (s *Server) drives(r *http.Request, id int64) error {
	p := access.From(r.Context())
	if p.Presents() && p.Device == 0 {
		return nil
	}
	if d, ok := s.Hub.Deck(id); !ok || !d.Live {
		if s.sees(r, id) {
			return nil
		}
		return errNotLive
	}
	now := s.guard.Drive.Now()
	if now.Drives(p.Device) {
		return nil
	}
	if p.Presents() {
		var err error
		if now, err = s.begin(r, p.Device); err != nil || now.Drives(p.Device) {
			return err
		}
	}
	if now.Driver == nil {
		return fault.Errorf(fault.Driven, "Nobody drives: take over, and then move the slides")
	}
	return fault.Errorf(fault.Driven, "%s drives: take over, and then move the slides", now.Driver.Name)
}

// driven is the deck of a request that moves it, or draws on it, and may.
func (s *Server) driven(r *http.Request) (int64, error) {
	id, err := pathID(r, "deck")
	if err == nil {
		err = s.drives(r, id)
	}
	return id, err
}

// errNotLive is what is told a remote of every other deck, be it there or not.
var errNotLive = fault.Errorf(fault.NotFound, "This deck is not live")

// begin makes a device the driver, where nobody is or one that nobody has heard of
// for a while.
func (s *Server) begin(r *http.Request, device int64) (deck.Drive, error) {
	now, err := s.Store.BeginDrive(r.Context(), device)
	return now, s.heard(r, now, err)
}

// heard waits until this server knows who drives, as known does for a deck.
func (s *Server) heard(r *http.Request, now deck.Drive, err error) error {
	if err == nil {
		s.guard.Drive.Await(r.Context(), now)
	}
	return err
}

// changes lets a request change a deck; else it returns why not.
func (s *Server) changes(r *http.Request, id int64, c deck.Change) error {
	if c.Presents() && !access.From(r.Context()).Presents() {
		return fault.Errorf(fault.Forbidden, "A remote moves the slides, and changes nothing else of a deck")
	}
	if !c.Drives() {
		// A change of nothing tells of the deck, too.
		if !s.sees(r, id) {
			return errNotLive
		}
		return nil
	}
	// What makes another deck live takes the room from who drives this one.
	if d, ok := s.Hub.Live(); ok && d.ID != id && (c["live"] == true || c["interlude_of"] != nil) {
		if err := s.drives(r, d.ID); err != nil {
			return err
		}
	}
	return s.drives(r, id)
}

// drivingJSON is who moves the live deck, as one of the devices is told.
type drivingJSON struct {
	deck.Drive
	This int64 `json:"this"` // the device that asks; 0 for who holds the key
}

func (s *Server) getDrive(w http.ResponseWriter, r *http.Request) (int, any, error) {
	return http.StatusOK, drivingJSON{s.guard.Drive.Now(), access.From(r.Context()).Device}, nil
}

// postDrive says who drives from now on: whoever takes it, or is given it; or it asks
// who drives for it, or takes such a question back. Who drives says no by that, too.
func (s *Server) postDrive(w http.ResponseWriter, r *http.Request) (int, any, error) {
	var body struct {
		Take bool         `json:"take"`
		Give *json.Number `json:"give"` // a device, as a number or in quotation marks
		Ask  *bool        `json:"ask"`
	}
	if err := answer.ReadJSON(w, r, &body); err != nil {
		return 0, nil, err
	}
	p := access.From(r.Context())
	var now deck.Drive
	var err error
	switch {
	case body.Give != nil && !body.Take && body.Ask == nil:
		now, err = s.give(r, p, *body.Give)
	case body.Give != nil || body.Take == (body.Ask != nil):
		err = fault.Errorf(fault.Malformed, `Please send one of {"take":true}, {"give":DEVICE} and {"ask":true}`)
	case p.Device == 0:
		err = fault.Errorf(fault.Conflict, "Whoever has the presenter's key moves the slides whoever drives, and never drives itself")
	case body.Take:
		now, err = s.Store.TakeDrive(r.Context(), p.Device)
	case *body.Ask:
		now, err = s.Store.AskDrive(r.Context(), p.Device)
	default:
		now, err = s.Store.UnaskDrive(r.Context(), p.Device)
	}
	if err = s.heard(r, now, err); err != nil {
		return 0, nil, err
	}
	return http.StatusOK, drivingJSON{now, p.Device}, nil
}

// give makes a device drive: a presenter may say so at any time, a remote while it
// drives itself.
func (s *Server) give(r *http.Request, from access.Principal, to json.Number) (now deck.Drive, err error) {
	id, err := to.Int64()
	if err != nil {
		return now, fault.Errorf(fault.OutOfRange, "give is the number of a device")
	}
	d, err := s.Store.Device(r.Context(), id)
	if err != nil {
		return now, err
	}
	if role := access.Role(d.Role); role != access.Presenter && role != access.Remote {
		return now, fault.Errorf(fault.OutOfRange, "%s was let in for something else, and cannot drive: %s", d.Name, d.Role)
	}
	if from.Presents() {
		return s.Store.TakeDrive(r.Context(), id)
	}
	now, err = s.Store.GiveDrive(r.Context(), from.Device, id)
	if err == nil && !now.Drives(id) {
		err = fault.Errorf(fault.Conflict, "Only who drives can give that away")
	}
	return now, err
}

// liveCovers are those of POST /api/live/{act}, beside next, previous, board and back.
var liveCovers = map[string]deck.Blank{"black": deck.Black, "white": deck.White, "freeze": deck.Freeze, "show": deck.Shown}

var (
	errNothingLive = fault.Errorf(fault.Conflict, "Nothing is live, or rehearsed: present a deck first")
	errTalkOver    = fault.Errorf(fault.Conflict, "That talk, or rehearsal, is over by now: press again to move what is live")
	errRehearsed   = fault.Errorf(fault.Conflict, "Boards are for a talk that is live: this is a rehearsal")
)

// postLive does one thing to whatever is live, or while nothing is to what is rehearsed: for
// buttons, and scripts that know no deck.
func (s *Server) postLive(w http.ResponseWriter, r *http.Request) (int, any, error) {
	act := r.PathValue("act")
	blank, covers := liveCovers[act]
	if !covers && !slices.Contains([]string{"next", "previous", "board", "back"}, act) {
		return 0, nil, answer.ErrNoPage
	}
	live, ok := s.Hub.Talk()
	if !ok {
		return 0, nil, errNothingLive
	}
	if err := s.drives(r, live.ID); err != nil {
		return 0, nil, err
	}
	if !live.Live && (act == "board" || act == "back") {
		return 0, nil, errRehearsed
	}
	s.Hub.MakeWay(live.ID)
	var info deck.Info
	var err error
	switch {
	case covers:
		info, err = s.Store.Change(r.Context(), live.ID, deck.Change{"blank": blank})
	case act == "board":
		info, err = s.Library.ShowBoard(r.Context(), live, r.URL.Query().Has("dark"))
	case act == "back":
		if live.InterludeOf != nil {
			live.ID = *live.InterludeOf
		}
		info, err = s.Store.Change(r.Context(), live.ID, deck.Change{"live": true})
	default:
		rehearsed := live.ID
		if live.Live {
			rehearsed = 0
		}
		if info, ok, err = s.Store.StepLive(r.Context(), act == "next", rehearsed); err == nil && !ok {
			err = errTalkOver
		}
	}
	return http.StatusOK, info.State, s.known(r, info.State, err)
}
