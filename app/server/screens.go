package server

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"unicode"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/roster"
	"lectern/app/server/answer"
	"lectern/app/store"
)

// People that the board has one by one, unless it is asked for others; of thousands it
// has sums.
const (
	usualPeople = 100
	mostPeople  = 1000
)

// listScreens is the board.
func (s *Server) listScreens(_ http.ResponseWriter, r *http.Request) (int, any, error) {
	people := usualPeople
	if q := r.URL.Query().Get("people"); q != "" {
		n, err := strconv.Atoi(q)
		if err != nil || n < 0 {
			return 0, nil, fault.Errorf(fault.OutOfRange, "people is how many phones and browsers are listed, from 0 to %d", mostPeople)
		}
		people = min(n, mostPeople)
	}
	return http.StatusOK, s.Roster.Board(people), nil
}

// getScreenSums is what consoles are told of the board.
func (s *Server) getScreenSums(_ http.ResponseWriter, r *http.Request) (int, any, error) {
	return http.StatusOK, s.Roster.Summary(), nil
}

// putScreen changes what was chosen for a screen. One that nobody kept so far, a phone
// perhaps, is kept from then on.
func (s *Server) putScreen(w http.ResponseWriter, r *http.Request) (int, any, error) {
	var ask struct {
		Name     *string         `json:"name"`
		Deck     json.RawMessage `json:"deck"`
		Lang     *string         `json:"lang"`
		Rotation *int            `json:"rotation"`
		Excused  *bool           `json:"excused"`
	}
	if err := answer.ReadJSON(w, r, &ask); err != nil {
		return 0, nil, err
	}
	id := r.PathValue("id")
	change := map[string]any{}
	if ask.Name != nil {
		change["name"] = strings.TrimSpace(*ask.Name)
	}
	if ask.Lang != nil {
		change["lang"] = strings.TrimSpace(*ask.Lang)
	}
	if ask.Rotation != nil {
		change["rotation"] = *ask.Rotation
	}
	if ask.Excused != nil {
		change["excused"] = *ask.Excused
	}
	if ask.Deck != nil {
		var of *int64
		if err := json.Unmarshal(ask.Deck, &of); err != nil {
			return 0, nil, fault.Errorf(fault.Malformed, "deck is the number of a deck, or null for the live one")
		}
		if of != nil {
			if _, ok := s.Hub.Deck(*of); !ok {
				return 0, nil, fault.Errorf(fault.OutOfRange, "There is no deck %d for the screen", *of)
			}
		}
		change["deck"] = of
	}
	of, _, known := s.Roster.Follower(id)
	if !known {
		return 0, nil, errNoScreen
	}
	if of.Number == 0 {
		if err := s.Store.SeeScreens(r.Context(), []deck.Screen{of}); err != nil {
			return 0, nil, err
		}
	}
	row, err := s.Store.ChangeScreen(r.Context(), id, change)
	if err != nil {
		return 0, nil, err
	}
	line, ok := s.Roster.Line(id)
	if !ok {
		line = roster.Screen{ID: id, Kind: row.Kind, OwnName: row.OwnName, State: roster.Coming}
	}
	// It may be heard of in a moment only.
	line.Number, line.Chosen, line.Name = row.Number, row.ScreenChoice, cmp.Or(row.Name, line.OwnName, fmt.Sprint("Screen ", row.Number))
	return http.StatusOK, line, nil
}

var errNoScreen = fault.Errorf(fault.NotFound, "There is no such screen")

// deleteScreen forgets a screen. One that is here comes back as a new one.
func (s *Server) deleteScreen(_ http.ResponseWriter, r *http.Request) (int, any, error) {
	return http.StatusNoContent, nil, s.Store.ForgetScreen(r.Context(), r.PathValue("id"))
}

