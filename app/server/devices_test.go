package server_test

import (
	"bufio"
	"fmt"
	"net/http"
	"testing"

	"lectern/app/server/access"
)

// TestSentAway: who is taken from the list of devices is out at once, with what is
// open; by whatever way, on every server.
func TestSentAway(t *testing.T) {
	s := start(t)
	open := func(cookie string) *bufio.Scanner {
		t.Helper()
		r, _ := http.NewRequestWithContext(t.Context(), "GET", s.url+"/api/live", nil)
		r.Header.Set("Cookie", cookie)
		res, err := http.DefaultTransport.RoundTrip(r)
		if err != nil || res.StatusCode != 200 {
			t.Fatal(res, err)
		}
		t.Cleanup(func() { res.Body.Close() })
		lines := bufio.NewScanner(res.Body)
		lines.Scan()
		return lines
	}
	ends := func(lines *bufio.Scanner) {
		t.Helper()
		for lines.Scan() { // to the end
		}
	}
	may := func(cookie string, want int) {
		t.Helper()
		if status, _, _ := s.stranger("GET", "/api/decks", "", "Cookie", cookie); status != want {
			t.Errorf("%d, want %d", status, want)
		}
	}
	a, b, c, d := s.device(t, access.Presenter), s.device(t, access.Presenter), s.device(t, access.Presenter), s.device(t, access.Presenter)
	for _, x := range []string{a, b, c, d} {
		may(x, 200)
	}
	list, err := s.store.Devices().All(t.Context())
	if err != nil || len(list) != 4 {
		t.Fatal(list, err)
	}
	number := func(i int) int64 { return list[len(list)-1].ID + int64(i) }

	stream := open(a)
	if status, _, _ := s.ask("DELETE", fmt.Sprint("/api/devices/", number(0)), ""); status != 204 {
		t.Errorf("deleted: %d", status)
	}
	ends(stream)
	may(a, 401)
	if status, _, _ := s.ask("DELETE", fmt.Sprint("/api/devices/", number(0)), ""); status != 404 {
		t.Errorf("deleted twice: %d", status)
	}

	stream = open(b)
	if err := s.store.DeleteDevice(t.Context(), number(1)); err != nil { // as another server, or psql, does
		t.Fatal(err)
	}
	ends(stream)
	may(b, 401)

	stream = open(c)
	local := "/" + s.server.LocalPath()
	if status, _, _ := s.stranger("GET", local, ""); status != 303 {
		t.Errorf("the link on this computer: %d", status)
	}
	code, _, err := s.server.Guard().NewCode(t.Context(), access.Presenter)
	if err != nil {
		t.Fatal(err)
	}
	if status, _, _ := s.stranger("DELETE", "/api/devices", "", "Cookie", d); status != 204 {
		t.Errorf("everybody else: %d", status)
	}
	ends(stream)
	may(c, 401)
	may(d, 200)
	if status, _, _ := s.stranger("POST", "/api/sessions", `{"code":"`+code+`"}`, "Content-Type", "application/json"); status != 403 {
		t.Errorf("a link from before: %d", status)
	}
	if status, _, _ := s.stranger("GET", local, ""); status != 401 {
		t.Errorf("a link on this computer from before: %d", status)
	}
}
