package kiosk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"lectern/app/datadir"
	"lectern/embed/web"
)

// What a server's kiosk page may be, with all that it names.
const (
	mostFiles = 200
	mostBytes = 32 << 20
)

var (
	assetName = regexp.MustCompile(`^[A-Za-z0-9_-][A-Za-z0-9._-]{0,120}$`)
	assetPath = regexp.MustCompile(`/assets/([A-Za-z0-9_-][A-Za-z0-9._-]{0,120})`)
)

// A mirror keeps the kiosk page of the last server, and the files that it names, in a
// folder. Of slides it has nothing: what is shown the page keeps itself. A folder cannot be
// put in the place of another in one step everywhere: for a moment the pages of before are
// beside, under a name of their own, and mend brings them back after a power cut.
type mirror struct {
	folder string
}

// mend puts in order what an end in the midst of take left.
func (m mirror) mend() {
	if _, err := os.Stat(m.path("tag")); errors.Is(err, fs.ErrNotExist) {
		os.Rename(m.before(), m.pages())
	}
	os.RemoveAll(m.before())
	left, _ := filepath.Glob(filepath.Join(m.folder, "pages-*"))
	for _, folder := range left {
		os.RemoveAll(folder)
	}
}

func (m mirror) pages() string { return filepath.Join(m.folder, "pages") }

func (m mirror) before() string { return filepath.Join(m.folder, "pages.before") }

func (m mirror) path(name string) string { return filepath.Join(m.pages(), name) }

// take fetches them, unless it has those of that tag. What fails leaves what was there.
func (m mirror) take(ctx context.Context, client *http.Client, base *url.URL, query, tag string) error {
	if has, err := os.ReadFile(m.path("tag")); err == nil && string(has) == tag {
		return nil
	}
	if err := os.MkdirAll(m.folder, 0o700); err != nil {
		return err
	}
	fresh, err := os.MkdirTemp(m.folder, "pages-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(fresh)
	write := func(name string, data []byte) error { // on the disk before its folder gets its name
		f, err := os.OpenFile(filepath.Join(fresh, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return err
		}
		_, err = f.Write(data)
		return errors.Join(err, f.Sync(), f.Close())
	}
	kept := map[string]bool{}
	total := 0
	var fetch func(path, name string) error
	fetch = func(path, name string) error {
		if kept[name] {
			return nil
		}
		kept[name] = true
		body, header, err := get(ctx, client, base, path)
		if policy := header.Get("Content-Security-Policy"); err == nil && policy != "" && name == "kiosk.html" {
			err = write("policy", []byte(policy))
		}
		if total += len(body); err == nil && (len(kept) > mostFiles || total > mostBytes) {
			err = fmt.Errorf("the pages of %s are too many", base)
		}
		if err == nil {
			err = write(name, body)
		}
		if err != nil || !named(name) {
			return err
		}
		for _, match := range assetPath.FindAllSubmatch(body, -1) {
			if err := fetch("assets/"+string(match[1]), string(match[1])); err != nil {
				return err
			}
		}
		return nil
	}
	if err := fetch("kiosk?"+query, "kiosk.html"); err != nil {
		return err
	}
	if err := write("tag", []byte(tag)); err != nil {
		return err
	}
	if err := datadir.SyncFolder(fresh); err != nil {
		return err
	}
	if _, err := os.Stat(m.path("tag")); err == nil { // what could not be removed the last time is in the way
		if err := os.RemoveAll(m.before()); err != nil {
			return err
		}
	}
	if err := os.Rename(m.pages(), m.before()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Rename(fresh, m.pages()); err != nil {
		return errors.Join(err, os.Rename(m.before(), m.pages()))
	}
	if err := os.RemoveAll(m.before()); err != nil {
		return err
	}
	return datadir.SyncFolder(m.folder)
}

// named reports whether a file may name others.
func named(name string) bool {
	for _, ext := range []string{".html", ".css", ".js"} {
		if strings.HasSuffix(name, ext) {
			return true
		}
	}
	return false
}

func get(ctx context.Context, client *http.Client, base *url.URL, path string) ([]byte, http.Header, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, base.String()+path, nil)
	if err != nil {
		return nil, nil, err
	}
	response, err := client.Do(request)
	if err != nil {
		return nil, nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, nil, fmt.Errorf("%s: %s", request.URL, response.Status)
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, mostBytes+1))
	return body, response.Header, err
}

// serve answers with what is kept under a name; false where that is nothing.
func (m mirror) serve(w http.ResponseWriter, name string) bool {
	body, err := os.ReadFile(m.path(name))
	if err != nil {
		return false
	}
	w.Header().Set("Content-Type", web.MediaType(name))
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	if policy, err := os.ReadFile(m.path("policy")); err == nil {
		w.Header().Set("Content-Security-Policy", string(policy))
	}
	w.Write(body)
	return true
}
