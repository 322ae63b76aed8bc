package server_test

import (
	"context"
	"encoding/json"
	"net/netip"
	"strings"
	"testing"

	"lectern/app/lan"
	"lectern/app/lan/reach"
	"lectern/app/server"
)

// TestReach: a phone that opened a page at an address is the proof that phones can; this
// computer itself is none.
func TestReach(t *testing.T) {
	var url string
	s := startAs(t, directly, func(c *server.Config) {
		c.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
		url = c.URLs()[0]
		c.Reach = func(context.Context) reach.Report {
			return reach.Report{Addresses: []reach.Address{{URL: url, Kind: lan.WiFi, Answers: true, Firewall: &reach.Firewall{Name: "ufw", State: reach.Open}}, {URL: "http://10.8.0.2:4747/", Kind: lan.VPN}}}
		}
	})
	look := func() (first, second struct {
		URL, Kind    string
		Can, Answers bool
		Phone        *struct{ From string }
	}) {
		t.Helper()
		status, text, _ := s.ask("GET", "/api/reach", "")
		var known struct{ Addresses []json.RawMessage }
		if err := json.Unmarshal([]byte(text), &known); err != nil || status != 200 || len(known.Addresses) != 2 {
			t.Fatalf("%d %s", status, text)
		}
		json.Unmarshal(known.Addresses[0], &first)
		json.Unmarshal(known.Addresses[1], &second)
		return first, second
	}
	s.stranger("GET", "/", "")
	if first, second := look(); first.URL != url || first.Kind != "wifi" || !first.Can || first.Phone != nil || second.Can {
		t.Errorf("%+v, %+v", first, second)
	}
	for _, path := range []string{"/kiosk", "/"} {
		s.stranger("GET", path, "", "X-Forwarded-For", "192.0.2."+map[string]string{"/": "9", "/kiosk": "8"}[path])
	}
	if first, second := look(); first.Phone == nil || first.Phone.From != "192.0.2.9" || second.Phone != nil {
		t.Errorf("%+v, %+v", first, second)
	}
	if status, text, _ := s.stranger("GET", "/api/reach", ""); status != 401 {
		t.Errorf("a stranger: %d %s", status, text)
	}
}

// TestQR: a code is drawn of what fits, for the presenter.
func TestQR(t *testing.T) {
	s := start(t)
	for body, want := range map[string]int{
		`{"text":"WIFI:T:WPA;S:Hall;P:secret123;;"}`: 200,
		`{"text":""}`: 422,
		`{"text":"` + strings.Repeat("x", 301) + `"}`:     422,
		`{"text":"x","password":"in a field of its own"}`: 400,
	} {
		status, text, _ := s.ask("POST", "/api/qr", body)
		if status != want || want == 200 && !strings.Contains(text, `"svg":"<svg`) || strings.Contains(text, "secret123") {
			t.Errorf("%s: %d %s", body, status, text)
		}
	}
	if status, _, _ := s.stranger("POST", "/api/qr", `{"text":"x"}`); status != 401 {
		t.Errorf("a stranger: %d", status)
	}
}
