package kiosk

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
	"time"

	"lectern/app/fault"
	"lectern/app/server/answer"
	"lectern/embed/web"
)

// Paths of the kiosk's own, which no server has.
const (
	lookPath   = "/finding"
	statusPath = "/finding/status"
	choicePath = "/finding/choice"
	windowPath = "/finding/window"
)

// windowCookie is what the window has once it was opened by its address. Other users of this
// computer reach the kiosk's port as well as the window does, and are not to choose its
// server, or to switch its panel.
const windowCookie = "lectern-window"

// handler is all that the window asks for.
func (k *Kiosk) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+lookPath, k.getLooking)
	mux.HandleFunc("GET "+statusPath, k.getStatus)
	mux.HandleFunc("GET "+windowPath, k.openWindow)
	mux.HandleFunc("POST "+choicePath, k.ofWindow(k.postChoice))
	mux.HandleFunc("POST "+panelPath, k.ofWindow(k.postPanel))
	mux.HandleFunc(lookPath+"/", func(w http.ResponseWriter, r *http.Request) { answer.Fail(w, r, k.Log, answer.ErrNoPage) })
	mux.HandleFunc("GET /kiosk", k.getPage)
	mux.HandleFunc("GET /assets/", k.getAsset)
	mux.HandleFunc("/", k.forward)
	own := http.NewCrossOriginProtection().Handler(mux)
	host := k.listener.Addr().String()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// Pages take what time it is from answers: from the server's, since the clock of a
		// screen may be wrong.
		w.Header()["Date"] = nil
		// No page elsewhere reaches the server through here, whatever its name is made
		// to point at.
		if r.Host != host {
			answer.Problem(w, http.StatusForbidden, "This address is the kiosk's alone")
			return
		}
		// One that a server installs would stay, and stand before all servers after it.
		if r.Header.Get("Service-Worker") != "" {
			answer.Problem(w, http.StatusForbidden, "A kiosk has no service workers")
			return
		}
		own.ServeHTTP(w, r)
	})
}

// openWindow lets the window in.
func (k *Kiosk) openWindow(w http.ResponseWriter, r *http.Request) {
	if !k.knows(r.URL.Query().Get("key")) {
		answer.Problem(w, http.StatusForbidden, "This address is the kiosk's window's alone")
		return
	}
	http.SetCookie(w, &http.Cookie{Name: windowCookie, Value: k.secret, Path: lookPath, HttpOnly: true, SameSite: http.SameSiteStrictMode})
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer")
	http.Redirect(w, r, k.page(), http.StatusSeeOther)
}

func (k *Kiosk) ofWindow(serve http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if c, err := r.Cookie(windowCookie); err != nil || !k.knows(c.Value) {
			answer.Problem(w, http.StatusForbidden, "Only the kiosk's own window may do that; end the kiosk and start it again")
			return
		}
		serve(w, r)
	}
}

func (k *Kiosk) knows(secret string) bool {
	return subtle.ConstantTimeCompare([]byte(secret), []byte(k.secret)) == 1
}

// lookPolicy is that of the page that looks; a server's pages bring theirs.
const lookPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// getLooking is the page of a kiosk that has no server.
func (k *Kiosk) getLooking(w http.ResponseWriter, r *http.Request) {
	page, ok := web.Page("finding")
	if !ok {
		answer.Fail(w, r, k.Log, answer.ErrNoPage)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Security-Policy", lookPolicy)
	w.Write(page)
}

// getPage is the kiosk's page: the server's, or the one that is kept of it.
func (k *Kiosk) getPage(w http.ResponseWriter, r *http.Request) {
	k.mu.Lock()
	ready := k.status.Ready
	k.mu.Unlock()
	if ready {
		k.forward(w, r)
		return
	}
	if !k.mirror.serve(w, "kiosk.html") {
		http.Redirect(w, r, lookPath, http.StatusFound)
	}
}

// getAsset is what the page of either names: this program's own, the server's, or what
// is kept of that.
func (k *Kiosk) getAsset(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, "/assets/")
	k.mu.Lock()
	ready := k.status.Ready
	k.mu.Unlock()
	switch {
	case !assetName.MatchString(name):
		answer.Fail(w, r, k.Log, answer.ErrNoPage)
	case isOwnAsset(name):
		w.Header().Set("Content-Type", web.MediaType(name))
		http.ServeFileFS(w, r, web.Assets(), name)
	case ready:
		k.forward(w, r)
	case !k.mirror.serve(w, name):
		k.away(w, r)
	}
}