// deleteScreens forgets all that do not follow and for which nothing was chosen: anybody may
// come and say that he is a screen.
func (s *Server) deleteScreens(_ http.ResponseWriter, r *http.Request) (int, any, error) {
	var gone []string
	for _, line := range s.Roster.Board(0) {
		if line.Came == nil {
			gone = append(gone, line.ID)
		}
	}
	forgotten, err := s.Store.ForgetScreens(r.Context(), gone)
	return http.StatusOK, struct {
		Forgotten int64 `json:"forgotten"`
	}{forgotten}, err
}

// actScreen has a screen do something, on whatever server it follows.
func (s *Server) actScreen(act string) func(http.ResponseWriter, *http.Request) (int, any, error) {
	return func(_ http.ResponseWriter, r *http.Request) (int, any, error) {
		id := r.PathValue("id")
		switch _, here, known := s.Roster.Follower(id); {
		case !known:
			return 0, nil, errNoScreen
		case !here:
			return 0, nil, fault.Errorf(fault.Conflict, "The screen is not connected; once it is, please try again")
		}
		return http.StatusNoContent, nil, s.Store.ActScreen(r.Context(), id, act)
	}
}

// actScreens has every kiosk and window do it.
func (s *Server) actScreens(act string) func(http.ResponseWriter, *http.Request) (int, any, error) {
	return func(_ http.ResponseWriter, r *http.Request) (int, any, error) {
		return http.StatusNoContent, nil, s.Store.ActScreen(r.Context(), store.AllScreens, act)
	}
}

// whoIs reads what a viewer says of itself. It is kept while the stream lasts,
// so it is short.
func (s *Server) whoIs(r *http.Request) roster.Who {
	q := r.URL.Query()
	who := roster.Who{ID: short(q.Get("viewer")), Kind: deck.Browser, Screen: roster.ScreenID(short(q.Get("screen"))), Page: short(q.Get("page")), Name: oneLine(q.Get("name"))}
	if kind := deck.ScreenKind(q.Get("kind")); kind == deck.Phone || kind.Hangs() {
		who.Kind = kind
	}
	if who.ID != "" {
		who.Address = s.proxies.Client(r).String()
	}
	if pages := q.Get("pages"); pages != "" {
		who.Old = pages != pagesTag()
	}
	return who
}

func short(s string) string {
	s = strings.ToValidUTF8(s, "")
	if r := []rune(s); len(r) > 64 {
		s = string(r[:64])
	}
	return strings.Clone(s) // not the whole request's line
}

// oneLine is a name that somebody gave a screen: anybody may, and the board shows it.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsPrint(r), r == '\u200c', r == '\u200d': // which some scripts are written with
			return r
		case unicode.IsSpace(r):
			return ' '
		}
		return -1
	}, strings.ToValidUTF8(s, ""))
	return short(strings.Join(strings.Fields(s), " "))
}

// widest is what nobody's screen exceeds, in pixels.
const widest = 100_000

// postSeen takes a page's word that it shows a revision; a screen's, by what it keeps,
// besides how large it is.
func (s *Server) postSeen(w http.ResponseWriter, r *http.Request) {
	var body struct {
		Viewer string `json:"viewer"`
		Screen string `json:"screen"`
		Page   string `json:"page"`
		Rev    int64  `json:"rev"`
		Width  int    `json:"width"`
		Height int    `json:"height"`
		Hidden bool   `json:"hidden"`
		Off    bool   `json:"off"`
		Stuck  bool   `json:"stuck"`
		Round  string `json:"round"`
		Notice string `json:"notice"`
	}
	if err := answer.ReadJSON(w, r, &body); err != nil {
		s.fail(w, r, err)
		return
	}
	if body.Screen != "" {
		bound := func(n int) int { return max(0, min(n, widest)) }
		s.Roster.Report(roster.ScreenID(short(body.Screen)), roster.Report{
			Page: body.Page, Rev: body.Rev, Width: bound(body.Width), Height: bound(body.Height), Hidden: body.Hidden, Off: body.Off, Stuck: body.Stuck,
			Round: oneLine(body.Round), Notice: short(body.Notice),
		})
	} else {
		s.Roster.Seen(body.Viewer, body.Rev)
	}
	w.WriteHeader(http.StatusNoContent)
}
