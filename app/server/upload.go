package server

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"mime"
	"mime/multipart"
	"net/http"
	"time"

	"lectern/app/fault"
	"lectern/app/importer/options"
	"lectern/app/importer/source"
	"lectern/app/importer/words"
	"lectern/app/live"
	"lectern/app/server/answer"
	"lectern/app/store"
)

// uploadBytes is the bound of one upload, with what is around the files; spoolBytes
// is that of all that lie on disk, the one that is imported included.
const (
	uploadBytes = source.MaxBytes
	spoolBytes  = 2 * uploadBytes
	maxField    = 4 << 10 // of what is said with the files
)

// postDeck imports the uploaded files as one deck. It answers once the deck
// can be shown; progress goes to the consoles; whoever hangs up, or is sent away,
// cancels.
func (s *Server) postDeck(w http.ResponseWriter, r *http.Request) (int, any, error) {
	ctx, release := s.guard.Hold(r.Context())
	defer release()
	s.Drawing.Warm() // it may be a PDF
	report := live.Import{ID: short(r.URL.Query().Get("import"))}
	taken, err := s.takeDeck(w, r.WithContext(ctx), &report)
	if err == nil {
		err = s.whileWanted(ctx, taken)
	}
	info := taken.Info
	if err != nil {
		report.Error = "The import failed"
		var known *fault.Error
		if ctx.Err() != nil && r.Context().Err() == nil {
			err = answer.ErrNoKey // its device was sent away meanwhile
		}
		switch {
		case ctx.Err() != nil:
			report.Error = "The import was cancelled"
		case errors.As(err, &known):
			report.Error = known.Message
		}
		s.Hub.Report(report)
		s.Hub.Forget(report.ID) // whoever sent it has the answer
		s.metrics.imports.WithLabelValues("failed").Inc()
		return 0, nil, err
	}
	report.Deck = info.ID
	s.Hub.Report(report)
	s.metrics.imports.WithLabelValues("done").Inc()
	made := created(info)
	made.Before = taken.Before
	return http.StatusCreated, made, s.known(r, info.State, nil)
}

// whileWanted has the first slide drawn, and takes back what was done for one who hangs
// up, or is sent away, before that: then nothing has come in.
func (s *Server) whileWanted(ctx context.Context, taken store.Replaced) error {
	s.drawFirst(ctx, taken.Info)
	if ctx.Err() == nil {
		return nil
	}
	within, cancel := context.WithTimeout(context.WithoutCancel(ctx), takenBackWithin)
	defer cancel()
	if err := s.Library.TakeBack(within, taken); err != nil {
		s.Log.Warn("an import that was cancelled could not be taken back", "deck", taken.ID, "err", err)
		return nil
	}
	return ctx.Err()
}

const takenBackWithin = 5 * time.Second

// takeDeck keeps the whole upload on disk before it waits for its turn: from there
// on its sender is noticed to be gone, and a slow one holds nobody up.
func (s *Server) takeDeck(w http.ResponseWriter, r *http.Request, report *live.Import) (store.Replaced, error) {
	ctx := r.Context()
	u, err := openUpload(w, r, s.times.stall)
	if err != nil {
		return store.Replaced{}, err
	}
	report.Name = u.name
	size := int64(uploadBytes)
	if 0 < r.ContentLength && r.ContentLength < size {
		size = r.ContentLength
	}
	wait := func(get func() error) error {
		report.Waiting = true
		s.Hub.Report(*report)
		report.Waiting = false
		return get()
	}
	if !s.room.TryAcquire(size) {
		http.NewResponseController(w).SetReadDeadline(time.Time{}) // the rest of the request waits, too
		if err := wait(func() error { return s.room.Acquire(ctx, size) }); err != nil {
			return store.Replaced{}, err
		}
	}
	defer s.room.Release(size)
	files, err := s.Library.Spool()
	if err != nil {
		return store.Replaced{}, err
	}
	defer files.Close()
	if err := u.spool(ctx, files); err != nil {
		return store.Replaced{}, err
	}
	if !s.turn.TryAcquire(1) {
		if err := wait(func() error { return s.turn.Acquire(ctx, 1) }); err != nil {
			return store.Replaced{}, err
		}
	}
	defer s.turn.Release(1)
	return s.Library.Take(ctx, files, u.options, func(done, total int) {
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

	options options.Options // as far as they have come
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
	u.name = words.Name(partName(u.part))
	return u, nil
}

// next goes on to the next file, or leaves nil. What is said with the files it takes
// in on the way.
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
		name := u.part.FormName()
		if name == "file" {
			return nil
		}
		value, err := io.ReadAll(io.LimitReader(u.part, maxField+1))
		if err != nil {
			return brokenUpload(ctx, err)
		}
		if _, err := u.options.Set(name, string(value)); err != nil {
			return fault.Errorf(fault.OutOfRange, "The field %s %s", name, err)
		}
	}
}

// spool reads the whole request into files.
func (u *upload) spool(ctx context.Context, files *source.Spool) error {
	for u.part != nil {
		if err := files.Add(ctx, partName(u.part), u.part); err != nil {
			return brokenUpload(ctx, err)
		}
		if err := u.next(ctx); err != nil {
			return err
		}
	}
	// To the very end: from there on net/http notices who hangs up.
	if _, err := io.Copy(io.Discard, u.body); err != nil {
		return brokenUpload(ctx, err)
	}
	return nil
}

// partName is the part's whole file name. FileName would cut the folders off,
// which a Markdown file needs to find its pictures.
func partName(part *multipart.Part) string {
	if _, params, err := mime.ParseMediaType(part.Header.Get("Content-Disposition")); err == nil {
		return params["filename"]
	}
	return part.FileName()
}

func brokenUpload(ctx context.Context, err error) error {
	var large *http.MaxBytesError
	var disk *fs.PathError
	switch {
	case fault.CodeOf(err) != "" || errors.As(err, &disk):
		return err
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
