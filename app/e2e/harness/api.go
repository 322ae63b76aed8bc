package harness

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// Upload imports a file as the console does.
func (l *Lectern) Upload(name string, data []byte) {
	l.T.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", name)
	if err != nil {
		l.T.Fatal(err)
	}
	part.Write(data)
	form.Close()
	r, err := http.NewRequest("POST", l.Info.URL+"api/decks", &body)
	if err != nil {
		l.T.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+l.Info.PresenterKey)
	r.Header.Set("Content-Type", form.FormDataContentType())
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		l.T.Fatal(err)
	}
	defer res.Body.Close()
	if text, _ := io.ReadAll(res.Body); res.StatusCode != http.StatusCreated {
		l.T.Fatalf("importing %s: %s %s", name, res.Status, text)
	}
}

// Slide is what the presenter's API says of one.
type Slide struct {
	Slide   int    `json:"slide"`
	Title   string `json:"title"`
	HTML    string `json:"html"`
	Text    string `json:"text"`
	Notes   string `json:"notes"`
	Steps   int    `json:"steps"`
	Picture *struct {
		URL string `json:"url"`
	} `json:"picture"`
}

// Slides asks what is on the slides of a deck, once it is imported.
func (l *Lectern) Slides(id int64) []Slide {
	l.T.Helper()
	var answer struct {
		Slides []Slide `json:"content_slides"`
	}
	// A fresh binary compiles its PDF engine first.
	Until(l.T, 4*Patience, fmt.Sprint("deck ", id), func() bool {
		status, text := l.Ask("GET", fmt.Sprint("/api/decks/", id), "")
		if status != 200 {
			return false
		}
		if err := json.Unmarshal([]byte(text), &answer); err != nil {
			l.T.Fatalf("deck %d: %v: %s", id, err, text)
		}
		return true
	})
	return answer.Slides
}

func (l *Lectern) At(path string) string { return strings.TrimSuffix(l.Info.URL, "/") + path }

func (l *Lectern) AddrPort() netip.AddrPort {
	l.T.Helper()
	u, err := url.Parse(l.Info.URL)
	if err != nil {
		l.T.Fatal(err)
	}
	addr, err := netip.ParseAddrPort(u.Host)
	if err != nil {
		l.T.Fatal(err)
	}
	return addr
}

// Ask calls the API as the presenter.
func (l *Lectern) Ask(method, path, body string) (int, string) {
	l.T.Helper()
	r, err := http.NewRequest(method, strings.TrimSuffix(l.Info.URL, "/")+path, strings.NewReader(body))
	if err != nil {
		l.T.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+l.Info.PresenterKey)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, err.Error()
	}
	defer res.Body.Close()
	b, _ := io.ReadAll(res.Body)
	return res.StatusCode, string(b)
}

// Put changes a deck, and must succeed.
func (l *Lectern) Put(id int64, body string) {
	l.T.Helper()
	if status, text := l.Ask("PUT", fmt.Sprint("/api/decks/", id), body); status != 200 {
		l.T.Fatalf("PUT %s: %d %s", body, status, text)
	}
}

// Connect connects to the database as anybody with its address.
func (l *Lectern) Connect() *pgx.Conn {
	l.T.Helper()
	return l.connect(l.Info.DatabaseURL)
}

// ConnectAsSuperuser connects as only the embedded database's keeper does.
func (l *Lectern) ConnectAsSuperuser() *pgx.Conn {
	l.T.Helper()
	password, err := os.ReadFile(filepath.Join(l.Data, "postgres.password"))
	if err != nil {
		l.T.Fatal(err)
	}
	u, err := url.Parse(l.Info.DatabaseURL)
	if err != nil {
		l.T.Fatal(err)
	}
	u.User = url.UserPassword("postgres", string(password))
	return l.connect(u.String())
}

func (l *Lectern) connect(url string) *pgx.Conn {
	l.T.Helper()
	var conn *pgx.Conn
	Until(l.T, 10*time.Second, "the database to answer", func() (ok bool) {
		var err error
		conn, err = pgx.Connect(context.Background(), url)
		return err == nil
	})
	l.T.Cleanup(func() { conn.Close(context.Background()) })
	return conn
}

// Backend returns the process of a connection, by its application's name.
func (l *Lectern) Backend(name string) int {
	l.T.Helper()
	var pid int
	if err := l.Connect().QueryRow(context.Background(), `SELECT pid FROM pg_stat_activity WHERE application_name = $1`, name).Scan(&pid); err != nil {
		l.T.Fatal(err)
	}
	return pid
}

// Metric reads one figure of /metrics.
func (l *Lectern) Metric(name string) float64 {
	l.T.Helper()
	status, text := l.Ask("GET", "/metrics", "")
	for line := range strings.Lines(text) {
		if value, ok := strings.CutPrefix(strings.TrimSpace(line), name+" "); ok {
			if v, err := strconv.ParseFloat(value, 64); err == nil {
				return v
			}
		}
	}
	l.T.Fatalf("/metrics (%d) has no %s", status, name)
	return 0
}
