package load

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"testing"
)

const (
	stream = "retry: 2000\n\nid: 7\nevent: slide\ndata: {\"slide\":1}\n\n:\n\nid: 8\nevent: end\ndata: {}\n\n"
	head   = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
)

// chunks is the stream as two chunks that are cut within an event.
func chunks(cut int) string {
	return fmt.Sprintf("%sTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n%X;x=y\r\n%s\r\n0\r\n\r\n",
		head, cut, stream[:cut], len(stream)-cut, stream[cut:])
}

func read(t *testing.T, pieces ...string) (events []string, err error) {
	t.Helper()
	var p parser
	for _, s := range pieces {
		err = p.feed([]byte(s), func(e Event) { events = append(events, fmt.Sprintf("%d %s %s", e.ID, e.Name, e.Data)) })
		if err != nil {
			break
		}
	}
	return events, err
}

// However a response is cut into packets and chunks, its events are the same.
func TestParserAnyCut(t *testing.T) {
	want := []string{`7 slide {"slide":1}`, "8 end {}"}
	for cut := 1; cut < len(stream); cut++ {
		text := chunks(cut)
		for at := range text {
			got, err := read(t, text[:at], text[at:])
			if !errors.Is(err, io.EOF) || !slices.Equal(got, want) {
				t.Fatalf("chunks cut at %d, packets at %d: %q, %v", cut, at, got, err)
			}
		}
	}
	raw := head + "\r\n" + stream
	for at := range raw {
		if got, err := read(t, raw[:at], raw[at:]); err != nil || !slices.Equal(got, want) {
			t.Fatalf("unchunked, packets cut at %d: %q, %v", at, got, err)
		}
	}
}

func TestParserRefuses(t *testing.T) {
	endless := make([]byte, 2*maxRest)
	for i := range endless {
		endless[i] = 'x'
	}
	for name, text := range map[string]string{
		"not found":    "HTTP/1.1 404 Not Found\r\n\r\n",
		"no HTTP":      "\r\n\r\n",
		"endless head": "HTTP/1.1 200 OK\r\n" + string(endless),
		"endless line": head + "\r\n" + string(endless),
		"huge chunk":   head + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
	} {
		if _, err := read(t, text); err == nil || errors.Is(err, io.EOF) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
