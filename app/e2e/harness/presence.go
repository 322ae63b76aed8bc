package harness

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"lectern/app/roster"
)

// Presence waits until a console of the server is told so many viewers.
func (l *Lectern) Presence(viewers int) {
	l.T.Helper()
	l.PresenceIs(fmt.Sprint(viewers, " viewers"), func(p roster.Presence) bool { return p.Viewers == viewers })
}

// PresenceIs waits until a console of the server is told what ok wants.
func (l *Lectern) PresenceIs(what string, ok func(roster.Presence) bool) {
	l.T.Helper()
	ctx, cancel := context.WithTimeout(l.T.Context(), Patience)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, "GET", l.Info.URL+"api/live", nil)
	if err != nil {
		l.T.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+l.Info.PresenterKey)
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		l.T.Fatal(err)
	}
	defer res.Body.Close()
	var p roster.Presence
	name := ""
	for lines := bufio.NewScanner(res.Body); lines.Scan(); {
		if n, ok := strings.CutPrefix(lines.Text(), "event: "); ok {
			name = n
		}
		if data, is := strings.CutPrefix(lines.Text(), "data: "); is && name == "presence" {
			if err := json.Unmarshal([]byte(data), &p); err != nil {
				l.T.Fatal(err)
			}
			if ok(p) {
				return
			}
		}
	}
	l.T.Fatalf("the console of %s was told %+v, and not %s", l.Info.URL, p, what)
}
