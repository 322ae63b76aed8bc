package app

import (
	"io"
	"log/slog"
	"net/netip"
	"net/url"
	"strings"

	"lectern/app/fault"
	"lectern/app/importer/options"
)

// Config is what the app is told from outside.
type Config struct {
	Addr        string // where to listen, as net.Listen takes it
	AddrGiven   bool   // then a taken port is an error, and no other is tried
	Data        string // the data folder, absolute
	DatabaseURL string // an outside PostgreSQL, or empty for the embedded one
	// PresenterKeyFile holds the presenter's key, where several servers share
	// one; empty for the data folder's own.
	PresenterKeyFile string
	Name             string // how this server calls itself
	PublicURL        *url.URL
	NoDiscovery      bool // says on no network that it is there
	TrustedProxies   []netip.Prefix

	MaxViewers, MaxViewersPerAddress int // at once; 0 is no bound

	Files   []string        // decks to import; the first one goes live
	Options options.Options // of these imports
	Welcome bool            // show the welcome deck if the library never held one
	Window  bool            // a window will open: problems can be read there

	Version  string
	Log      *slog.Logger
	Out      io.Writer // what a person reads who started it
	Terminal bool      // Out is a terminal, and not a log
	// Progress shows there how far the import of a file is, until end.
	Progress func(name string) (show func(done, total int), end func())
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