func isOwnAsset(name string) bool {
	f, err := web.Assets().Open(name)
	if err != nil {
		return false
	}
	f.Close()
	return true
}

// away answers for a server that is not there.
func (k *Kiosk) away(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Retry-After", "1")
	answer.Fail(w, r, k.Log, fault.Errorf(fault.Unavailable, "The kiosk's server does not answer; it is looked for"))
}

type targetKey struct{}

// forward hands a request on to the server, as the window's own.
func (k *Kiosk) forward(w http.ResponseWriter, r *http.Request) {
	t := k.now()
	if t == nil {
		k.away(w, r)
		return
	}
	if strings.HasSuffix(r.URL.Path, "/live") {
		defer func() { // a stream has no end: the first sign that its server is gone
			if r.Context().Err() == nil {
				k.doubt()
			}
		}()
	}
	ctx, cancel := context.WithCancel(context.WithValue(r.Context(), targetKey{}, t))
	defer cancel()
	defer context.AfterFunc(t.ctx, cancel)()
	k.proxy.ServeHTTP(w, r.WithContext(ctx))
}

// ofTarget has each request go the way of its target.
type ofTarget struct{}

func (ofTarget) RoundTrip(r *http.Request) (*http.Response, error) {
	return r.Context().Value(targetKey{}).(*target).transport.RoundTrip(r)
}

func (k *Kiosk) newProxy() *httputil.ReverseProxy {
	return &httputil.ReverseProxy{
		Transport: ofTarget{},
		Rewrite: func(r *httputil.ProxyRequest) {
			t := r.In.Context().Value(targetKey{}).(*target)
			r.SetURL(t.base)
			r.Out.Host = "" // as the address has it
			// What the window asks of its own address it asks of the server.
			if r.Out.Header.Get("Origin") != "" {
				r.Out.Header.Set("Origin", (&url.URL{Scheme: t.base.Scheme, Host: t.base.Host}).String())
			}
			r.Out.Header.Del("Referer")
		},
		ModifyResponse: func(r *http.Response) error {
			// The window is at no HTTPS address, whatever the server's is.
			for i, c := range r.Header["Set-Cookie"] {
				r.Header["Set-Cookie"][i] = strings.Replace(c, "; Secure", "", 1)
			}
			// All servers have this one address: what the window runs is not to be one's that
			// was here before, by its name.
			if at := r.Request.URL.Path; at == "/kiosk" || strings.HasPrefix(at, "/assets/") {
				r.Header.Set("Cache-Control", "no-store")
			}
			return nil
		},
		ErrorHandler: func(w http.ResponseWriter, r *http.Request, err error) {
			if r.Context().Err() == nil {
				k.doubt()
			}
			k.away(w, r)
		},
		ErrorLog: slog.NewLogLogger(k.Log.Handler(), slog.LevelDebug),
	}
}

// isKiosk reports whether a kiosk serves its window at a port of this computer.
func isKiosk(port int) bool {
	c := http.Client{Timeout: time.Second}
	response, err := c.Get(fmt.Sprintf("http://127.0.0.1:%d%s", port, statusPath))
	if err != nil {
		return false
	}
	defer response.Body.Close()
	var s status
	return response.StatusCode == http.StatusOK && json.NewDecoder(response.Body).Decode(&s) == nil && s.Networks != nil
}
