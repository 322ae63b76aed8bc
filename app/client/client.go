// Package client speaks to the Lectern that runs on this computer already, over
// its HTTP API.
package client

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"mime/multipart"
	"net/http"
	"net/netip"
	"net/textproto"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"lectern/app/datadir"
	"lectern/app/deck"
	"lectern/app/exporter"
	"lectern/app/fault"
	"lectern/app/importer/options"
	"lectern/app/importer/source"
	"lectern/app/lan/reach"
	"lectern/app/live"
)

// Client speaks to the Lectern that run.json tells of.
type Client struct{ Run datadir.Run }

// Added is a deck that was imported.
type Added struct {
	ID      int64         `json:"id"`
	Slides  int           `json:"slides"`
	Title   string        `json:"title"`
	Remarks []deck.Remark `json:"remarks"`
}

// Import uploads the files of one deck, as library.AddPaths takes them, and tells how
// far the import is.
func (c Client) Import(ctx context.Context, paths []string, o options.Options, show func(done, total int)) (Added, error) {
	var added Added
	files, err := source.OpenDisk(paths...)
	if err != nil {
		return added, err
	}
	defer files.Close()
	id := fmt.Sprintf("%016x", rand.Uint64())
	watch, stop := context.WithCancel(ctx)
	watching := make(chan struct{})
	go func() {
		defer close(watching)
		c.watch(watch, id, show)
	}()
	defer func() { stop(); <-watching }()

	body, writer := io.Pipe()
	defer body.Close()
	form := multipart.NewWriter(writer)
	go func() {
		writer.CloseWithError(writeForm(ctx, form, files, o))
	}()
	err = c.do(ctx, "POST", "api/decks?import="+id, form.FormDataContentType(), body, &added)
	added.Remarks = append(files.Remarks, slices.DeleteFunc(added.Remarks, files.Said)...)
	return added, err
}

func writeForm(ctx context.Context, form *multipart.Writer, files fs.FS, o options.Options) error {
	if err := o.All(form.WriteField); err != nil {
		return err
	}
	err := source.Walk(ctx, files, func(name string, _ int64) error {
		head := textproto.MIMEHeader{}
		head.Set("Content-Disposition", multipart.FileContentDisposition("file", name))
		head.Set("Content-Type", "application/octet-stream")
		part, err := form.CreatePart(head)
		if err != nil {
			return err
		}
		f, err := files.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		_, err = io.Copy(part, f)
		return err
	})
	return errors.Join(err, form.Close())
}

// Present makes a deck live, from its beginning, unless it is live already.
func (c Client) Present(ctx context.Context, id int64) error {
	address := fmt.Sprintf("api/decks/%d", id)
	var now struct {
		Live bool `json:"live"`
	}
	if err := c.do(ctx, "GET", address, "", nil, &now); err != nil || now.Live {
		return err
	}
	change, err := json.Marshal(deck.FromStart())
	if err != nil {
		return err
	}
	return c.do(ctx, "PUT", address, "application/json", bytes.NewReader(change), nil)
}

// Follow has the running Lectern follow the files that a deck was made of, if it can
// read them itself.
func (c Client) Follow(ctx context.Context, id int64, paths []string, password string) error {
	ask := struct {
		Paths    []string `json:"paths"`
		Password string   `json:"password,omitempty"`
	}{Password: password}
	for _, p := range paths {
		abs, err := filepath.Abs(p)
		if err != nil {
			return err
		}
		ask.Paths = append(ask.Paths, abs)
	}
	body, err := json.Marshal(ask)
	if err != nil {
		return err
	}
	return c.do(ctx, "POST", fmt.Sprintf("api/decks/%d/follow", id), "application/json", bytes.NewReader(body), nil)
}

// Decks returns all decks, newest first.
func (c Client) Decks(ctx context.Context) ([]deck.Summary, error) {
	var list []deck.Summary
	err := c.do(ctx, "GET", "api/decks", "", nil, &list)
	return list, err
}

// Export writes a deck as a file to w.
func (c Client) Export(ctx context.Context, id int64, o exporter.Options, w io.Writer) error {
	q := url.Values{"format": {string(o.Format)}, "notes": {strconv.FormatBool(o.Notes)}, "steps": {strconv.FormatBool(o.Steps)}, "plain": {strconv.FormatBool(o.Plain)}, "hidden": {strconv.FormatBool(o.Hidden)}, "lang": {o.Lang}}
	return c.do(ctx, "GET", fmt.Sprintf("api/decks/%d/export?%s", id, q.Encode()), "", nil, w)
}

// A Link opens the console in one other browser.
type Link struct {
	URL     string    `json:"url"`
	Expires time.Time `json:"expires_at"` // unless it is used before
}

// NewLink asks for a Link.
func (c Client) NewLink(ctx context.Context) (Link, error) {
	var l Link
	err := c.do(ctx, "POST", "api/links", "", nil, &l)
	return l, err
}

// Reach is what a running Lectern knows of how phones reach it.
type Reach struct {
	Addresses []struct {
		reach.Address
		Can   bool `json:"can"`
		Phone *struct {
			At   time.Time  `json:"at"`
			From netip.Addr `json:"from"`
		} `json:"phone"`
	} `json:"addresses"`
	Portal    bool `json:"portal"`
	Announces bool `json:"announces"`
}

// Reach asks for it.
func (c Client) Reach(ctx context.Context) (Reach, error) {
	var r Reach
	err := c.do(ctx, "GET", "api/reach", "", nil, &r)
	return r, err
}

// watch follows the presenter's stream until ctx ends. Progress is a nicety:
// when it cannot be had, the import goes on without.
func (c Client) watch(ctx context.Context, id string, show func(done, total int)) {
	res, err := c.send(ctx, "GET", "api/live", "", nil)
	if err != nil {
		return
	}
	defer res.Body.Close()
	lines := bufio.NewScanner(res.Body)
	for lines.Scan() {
		data, ok := bytes.CutPrefix(lines.Bytes(), []byte("data: "))
		var i live.Import
		if ok && json.Unmarshal(data, &i) == nil && i.ID == id {
			show(i.Done, i.Total)
		}
	}
}

// direct asks no proxy: the key and the deck stay on this computer.
var direct = &http.Client{Transport: &http.Transport{}}

func (c Client) send(ctx context.Context, method, path, kind string, body io.Reader) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, method, c.Run.URL+path, body)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Authorization", "Bearer "+c.Run.PresenterKey)
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	return direct.Do(r)
}

func (c Client) do(ctx context.Context, method, path, kind string, body io.Reader, answer any) error {
	res, err := c.send(ctx, method, path, kind, body)
	if err != nil {
		var known *fault.Error
		if errors.As(err, &known) {
			return known
		}
		return fault.Wrap(fault.Unavailable, err, "The running Lectern at %s does not answer", c.Run.URL)
	}
	defer res.Body.Close()
	if res.StatusCode >= 400 {
		var p struct {
			Detail string `json:"detail"`
		}
		json.NewDecoder(io.LimitReader(res.Body, 64<<10)).Decode(&p)
		if p.Detail == "" {
			p.Detail = res.Status
		}
		return fault.Errorf(fault.NotADeck, "%s", p.Detail)
	}
	switch answer := answer.(type) {
	case nil:
		return nil
	case io.Writer:
		if _, err := io.Copy(answer, res.Body); errors.Is(err, io.ErrUnexpectedEOF) {
			return fault.Wrap(fault.Unavailable, err, "The running Lectern at %s ended before all was here; its log says more", c.Run.URL)
		} else {
			return err
		}
	}
	return json.NewDecoder(res.Body).Decode(answer)
}
