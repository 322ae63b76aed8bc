package server

import (
	"cmp"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"lectern/app/exporter"
	"lectern/app/fault"
	"lectern/app/importer/names"
	"lectern/app/server/answer"
)

// printPage is a deck for the browser's own printer: the way to a PDF where this
// computer has no browser of its own.
func (s *Server) printPage(w http.ResponseWriter, r *http.Request) {
	id, err := strconv.ParseInt(r.URL.Query().Get("deck"), 10, 64)
	if err != nil || id < 1 {
		s.fail(w, r, errNoDeck)
		return
	}
	o := exporter.Options{Format: exporter.HTML, Print: true}
	f, err := s.exported(r, id, o)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	w.Header().Set("Content-Security-Policy", f.Policy+"; frame-ancestors 'none'")
	s.sendFile(w, r, f)
}

var errNoDeck = fault.Errorf(fault.NotFound, "There is no such deck")

// getExport gives a deck as a file. What is wrong is answered before the first byte;
// where the file cannot be completed the connection is cut, so that nobody takes a part
// for the whole.
func (s *Server) getExport(w http.ResponseWriter, r *http.Request) {
	id, err := pathID(r, "deck")
	var o exporter.Options
	if err == nil {
		o.Format, err = exporter.ParseFormat(r.URL.Query().Get("format"))
	}
	var f *exporter.File
	if err == nil {
		f, err = s.exported(r, id, o)
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	w.Header().Set("Content-Disposition", attachment(f.Name))
	s.sendFile(w, r, f)
}

// sendFile sends what was exported, as long as its receiver is the presenter.
func (s *Server) sendFile(w http.ResponseWriter, r *http.Request, f *exporter.File) {
	ctx, release := s.guard.Hold(r.Context())
	defer release()
	r = r.WithContext(ctx)
	answer.AsItIs(w)
	h := w.Header()
	h.Set("Content-Type", f.Type)
	h.Set("Cache-Control", "no-store") // there are notes in it
	if r.Method == http.MethodHead {
		return
	}
	begun := &began{ResponseWriter: w}
	if err := f.Write(ctx, begun); err != nil {
		if !begun.yes {
			for _, name := range []string{"Content-Disposition", "Content-Type"} {
				h.Del(name)
			}
			s.fail(w, r, err)
			return
		}
		if ctx.Err() == nil {
			s.Log.Error("an export ended early", "file", f.Name, "err", err)
		}
		panic(http.ErrAbortHandler)
	}
}

// exported has a deck exported as o and the request's parameters say.
func (s *Server) exported(r *http.Request, id int64, o exporter.Options) (f *exporter.File, err error) {
	q := r.URL.Query()
	if o.Notes, err = flag(q, "notes"); err != nil {
		return nil, err
	}
	if o.Steps, err = flag(q, "steps"); err != nil {
		return nil, err
	}
	if o.Plain, err = flag(q, "plain"); err != nil {
		return nil, err
	}
	if o.Hidden, err = flag(q, "hidden"); err != nil {
		return nil, err
	}
	o.Lang = cmp.Or(names.Tag(q.Get("lang")), q.Get("lang")) // what is no language is none of the deck's
	return s.Library.Export(r.Context(), id, o)
}

// flag reads what is on or off.
func flag(q url.Values, name string) (bool, error) {
	if q.Get(name) == "" {
		return false, nil
	}
	on, err := strconv.ParseBool(q.Get(name))
	if err != nil {
		return false, fault.Errorf(fault.Malformed, "%s is 1 or 0", name)
	}
	return on, nil
}

// attachment has a browser save what it gets under a name: for all of them in RFC 8187's
// way, and for old ones in letters that any knows (RFC 6266, 4.3).
func attachment(name string) string {
	plain := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || strings.ContainsRune(`"\\%`, r) {
			return '_'
		}
		return r
	}, name)
	v := mime.FormatMediaType("attachment", map[string]string{"filename": plain})
	if plain != name {
		v += "; filename*=UTF-8''" + strings.ReplaceAll(url.QueryEscape(name), "+", "%20")
	}
	return v
}

// began knows whether something was written.
type began struct {
	http.ResponseWriter
	yes bool
}

func (b *began) Write(p []byte) (int, error) {
	b.yes = true
	return b.ResponseWriter.Write(p)
}
