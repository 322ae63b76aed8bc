package server

import (
	"bytes"
	"mime/multipart"
	"net/http/httptest"
	"path"
	"strings"
	"testing"
	"time"
)

// FuzzUploadName: whatever a file is called, its name is relative, clean and
// stays inside.
func FuzzUploadName(f *testing.F) {
	for _, s := range []string{"a.md", "../../etc/passwd", `C:\x\y.png`, "/abs", "a/../../b", "", ".", "\x00", "pics/ü.png"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, name string) {
		var b bytes.Buffer
		form := multipart.NewWriter(&b)
		form.CreateFormFile("file", name)
		form.Close()
		r := httptest.NewRequest("POST", "/", &b)
		r.Header.Set("Content-Type", form.FormDataContentType())
		u, err := openUpload(httptest.NewRecorder(), r, time.Second)
		if err != nil {
			return // a name that no header can carry
		}
		got := u.name
		if got == "" || path.IsAbs(got) || path.Clean(got) != got || got == ".." || strings.HasPrefix(got, "../") || strings.Contains(got, `\`) {
			t.Errorf("%q became %q", name, got)
		}
	})
}
