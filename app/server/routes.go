package server

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/klauspost/compress/gzhttp"

	"lectern/app/roster"
	"lectern/app/server/access"
	"lectern/app/server/answer"
)

// handler is everything a request passes through, outermost first: what every
// answer carries, whom the request is for, whether another site sent it.
func (s *Server) handler() http.Handler {
	cross := http.NewCrossOriginProtection()
	cross.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer.Fail(w, r, s.Log, answer.ErrCrossOrigin)
	}))
	return s.recovered(headers(s.hosts.Check(s.Log, cross.Handler(s.routes()))))
}

// Who may use a route. The presenter may use all of them. Of those who may drive
// drives lets one through.
var (
	anybody   []access.Role
	presenter = []access.Role{access.Presenter}
	drivers   = []access.Role{access.Presenter, access.Remote}
	callers   = []access.Role{access.Presenter, access.Remote, access.Moderator} // say something to the speaker,
	called    = append(callers, access.Stage)                                    // and hear it
	speakers  = []access.Role{access.Presenter, access.Remote, access.Stage}     // the others see the deck alone that is live, or rehearsed
)

// A route is a line of the table of who may do what.
type route struct {
	method, path string
	who          []access.Role
	serve        http.HandlerFunc
	// refuse answers those who may not, if not by a problem.
	refuse func(http.ResponseWriter, *http.Request, error)
}

// streams are answered as they are: neither compressed nor timed.
func (s *Server) streams() []route {
	return []route{
		{"GET", "/live", anybody, s.streamLive, nil},
		{"GET", "/decks/{id}/live", anybody, s.streamDeck, nil},
		{"GET", "/api/live", speakers, s.streamConsole, nil},
	}
}

