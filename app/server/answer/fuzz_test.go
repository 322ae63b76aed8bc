package answer

import (
	"net/http/httptest"
	"strings"
	"testing"

	"lectern/app/fault"
)

// FuzzBody: a request's body is understood whole, or refused with a code that
// becomes a status.
func FuzzBody(f *testing.F) {
	for _, s := range []string{`{"viewer":"a","rev":1}`, `{}`, `{"rev":1.5}`, `{"rev":1}{"rev":2}`, `[`, `null`, "{\"viewer\":\"\\u0000\"}", strings.Repeat("[", 9999)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r := httptest.NewRequest("POST", "/live/seen", strings.NewReader(s))
		r.Header.Set("Content-Type", "application/json")
		var body struct {
			Viewer string `json:"viewer"`
			Rev    int64  `json:"rev"`
		}
		if err := ReadJSON(httptest.NewRecorder(), r, &body); err != nil && statuses[fault.CodeOf(err)] == 0 {
			t.Errorf("%q: %v has no status", s, err)
		}
	})
}
