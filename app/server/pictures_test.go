package server_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"math/rand/v2"
	"strings"
	"testing"
)

// TestPicturesCompressedOnce: nobody makes the server compress a picture by asking
// for it. A vector is kept compressed, and all others are so already.
func TestPicturesCompressedOnce(t *testing.T) {
	s := start(t)
	address := func(name, body string) string {
		t.Helper()
		status, text := s.upload(name, body)
		var made struct{ ID int64 }
		if err := json.Unmarshal([]byte(text), &made); status != 201 || err != nil {
			t.Fatalf("%d %s", status, text)
		}
		var deck struct {
			Slides []struct {
				Picture struct {
					URL    string
					Widths []int
				}
			} `json:"content_slides"`
		}
		_, text, _ = s.ask("GET", fmt.Sprint("/api/decks/", made.ID), "")
		if err := json.Unmarshal([]byte(text), &deck); err != nil || len(deck.Slides) != 1 {
			t.Fatalf("%v: %s", err, text)
		}
		return fmt.Sprint(deck.Slides[0].Picture.URL, "/", deck.Slides[0].Picture.Widths[0])
	}
	noise := image.NewNRGBA(image.Rect(0, 0, 64, 64))
	random := rand.New(rand.NewPCG(1, 2))
	for i := range noise.Pix {
		noise.Pix[i] = byte(random.Uint32()) | 0x80
	}
	var file bytes.Buffer
	if err := png.Encode(&file, noise); err != nil {
		t.Fatal(err)
	}
	vector := address("a.svg", `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">`+strings.Repeat(`<rect width="1" height="1"/>`, 1000)+`</svg>`)
	pixels := address("b.png", file.String())

	_, plain, h := s.ask("GET", vector, "", "Accept-Encoding", "identity")
	if h.Get("Content-Encoding") != "" || h.Get("Content-Type") != "image/svg+xml" || !strings.Contains(h.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("an SVG as it is: %v", h)
	}
	for _, takes := range []string{"identity", "gzip", "zstd", "gzip, deflate, br, zstd"} {
		for _, path := range []string{vector, pixels} {
			status, text, h := s.ask("GET", path, "", "Accept-Encoding", takes)
			coding := ""
			if path == vector && strings.Contains(takes, "gzip") {
				coding = "gzip"
			}
			// What is compressed on the way has no length before.
			if status != 200 || h.Get("Content-Encoding") != coding || h.Get("Content-Length") != fmt.Sprint(len(text)) {
				t.Errorf("%s for %s: %d, %v", path, takes, status, h)
			}
			if coding != "" && len(text) > len(plain)/10 {
				t.Errorf("an SVG of %d bytes is sent in %d", len(plain), len(text))
			}
			if h.Get("No-Gzip-Compression") != "" || !strings.Contains(h.Get("Cache-Control"), "immutable") {
				t.Errorf("%s: %v", path, h)
			}
			if status, text, _ := s.ask("GET", path, "", "Accept-Encoding", takes, "If-None-Match", h.Get("ETag")); status != 304 || text != "" {
				t.Errorf("%s for %s, had already: %d", path, takes, status)
			}
			if status, text, h := s.ask("HEAD", path, "", "Accept-Encoding", takes); status != 200 || text != "" || h.Get("No-Gzip-Compression") != "" || h.Get("Content-Encoding") != coding {
				t.Errorf("HEAD %s for %s: %d, %v", path, takes, status, h)
			}
		}
	}
}