// requests are all others.
func (s *Server) requests() []route {
	return []route{
		{"GET", "/{$}", anybody, s.arriving(s.page("audience")), nil},
		{"GET", "/kiosk", anybody, s.arriving(s.page("kiosk")), nil},
		{"GET", "/overlay", anybody, s.page("overlay"), nil},
		{"GET", "/decks/{id}", anybody, s.deckPage, nil}, // while it is open
		{"GET", "/assets/", anybody, s.getAsset, nil},

		{"GET", "/decks/{id}/slides", anybody, s.getShown, nil},
		{"GET", "/decks/{id}/slides/{n}", anybody, s.getSlide, nil},        // that were shown
		{"GET", "/decks/{id}/slides/{n}/ink", anybody, s.getInk, nil},      // as far as they were shown
		{"GET", "/decks/{id}/ahead/{k}/{width}", anybody, s.getAhead, nil}, // sealed
		{"GET", "/pictures/{hash}/{width}", anybody, s.getPicture, nil},
		{"GET", "/media/{hash}", anybody, s.getMedia, nil},    // that stands in what was shown
		{"GET", "/idle/{k}/{width}", anybody, s.getIdle, nil}, // sealed; its key is the kiosks'
		{"GET", "/agenda", anybody, s.answers(s.getAgenda), nil},
		{"GET", "/clock.json", anybody, s.getClock, nil},
		{"POST", "/live/seen", anybody, s.postSeen, nil},
		{"GET", "/join.json", anybody, s.getJoin, nil},
		{"GET", "/join.svg", anybody, s.getJoinQR, nil},

		{"GET", "/present", presenter, s.presentPage, s.signInPage},
		{"GET", "/present/print", presenter, s.printPage, s.signInPage},
		{"GET", "/present/card", presenter, s.page("card"), s.signInPage},
		{"GET", "/present/{code}", anybody, s.presentLocally, nil},
		{"POST", "/api/sessions", anybody, s.answers(s.postSession), nil},
		{"POST", "/api/links", presenter, s.answers(s.postLink), nil},
		{"GET", "/api/devices", presenter, s.answers(s.listDevices), nil},
		{"DELETE", "/api/devices", presenter, s.answers(s.deleteDevices), nil},
		{"DELETE", "/api/devices/{id}", presenter, s.answers(s.deleteDevice), nil},

		{"GET", "/pair", anybody, s.pairPage, nil},
		{"POST", "/pair", anybody, s.answers(s.postPair), nil}, // who has a code
		{"POST", "/api/pairings", presenter, s.answers(s.postPairing), nil},
		{"GET", "/stage", []access.Role{access.Presenter, access.Stage}, s.page("stage"), s.unpaired},
		{"GET", "/remote", drivers, s.page("remote"), s.unpaired},
		{"GET", "/api/drive", speakers, s.answers(s.getDrive), nil},
		{"POST", "/api/drive", drivers, s.answers(s.postDrive), nil},
		{"POST", "/api/live/{act}", drivers, s.answers(s.postLive), nil},

		{"GET", "/api/screens", presenter, s.answers(s.listScreens), nil},
		{"GET", "/api/screens/summary", presenter, s.answers(s.getScreenSums), nil},
		{"DELETE", "/api/screens", presenter, s.answers(s.deleteScreens), nil},
		{"POST", "/api/screens/identify", presenter, s.answers(s.actScreens(roster.Identify)), nil},
		{"POST", "/api/screens/reload", presenter, s.answers(s.actScreens(roster.Reload)), nil},
		{"PUT", "/api/screens/{id}", presenter, s.answers(s.putScreen), nil},
		{"DELETE", "/api/screens/{id}", presenter, s.answers(s.deleteScreen), nil},
		{"POST", "/api/screens/{id}/identify", presenter, s.answers(s.actScreen(roster.Identify)), nil},
		{"POST", "/api/screens/{id}/reload", presenter, s.answers(s.actScreen(roster.Reload)), nil},

		{"GET", "/api/messages", called, s.answers(s.listMessages), nil},
		{"POST", "/api/messages", callers, s.answers(s.postMessage), nil},
		{"POST", "/api/messages/{id}/seen", drivers, s.answers(s.seeMessage), nil},
		{"DELETE", "/api/messages/{id}", callers, s.answers(s.deleteMessage), nil},

		{"GET", "/api/programme", presenter, s.answers(s.getProgramme), nil},
		{"PUT", "/api/programme", presenter, s.answers(s.putProgramme), nil},
		{"GET", "/api/agenda", presenter, s.answers(s.getWholeAgenda), nil},
		{"PUT", "/api/agenda", presenter, s.answers(s.putAgenda), nil},
		{"DELETE", "/api/agenda", presenter, s.answers(s.deleteAgenda), nil},

		{"POST", "/api/notice", drivers, s.answers(s.postNotice), nil},
		{"DELETE", "/api/notice", drivers, s.answers(s.deleteNotice), nil},

		{"GET", "/api/decks", presenter, s.answers(s.listDecks), nil},
		{"POST", "/api/decks", presenter, s.answers(s.postDeck), nil},
		{"GET", "/api/deleted", presenter, s.answers(s.listDeleted), nil},
		{"GET", "/api/search", presenter, s.answers(s.search), nil},
		{"GET", "/api/decks/{id}", speakers, s.answers(s.getDeck), nil},
		{"PUT", "/api/decks/{id}", drivers, s.answers(s.putDeck), nil},
		{"PUT", "/api/decks/{id}/slides/{n}", presenter, s.answers(s.putSlide), nil},
		{"PUT", "/api/decks/{id}/plan", presenter, s.answers(s.putPlan), nil},
		{"GET", "/api/decks/{id}/runs", presenter, s.answers(s.listRuns), nil},
		{"DELETE", "/api/decks/{id}/runs/{run}", presenter, s.answers(s.deleteRun), nil},
		{"DELETE", "/api/decks/{id}", presenter, s.answers(s.deleteDeck), nil},
		{"POST", "/api/decks/{id}/restore", presenter, s.answers(s.restoreDeck), nil},
		{"POST", "/api/decks/{id}/follow", presenter, s.answers(s.postFollow), nil}, // on this computer
		{"POST", "/api/decks/{id}/read", presenter, s.answers(s.readAgain), nil},
		{"POST", "/api/decks/{id}/replace", presenter, s.answers(s.replaceDeck), nil},
		{"GET", "/api/decks/{id}/export", presenter, s.getExport, nil},
		{"POST", "/api/decks/{id}/marks", drivers, s.answers(s.postMark), nil},
		{"GET", "/api/decks/{id}/ink", speakers, s.answers(s.getAllInk), nil},
		{"POST", "/api/decks/{id}/ink", drivers, s.answers(s.postInk), nil},
		{"DELETE", "/api/decks/{id}/ink", drivers, s.answers(s.clearInk), nil},
		{"DELETE", "/api/decks/{id}/ink/{stroke}", drivers, s.answers(s.deleteStroke), nil},
		{"POST", "/api/welcome", presenter, s.answers(s.postWelcome), nil},
		{"GET", "/api/join", presenter, s.getJoin, nil},
		{"GET", "/api/reach", presenter, s.answers(s.getReach), nil},
		{"POST", "/api/qr", presenter, s.answers(s.postQR), nil},

		{"GET", "/healthz", anybody, s.getHealth, nil},
		{"GET", "/readyz", anybody, s.getReady, nil},
		{"GET", "/metrics", anybody, s.getMetrics, nil}, // on this computer
	}
}

