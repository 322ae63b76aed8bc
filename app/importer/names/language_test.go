package names

import "testing"

func TestLanguage(t *testing.T) {
	for name, want := range map[string][2]string{
		"talk.en.md":            {"talk.md", "en"},
		"talk.DE.md":            {"talk.md", "de"},
		"a/b/talk.pt_br.MD":     {"a/b/talk.MD", "pt-BR"},
		"talk.zh-Hans.pdf":      {"talk.pdf", "zh-Hans"},
		"my.talk.fil.html":      {"my.talk.html", "fil"},
		"talk.iw.md":            {"talk.md", "he"},
		"talk.md":               {"talk.md", ""},
		"talk.old.md":           {"talk.old.md", ""}, // Mochi
		"talk.new.md":           {"talk.new.md", ""}, // Newari
		"talk.min.html":         {"talk.min.html", ""},
		"talk.v2.md":            {"talk.v2.md", ""},
		"talk.final.md":         {"talk.final.md", ""},
		"talk.en-x-private.md":  {"talk.en-x-private.md", ""},
		"talk.en-u-hc-h12.md":   {"talk.en-u-hc-h12.md", ""},
		".en.md":                {".en.md", ""},
		"a/.de.md":              {"a/.de.md", ""},
		"de.md":                 {"de.md", ""},
		"de":                    {"de", ""},
		"":                      {"", ""},
		"talk.en":               {"talk.en", ""},
		"talk..md":              {"talk..md", ""},
		"folder.de/talk":        {"folder.de/talk", ""},
		"folder.de/talk.md":     {"folder.de/talk.md", ""},
		"talk.de.\xff":          {"talk.\xff", "de"},
		"talk.\xff\xfe.md":      {"talk.\xff\xfe.md", ""},
		"2026-11-28.de.md":      {"2026-11-28.md", "de"},
		"Vortrag (neu).gsw.md":  {"Vortrag (neu).md", "gsw"},
		"talk.sr-Latn-RS.ipynb": {"talk.ipynb", "sr-Latn-RS"},
	} {
		if rest, tag := Language(name); rest != want[0] || tag != want[1] {
			t.Errorf("%q: %q, %q; want %q", name, rest, tag, want)
		}
	}
}
