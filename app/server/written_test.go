package server_test

import (
	"fmt"
	"strings"
	"testing"
)

// TestWrittenIsThere: whoever was answered finds what they wrote, in the stream
// that is opened next and in the slide that is asked for next.
func TestWrittenIsThere(t *testing.T) {
	s := start(t)
	id := s.deck()
	path := "/decks/" + fmt.Sprint(id)
	for range 30 {
		s.put(id, `{"live":true,"current_slide":2}`)
		if _, data := s.stream("/live").next("slide", "end"); !strings.Contains(data, `"slide":2,`) {
			t.Fatalf("a stream that was opened after going live begins with %s", data)
		}
		s.put(id, `{"current_slide":3}`)
		if status, text, _ := s.stranger("GET", path+"/slides/3", ""); status != 200 {
			t.Fatalf("the slide that was shown: %d %s", status, text)
		}
		s.put(id, `{"live":false,"title":"Renamed"}`)
		if status, text, _ := s.ask("GET", path+"/slides", ""); status != 200 || !strings.Contains(text, `"Renamed"`) {
			t.Fatalf("a renamed deck: %d %s", status, text)
		}
		s.put(id, `{"title":"A talk"}`)
	}
}
