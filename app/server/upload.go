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

// The bounds of one upload: all files together, how many, and how long one
// may stand still.
const (
	uploadBytes = 512 << 20
	uploadFiles = 2000
	uploadStall = 30 * time.Second
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
	report.Deck = info.Deck
	s.Hub.Report(report)
	s.metrics.imports.WithLabelValues("done").Inc()
	return http.StatusCreated, created(info), nil
}

func (s *Server) takeDeck(w http.ResponseWriter, r *http.Request, report *live.Import) (deck.Info, error) {
	files, err := readFiles(w, r)
	if err != nil {
		return deck.Info{}, err
	}
	report.Name = files[0].Name
	ctx := r.Context()
	select {
	case s.upload <- struct{}{}:
		defer func() { <-s.upload }()
	case <-ctx.Done():
		return deck.Info{}, ctx.Err()
	}
	http.NewResponseController(w).SetReadDeadline(time.Time{}) // all is read; a hang-up is still noticed
	draft, err := s.Importer.Import(ctx, files, importer.Options{Progress: func(done, total int) {
		report.Done, report.Total = done, total
		s.Hub.Report(*report)
	}})
	if err != nil {
		return deck.Info{}, err
	}
	return s.Store.Add(ctx, draft)
}

// readFiles reads the parts called "file". It keeps them in memory: an import
// needs the whole of them anyway.
func readFiles(w http.ResponseWriter, r *http.Request) ([]importer.File, error) {
	r.Body = http.MaxBytesReader(w, r.Body, uploadBytes)
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, fault.Wrap(fault.Malformed, err, "Please send the deck as multipart/form-data, in a field called file")
	}
	rc := http.NewResponseController(w)
	var files []importer.File
	for {
		part, err := parts.NextPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, brokenUpload(r.Context(), err)
		}
		if part.FormName() != "file" {
			continue
		}
		if len(files) == uploadFiles {
			return nil, fault.Errorf(fault.TooLarge, "A deck is made of at most %d files", uploadFiles)
		}
		data, err := io.ReadAll(moving{part, rc})
		if err != nil {
			return nil, brokenUpload(r.Context(), err)
		}
		files = append(files, importer.File{Name: partName(part), Data: data})
	}
	if len(files) == 0 {
		return nil, fault.Errorf(fault.Malformed, "There is no file in the field called file")
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

// moving lets a request take its time as long as something arrives.
type moving struct {
	io.Reader
	rc *http.ResponseController
}

func (m moving) Read(p []byte) (int, error) {
	m.rc.SetReadDeadline(time.Now().Add(uploadStall))
	return m.Reader.Read(p)
}
