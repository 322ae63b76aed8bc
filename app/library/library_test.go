package library

import (
	"testing"

	"lectern/app/importer"
)

func TestDigest(t *testing.T) {
	file := func(name, data string) importer.File { return importer.File{Name: name, Data: []byte(data)} }
	talk := []importer.File{file("talk.md", "# A"), file("img/a.png", "1")}
	for name, c := range map[string]struct {
		files []importer.File
		same  bool
	}{
		"the same":           {[]importer.File{file("talk.md", "# A"), file("img/a.png", "1")}, true},
		"as a folder":        {[]importer.File{file("talk/talk.md", "# A"), file("talk/img/a.png", "1")}, true},
		"in a deeper folder": {[]importer.File{file("a/talk/talk.md", "# A"), file("a/talk/img/a.png", "1")}, true},
		"other words":        {[]importer.File{file("talk.md", "# B"), file("img/a.png", "1")}, false},
		"another name":       {[]importer.File{file("talk.md", "# A"), file("img/b.png", "1")}, false},
		"a file less":        {[]importer.File{file("talk.md", "# A")}, false},
		"another border":     {[]importer.File{file("talk.md", "# A1"), file("img/a.png", "")}, false},
	} {
		t.Run(name, func(t *testing.T) {
			if same := digestOf(c.files) == digestOf(talk); same != c.same {
				t.Errorf("the same: %v", same)
			}
		})
	}
}
