//go:build linux

package cluster

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"

	"lectern/app/deck"
	"lectern/app/e2e/harness"
)

// device is a browser that was let in, at whichever server it asks.
type device struct {
	t      *testing.T
	cookie string
	id     int64
}

// letIn trades a code at a server for a device's cookie.
func letIn(t *testing.T, l *harness.Lectern, path, body string) *device {
	t.Helper()
	d := &device{t: t}
	status, text, header := d.send(l, "POST", path, body)
	if status != http.StatusNoContent {
		t.Fatalf("%s: %d %s", path, status, text)
	}
	d.cookie, _, _ = strings.Cut(header.Get("Set-Cookie"), ";")
	var now struct{ This int64 }
	if status, text := d.ask(l, "GET", "/api/drive", ""); status != http.StatusOK || json.Unmarshal([]byte(text), &now) != nil || now.This == 0 {
		t.Fatalf("who it is: %d %s", status, text)
	}
	d.id = now.This
	return d
}

func (d *device) send(l *harness.Lectern, method, path, body string) (int, string, http.Header) {
	d.t.Helper()
	r, err := http.NewRequest(method, l.At(path), strings.NewReader(body))
	if err != nil {
		d.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Cookie", d.cookie)
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		d.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		d.t.Fatal(err)
	}
	return res.StatusCode, string(text), res.Header
}

func (d *device) ask(l *harness.Lectern, method, path, body string) (int, string) {
	d.t.Helper()
	status, text, _ := d.send(l, method, path, body)
	return status, text
}

// hears waits until the device is told at a server who drives, and who asks.
func (d *device) hears(l *harness.Lectern, driver, asks int64) {
	d.t.Helper()
	id := func(of *deck.Driver) int64 {
		if of == nil {
			return 0
		}
		return of.ID
	}
	harness.Until(d.t, harness.Patience, fmt.Sprintf("%d to drive and %d to ask", driver, asks), func() bool {
		var now deck.Drive
		status, text := d.ask(l, "GET", "/api/drive", "")
		if status != http.StatusOK || json.Unmarshal([]byte(text), &now) != nil {
			d.t.Fatalf("who drives: %d %s", status, text)
		}
		return id(now.Driver) == driver && id(now.Asks) == asks
	})
}

// TestOneDriver: whichever servers the speaker's devices are at, one of them drives, and
// all know who. A device that was let in at one is let in at all, and so it is when it
// is put out.
func TestOneDriver(t *testing.T) {
	t.Parallel()
	db := startOutside(t)
	h := openHall(t, 2, db.url("lectern"))
	a, b := h.servers[0], h.servers[1]
	want := func(what string, status int, says string) func(int, string) {
		return func(got int, text string) {
			t.Helper()
			if got != status || !strings.Contains(text, says) {
				t.Errorf("%s: %d %s; want %d and %q", what, got, text, status, says)
			}
		}
	}
	code := func(l *harness.Lectern, path, body string) string {
		t.Helper()
		var made struct{ Code, URL string }
		status, text := l.Ask("POST", path, body)
		if err := json.Unmarshal([]byte(text), &made); err != nil || status != http.StatusCreated {
			t.Fatalf("%s: %d %s", path, status, text)
		}
		_, of, _ := strings.Cut(made.URL, "#")
		return of
	}
	pairing := fmt.Sprintf(`{"code":%q,"name":"Ann's phone"}`, code(a, "/api/pairings", `{"role":"remote"}`))
	phone := letIn(t, b, "/pair", pairing) // by a code of the other server
	want("the code once more", 403, "used")((&device{t: t}).ask(a, "POST", "/pair", pairing))
	laptop := letIn(t, b, "/api/sessions", fmt.Sprintf(`{"code":%q}`, code(b, "/api/links", "")))

	const path = "/api/decks/1"
	viewers := []*harness.Viewer{a.Follow("/live"), b.Follow("/live")}
	want("to take it at one", 200, `"name":"Ann's phone"`)(phone.ask(a, "POST", "/api/drive", `{"take":true}`))
	laptop.hears(b, phone.id, 0)
	want("another's move at the other", 409, "Ann's phone drives")(laptop.ask(b, "PUT", path, `{"current_slide":9}`))
	want("its own move there", 200, `"current_slide":2`)(phone.ask(b, "PUT", path, `{"current_slide":2}`))
	h.slide = 2
	h.sees(viewers)

	want("to ask for it", 200, `"asks"`)(laptop.ask(b, "POST", "/api/drive", `{"ask":true}`))
	phone.hears(a, phone.id, laptop.id)
	want("to give it", 200, fmt.Sprintf(`"id":%d`, laptop.id))(phone.ask(a, "POST", "/api/drive", fmt.Sprintf(`{"give":"%d"}`, laptop.id)))
	laptop.hears(b, laptop.id, 0)
	want("who drives now", 200, `"current_slide":3`)(laptop.ask(b, "PUT", path, `{"current_slide":3}`))
	want("and who drove", 409, "drives")(phone.ask(a, "PUT", path, `{"current_slide":9}`))
	want("the key", 200, `"current_slide":4`)(a.Ask("PUT", path, `{"current_slide":4}`))
	h.slide = 4
	h.sees(viewers)

	// The server at which the drive was taken is killed; the talk goes on at the other.
	want("to take it back", 200, `"name":"Ann's phone"`)(phone.ask(a, "POST", "/api/drive", `{"take":true}`))
	laptop.hears(b, phone.id, 0)
	a.End(syscall.SIGKILL)
	want("at the server that is left", 200, `"current_slide":5`)(phone.ask(b, "PUT", path, `{"current_slide":5}`))
	viewers[1].Slide(t, 5)

	again := harness.Start(t, a.Data, "--database-url", db.url("lectern"))
	want("to put it out", 204, "")(again.Ask("DELETE", fmt.Sprint("/api/devices/", phone.id), ""))
	harness.Until(t, harness.Patience, "the phone to be out at the other server", func() bool {
		status, _ := phone.ask(b, "GET", "/api/drive", "")
		return status == http.StatusUnauthorized
	})
	laptop.hears(b, 0, 0)
	want("whoever is left", 200, `"current_slide":6`)(laptop.ask(b, "PUT", path, `{"current_slide":6}`))
}