func (s *Server) routes() http.Handler {
	add := func(mux *http.ServeMux, routes []route) {
		for _, r := range routes {
			if r.refuse == nil {
				r.refuse = s.fail
			}
			mux.Handle(r.method+" "+r.path, s.guard.Let(r.who, r.serve, r.refuse))
		}
	}
	streams, requests := http.NewServeMux(), http.NewServeMux()
	add(streams, s.streams())
	add(requests, s.requests())
	requests.HandleFunc("/", s.unknown(requests, streams))
	streams.Handle("/", gzhttp.GzipHandler(answer.Timed(requests, s.times.write)))
	return streams
}

// times bound how long a client may take.
type times struct {
	// read is for a whole request; an upload gives itself more as long as it
	// moves. net/http is rid of it once the request is read, and nobody may set
	// it again then: a read deadline that passes while an answer is written ends
	// the context of the connection, and with it every later request on it
	// (golang/go#70834).
	read time.Duration
	// write is for each piece of an answer: a hall that loads a slide over one
	// access point takes minutes, and to cut all of them off would have all
	// begin again.
	write time.Duration
	stall time.Duration // of an upload that stands still
}

// policy allows what the pages need and nothing else: no script but our own,
// whatever a deck holds.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; media-src 'self'; " +
	"connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"

func headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer") // an address may hold a code
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		next.ServeHTTP(w, r)
	})
}

// recovered keeps one broken request from more than its own connection.
func (s *Server) recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			switch e := recover(); e {
			case nil:
			case http.ErrAbortHandler:
				panic(e)
			default:
				s.Log.Error("a request failed unexpectedly", "method", r.Method, "path", r.URL.Path, "panic", e)
				panic(http.ErrAbortHandler)
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// unknown answers what no route takes: 405 with Allow where another method
// would do, else 404; as a problem like every other error, and for a person who
// mistyped an address as a page.
func (s *Server) unknown(muxes ...*http.ServeMux) http.HandlerFunc {
	takes := func(r *http.Request, method string) bool {
		probe := r.Clone(r.Context())
		probe.Method = method
		return slices.ContainsFunc(muxes, func(m *http.ServeMux) bool {
			_, pattern := m.Handler(probe)
			return pattern != "" && pattern != "/"
		})
	}
	return func(w http.ResponseWriter, r *http.Request) {
		var allow []string
		for _, method := range []string{"GET", "HEAD", "POST", "PUT", "DELETE"} {
			if method != r.Method && takes(r, method) {
				allow = append(allow, method)
			}
		}
		switch {
		case len(allow) > 0:
			w.Header().Set("Allow", strings.Join(allow, ", "))
			answer.Problem(w, http.StatusMethodNotAllowed, "This address does not take "+r.Method)
		case r.Method == http.MethodGet && wantsPage(r):
			s.message(w, http.StatusNotFound, "There is nothing at this address", "Perhaps a letter is missing, or there is one too many.")
		default:
			s.fail(w, r, answer.ErrNoPage)
		}
	}
}

// wantsPage reports whether a person in front of a browser asks.
func wantsPage(r *http.Request) bool { return strings.Contains(r.Header.Get("Accept"), "text/html") }
