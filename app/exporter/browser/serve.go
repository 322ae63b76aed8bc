package browser

import (
	"crypto/rand"
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
	"time"
)

// site gives one page, once, to whoever knows its address: a browser that is packed
// apart from the computer can read no file of ours.
type site struct {
	url  string
	http *http.Server

	mu     sync.Mutex
	given  bool
	failed error
	served chan struct{}
}

func serve(write func(io.Writer) error) (*site, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	path := "/" + rand.Text()
	s := &site{url: "http://" + l.Addr().String() + path, served: make(chan struct{})}
	s.http = &http.Server{
		ReadHeaderTimeout: 10 * time.Second,
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Host != l.Addr().String() || r.URL.Path != path || !s.take() {
				http.NotFound(w, r)
				return
			}
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Header().Set("Cache-Control", "no-store")
			if err := write(w); err != nil {
				s.mu.Lock()
				s.failed = err
				s.mu.Unlock()
				panic(http.ErrAbortHandler)
			}
		}),
	}
	go func() {
		defer close(s.served)
		if err := s.http.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			s.mu.Lock()
			s.failed = err
			s.mu.Unlock()
		}
	}()
	return s, nil
}

// take reports whether the page was not given yet.
func (s *site) take() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	first := !s.given
	s.given = true
	return first
}

// err is what the page could not be written for.
func (s *site) err() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.failed
}

func (s *site) close() {
	s.http.Close()
	<-s.served
}
