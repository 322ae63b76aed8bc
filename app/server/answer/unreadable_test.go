package answer

import (
	"net/http/httptest"
	"strings"
	"testing"

	"lectern/app/deck"
	"lectern/app/fault"
)

// TestUnreadable: a body that cannot be read is answered in our own words.
func TestUnreadable(t *testing.T) {
	for body, want := range map[string]string{
		``:                                    "The request has no body; it must be a JSON object",
		`{"name":`:                            "The JSON of the request is cut off",
		`{"name" "x"}`:                        "The request is no JSON: something is wrong at its byte 9",
		`{"name":"x"} {}`:                     "The request has more than one JSON object",
		`[]`:                                  "The request must be an object",
		`{"name":7}`:                          `"name" must be a string`,
		`{"count":1.5}`:                       `"count" must be a whole number`,
		`{"inner":{"list":{}}}`:               `"inner.list" must be a list`,
		`{"nme":"x"}`:                         `There is no field "nme" here`,
		`{"deck":{"live":1}}`:                 `"deck.live" must be true or false`,
		`{"deck":{"slide":1}}`:                `There is no field "slide" here`,
		`{"deck":{"played":"1"}}`:             `"deck.played" must be a number`,
		`{"deck":{"started_at":"yesterday"}}`: `"deck.started_at" must be a time as in 2026-11-28T09:30:00Z or null`,
	} {
		r := httptest.NewRequest("POST", "/", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		var v struct {
			Name  string `json:"name"`
			Count int    `json:"count"`
			Inner struct {
				List []int `json:"list"`
			} `json:"inner"`
			Deck deck.Change `json:"deck"`
		}
		err := ReadJSON(httptest.NewRecorder(), r, &v)
		if fault.CodeOf(err) != fault.Malformed || fault.Sentence(err) != want {
			t.Errorf("%s: %q, want %q", body, fault.Sentence(err), want)
		}
	}
}
