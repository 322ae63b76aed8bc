//go:build !race

package importer

import (
	"bytes"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"testing"

	"lectern/app/deck"
	"lectern/app/importer/importertest"
	"lectern/app/importer/options"
)

// TestTrim: a PDF comes out with the pages that were asked for, which are as they were,
// and whoever does not wait gets nothing more.
func TestTrim(t *testing.T) {
	_, im := openPages(t, Limits{}, importertest.Tree("talk.pdf", talkPDF(5)), "talk.pdf")
	zipped := importertest.Zip(importertest.Entry{Name: "x/talk.pdf", Data: talkPDF(5)})
	for name, files := range map[string][]any{"talk.pdf": {"talk.pdf", talkPDF(5)}, "x/talk.pdf": {"a.zip", zipped}} {
		var b bytes.Buffer
		if err := im.Trim(t.Context(), importertest.Tree(files...), name, options.Options{}, []int{1, 4}, &b); err != nil {
			t.Fatal(err)
		}
		for n, want := range []bool{false, true, false, false, true} {
			if got := bytes.Contains(unpackedPDF(b.Bytes()), fmt.Appendf(nil, "Page %d", n+1)); got != want {
				t.Errorf("page %d is in the file: %v", n+1, got)
			}
		}
		p := im.Pages(t.Context(), importertest.Tree("talk.pdf", b.Bytes()), "talk.pdf", options.Options{})
		defer p.Close()
		for n, want := range []string{"Page 2", "Page 5"} {
			if c, err := p.Read(t.Context(), page(n)); err != nil || c.Text != want {
				t.Errorf("%q, %v", c.Text, err)
			}
		}
		if _, err := p.Read(t.Context(), page(2)); err == nil {
			t.Error("a third page")
		}
	}
	err := im.Trim(t.Context(), importertest.Tree("a.pdf", []byte("%PDF-1.7 or so")), "a.pdf", options.Options{}, []int{0}, &bytes.Buffer{})
	importertest.CheckRefusal(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	gone := writer(func([]byte) (int, error) { cancel(); return 0, errors.New("gone") })
	if err := im.Trim(ctx, importertest.Tree("talk.pdf", talkPDF(2)), "talk.pdf", options.Options{}, []int{0}, gone); err != context.Canceled {
		t.Error(err)
	}
	if _, err := im.Pages(t.Context(), importertest.Tree("talk.pdf", talkPDF(1)), "talk.pdf", options.Options{}).Read(t.Context(), deck.Page{File: "talk.pdf"}); err != nil {
		t.Errorf("after that: %v", err)
	}
}

// unpackedPDF is all that a PDF has in its streams.
func unpackedPDF(data []byte) (all []byte) {
	for _, at := range regexp.MustCompile(`stream\r?\n`).FindAllIndex(data, -1) {
		if z, err := zlib.NewReader(bytes.NewReader(data[at[1]:])); err == nil {
			part, _ := io.ReadAll(z)
			all = append(all, part...)
		}
	}
	return append(all, data...)
}

type writer func([]byte) (int, error)

func (w writer) Write(p []byte) (int, error) { return w(p) }
