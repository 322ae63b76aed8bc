package server

import (
	"io/fs"
	"net/http"
	"strings"
	"sync"

	"lectern/app/server/answer"
	"lectern/embed/web"
)

// assets are the files that the pages name, by their path under /assets/.
var assets = sync.OnceValue(func() map[string]*answer.Blob {
	all := map[string]*answer.Blob{}
	files := web.Assets()
	fs.WalkDir(files, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		body, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		all[name] = answer.NewBlob(web.MediaType(name), body)
		return nil
	})
	return all
})

// getAsset serves what the pages name. The names hold a hash of the contents.
func (s *Server) getAsset(w http.ResponseWriter, r *http.Request) {
	b := assets()[strings.TrimPrefix(r.URL.Path, "/assets/")]
	if b == nil {
		s.fail(w, r, answer.ErrNoPage)
		return
	}
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	b.Serve(w, r, http.StatusOK)
}
