package server

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/klauspost/compress/gzhttp"

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

func (s *Server) routes() http.Handler {
	streams := http.NewServeMux() // as they are: neither compressed nor timed
	streams.HandleFunc("GET /live", s.streamLive)
	streams.HandleFunc("GET /decks/{id}/live", s.streamDeck)
	streams.Handle("GET /api/live", s.presenter(s.streamConsole))

	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.page("audience"))
	mux.HandleFunc("GET /kiosk", s.page("kiosk"))
	mux.HandleFunc("GET /decks/{id}", s.deckPage)
	mux.HandleFunc("GET /present", s.presentPage)
	mux.HandleFunc("GET /decks/{id}/slides", s.getShown)
	mux.HandleFunc("GET /decks/{id}/slides/{n}", s.getSlide)
	mux.HandleFunc("GET /pictures/{hash}/{width}", s.getPicture)
	mux.HandleFunc("POST /live/seen", s.postSeen)
	mux.HandleFunc("GET /join.json", s.getJoin)
	mux.HandleFunc("GET /join.svg", s.getJoinQR)
	mux.HandleFunc("GET /assets/", s.getAsset)
	mux.HandleFunc("GET /healthz", s.getHealth)
	mux.HandleFunc("GET /readyz", s.getReady)
	mux.HandleFunc("GET /metrics", s.getMetrics)

	mux.Handle("GET /api/decks", s.presenter(s.answers(s.listDecks)))
	mux.Handle("POST /api/decks", s.presenter(s.answers(s.postDeck)))
	mux.Handle("GET /api/decks/{id}", s.presenter(s.answers(s.getDeck)))
	mux.Handle("PUT /api/decks/{id}", s.presenter(s.answers(s.putDeck)))
	mux.Handle("DELETE /api/decks/{id}", s.presenter(s.answers(s.deleteDeck)))
	mux.Handle("POST /api/decks/{id}/restore", s.presenter(s.answers(s.restoreDeck)))
	mux.Handle("POST /api/welcome", s.presenter(s.answers(s.postWelcome)))
	mux.Handle("GET /api/join", s.presenter(s.getJoin))
	mux.HandleFunc("/", s.unknown(mux, streams))

	gz := gzhttp.GzipHandler(answer.Timed(mux, s.times.write))
	streams.Handle("/", gz)
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
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; " +
	"connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"

func headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer") // the presenter's link holds the key
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
		case r.Method == http.MethodGet && strings.Contains(r.Header.Get("Accept"), "text/html"):
			s.message(w, http.StatusNotFound, "There is nothing at this address", "Perhaps a letter is missing, or there is one too many.")
		default:
			s.fail(w, r, answer.ErrNoPage)
		}
	}
}
