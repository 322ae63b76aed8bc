package server

import (
	"context"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"path"
	"strings"
	"time"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/importer"
	"lectern/app/live"
)

// The bounds of one upload: all files together, and how many.
const (
	uploadBytes = 512 << 20
	uploadFiles = 2000
)

// postDeck imports the uploaded files as one deck. It answers once the deck
// can be shown; progress goes to the consoles; whoever hangs up cancels.
func (s *Server) postDeck(w http.ResponseWriter, r *http.Request) (int, any, error) {
	report := live.Import{ID: short(r.URL.Query().Get("import"))}
	info, err := s.takeDeck(w, r, &report)
	if err != nil {
		report.Error = "The import failed"
		var known *fault.Error
		switch {
		case r.Context().Err() != nil:
			report.Error = "The import was cancelled"
		case errors.As(err, &known):
			report.Error = known.Message
		}
		s.Hub.Report(report)
		s.metrics.imports.WithLabelValues("failed").Inc()
		return 0, nil, err
	}
	report.Deck = info.ID
	s.Hub.Report(report)
	s.metrics.imports.WithLabelValues("done").Inc()
	return http.StatusCreated, created(info), s.known(r, info.State, nil)
}

func (s *Server) takeDeck(w http.ResponseWriter, r *http.Request, report *live.Import) (deck.Info, error) {
	ctx := r.Context()
	rc := http.NewResponseController(w)
	u, err := openUpload(w, r, s.times.stall)
	if err != nil {
		return deck.Info{}, err
	}
	report.Name = u.name
	select {
	case s.upload <- struct{}{}:
	default:
		report.Waiting = true
		s.Hub.Report(*report)
		report.Waiting = false
		rc.SetReadDeadline(time.Time{}) // the rest of the request waits, too
		select {
		case s.upload <- struct{}{}:
		case <-ctx.Done():
			return deck.Info{}, ctx.Err()
		}
	}
	defer func() { <-s.upload }()
	files, err := u.files(ctx)
	if err != nil {
		return deck.Info{}, err
	}
	return s.Library.Add(ctx, files, func(done, total int) {
		report.Done, report.Total = done, total
		s.Hub.Report(*report)
	})
}

// upload is a request's files, of which the first has been seen by name.
type upload struct {
	name  string // of the first file
	body  io.Reader
	parts *multipart.Reader
	part  *multipart.Part // the next one
}

// openUpload reads as far as the first part called "file".
func openUpload(w http.ResponseWriter, r *http.Request, stall time.Duration) (*upload, error) {
	body := &moving{http.MaxBytesReader(w, r.Body, uploadBytes), http.NewResponseController(w), stall}
	r.Body = body
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, fault.Wrap(fault.Malformed, err, "Please send the deck as multipart/form-data, in a field called file")
	}
	u := &upload{body: body, parts: parts}
	if err := u.next(r.Context()); err != nil {
		return nil, err
	}
	if u.part == nil {
		return nil, fault.Errorf(fault.Malformed, "There is no file in the field called file")
	}
	u.name = partName(u.part)
	return u, nil
}

// next goes on to the next file, or leaves nil.
func (u *upload) next(ctx context.Context) error {
	for {
		var err error
		u.part, err = u.parts.NextPart()
		if err == io.EOF {
			u.part = nil
			return nil
		}
		if err != nil {
			return brokenUpload(ctx, err)
		}
		if u.part.FormName() == "file" {
			return nil
		}
	}
}

// files reads the whole request.
func (u *upload) files(ctx context.Context) ([]importer.File, error) {
	var files []importer.File
	for u.part != nil {
		if len(files) == uploadFiles {
			return nil, fault.Errorf(fault.TooLarge, "A deck is made of at most %d files", uploadFiles)
		}
		data, err := io.ReadAll(u.part)
		if err != nil {
			return nil, brokenUpload(ctx, err)
		}
		files = append(files, importer.File{Name: partName(u.part), Data: data})
		if err := u.next(ctx); err != nil {
			return nil, err
		}
	}
	// To the very end: from there on net/http notices who hangs up.
	if _, err := io.Copy(io.Discard, u.body); err != nil {
		return nil, brokenUpload(ctx, err)
	}
	return files, nil
}

// partName is the part's whole file name. FileName would cut the folders off,
// which a Markdown file needs to find its pictures. It names nothing on this
// computer's disk.
func partName(part *multipart.Part) string {
	name := part.FileName()
	if _, params, err := mime.ParseMediaType(part.Header.Get("Content-Disposition")); err == nil {
		name = params["filename"]
	}
	name = strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(name, "\\", "/")), "/")
	if name == "" {
		return "untitled"
	}
	return name
}

func brokenUpload(ctx context.Context, err error) error {
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return fault.Wrap(fault.TooLarge, err, "An upload has at most %d MB", large.Limit>>20)
	case ctx.Err() != nil:
		return ctx.Err()
	}
	return fault.Wrap(fault.Malformed, err, "The upload broke off; please try again")
}

// moving is a request's body that may take its time as long as something
// arrives.
type moving struct {
	io.ReadCloser
	rc    *http.ResponseController
	stall time.Duration // 0 once all is read
}

func (m *moving) Read(p []byte) (int, error) {
	if m.stall > 0 {
		m.rc.SetReadDeadline(time.Now().Add(m.stall))
	}
	n, err := m.ReadCloser.Read(p)
	if err != nil {
		m.stall = 0 // see times.read
	}
	return n, err
}
