package portable

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestSafeName(t *testing.T) {
	for in, want := range map[string]string{
		"My talk":                  "My talk",
		"Über Straßen 道路":          "Über Straßen 道路",
		"a/b\\c:d|e":               "a-b-c-d-e",
		`<"What?*>`:                "What",
		"":                         "untitled",
		" . ":                      "untitled",
		"..":                       "untitled",
		"../../etc/passwd":         "etc-passwd",
		"-rf":                      "rf",
		".hidden":                  "hidden",
		"CON":                      "_CON",
		"con.txt":                  "_con.txt",
		"aux . x":                  "_aux . x",
		"Lpt1.md":                  "_Lpt1.md",
		"COM¹":                     "_COM¹",
		"console":                  "console",
		"ends in dots...":          "ends in dots",
		"two\nlines\tand \x00 nul": "two lines and nul",
		"talk\u202efdp.exe":        "talkfdp.exe",
		"cafe\u0301":               "caf\u00e9",
		"\xff\xfe":                 "untitled",
		"👩\u200d💻":                 "👩\u200d💻",
	} {
		if got := SafeName(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	long := SafeName(strings.Repeat("道", 500) + ".pdf")
	if len(long) > maxSafe || !utf8.ValidString(long) || !strings.HasSuffix(long, "道.pdf") {
		t.Errorf("%d bytes: %q", len(long), long)
	}
}
