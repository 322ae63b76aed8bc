//go:build !race

package importer

import (
	"errors"
	"testing"

	"golang.org/x/sys/unix"

	"lectern/app/deck/decktest"
	"lectern/app/importer/importertest"
	"lectern/app/importer/options"
)

// BenchmarkFirstSlide has a PDF of 1,000 pages imported by a child that waits: what a
// presenter waits for.
func BenchmarkFirstSlide(b *testing.B) {
	im, _ := newImporter(b, Limits{})
	im.config.EngineCache = engineCache()
	im.precompile(b.Context(), 0)
	files := importertest.Tree("talk.pdf", talkPDF(1000))
	for b.Loop() {
		b.StopTimer()
		im.startSpare()
		im.spare.waits(b)
		b.StartTimer()
		d := &decktest.Deck{}
		if err := im.Import(b.Context(), files, options.Options{}, d); err != nil || len(d.Pictures[0].Sizes) == 0 {
			b.Fatal(err)
		}
	}
}

// waits returns when the child has asked for its files, and left the question where
// whoever takes the child reads it.
func (p *process) waits(b *testing.B) {
	b.Helper()
	conn, err := p.out.SyscallConn()
	if err != nil {
		b.Fatal(err)
	}
	polled := conn.Control(func(fd uintptr) {
		for {
			_, err = unix.Poll([]unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}, -1)
			if err != unix.EINTR {
				return
			}
		}
	})
	if err := errors.Join(polled, err); err != nil {
		b.Fatal(err)
	}
}
