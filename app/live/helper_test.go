package live

import (
	"encoding/json"
	"strings"

	"pgregory.net/rapid"
)

func readRapid(t *rapid.T, b []byte) (name string, e Event) {
	for _, line := range strings.Split(string(b), "\n") {
		if v, ok := strings.CutPrefix(line, "event: "); ok {
			name = v
		}
		if v, ok := strings.CutPrefix(line, "data: "); ok {
			if err := json.Unmarshal([]byte(v), &e); err != nil {
				t.Fatal(err)
			}
		}
	}
	return name, e
}
