package app

import (
	"io"
	"log/slog"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"lectern/app/fault"
)

// Config is what the app is told from outside.
type Config struct {
	Addr        string // where to listen, as net.Listen takes it
	AddrGiven   bool   // then a taken port is an error, and no other is tried
	Data        string // the data folder
	DatabaseURL string // an outside PostgreSQL, or empty for the embedded one
	// PresenterKeyFile holds the presenter's key, where several servers share
	// one; empty for the data folder's own.
	PresenterKeyFile string
	Name             string // how this server calls itself
	PublicURL        *url.URL
	TrustedProxies   []netip.Prefix

	MaxViewers, MaxViewersPerAddress int // at once; 0 is no bound

	Files   []string // decks to import; the first one goes live
	Welcome bool     // show the welcome deck if the library never held one
	Window  bool     // a window will open: problems can be read there

	Version string
	Log     *slog.Logger
	Out     io.Writer // what a person at the terminal reads
	Fancy   bool      // Out is a terminal that can redraw a line
}

// Info is how to reach a running Lectern: the contents of run.json.
type Info struct {
	PID          int      `json:"pid"`
	URL          string   `json:"url"`      // on this computer
	LANURLs      []string `json:"lan_urls"` // for the room, the best one first
	PresenterURL string   `json:"presenter_url"`
	PresenterKey string   `json:"presenter_key"`
	DatabaseURL  string   `json:"database_url"`
}

// DefaultData is the data folder of whoever runs this: the system's per-user
// folder for data. Root's home is closed to the database's user, so root gets
// the place that services have.
func DefaultData() (string, error) {
	home, err := os.UserHomeDir()
	if os.Geteuid() == 0 {
		return "/var/lib/lectern", nil
	}
	switch runtime.GOOS {
	case "windows":
		if dir := os.Getenv("LocalAppData"); dir != "" {
			return filepath.Join(dir, "Lectern"), nil
		}
	case "darwin":
		if err == nil {
			return filepath.Join(home, "Library", "Application Support", "Lectern"), nil
		}
	default:
		if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
			return filepath.Join(dir, "lectern"), nil
		}
		if err == nil {
			return filepath.Join(home, ".local", "share", "lectern"), nil
		}
	}
	return "", fault.Errorf(fault.Malformed, "There is no home folder to keep data in; please name one with --data")
}

// ParsePublicURL reads --public-url.
func ParsePublicURL(s string) (*url.URL, error) {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" {
		return nil, fault.Errorf(fault.Malformed, "--public-url is an address such as https://talks.example.org, without a path; %q is not", s)
	}
	u.Path = "/"
	return u, nil
}

// ParseProxies reads --trusted-proxy: addresses or networks, separated by
// commas.
func ParseProxies(s string) ([]netip.Prefix, error) {
	var list []netip.Prefix
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' }) {
		p, err := netip.ParsePrefix(part)
		if err != nil {
			a, err := netip.ParseAddr(part)
			if err != nil {
				return nil, fault.Errorf(fault.Malformed, "--trusted-proxy takes addresses or networks such as 10.0.0.0/8; %q is neither", part)
			}
			p = netip.PrefixFrom(a, a.BitLen())
		}
		list = append(list, p)
	}
	return list, nil
}
