package cli

import (
	"context"
	"errors"
	"net/netip"
	"net/url"
	"strings"

	"lectern/app/fault"
	"lectern/ui/window"
)

// kiosk shows what is live, full screen.
func kiosk(ctx context.Context, o options) error {
	if !window.Available {
		return fault.Errorf(fault.Conflict, "This lectern was built without a window; open %s in a browser, full screen", o.url)
	}
	noDisplay := fault.Errorf(fault.Conflict, "There is no display here for a kiosk; open %s in a browser, full screen", o.url)
	if !window.HasDisplay() {
		return noDisplay
	}
	err := window.Run(ctx, window.Options{Page: window.Page{URL: o.url}, Title: "Lectern", Width: 1280, Height: 720, Kiosk: true})
	if errors.Is(err, window.ErrNoDisplay) {
		return noDisplay
	}
	return err
}

// kioskURL completes what a technician types: 192.168.1.20 will do.
func kioskURL(s, name, lang string) (string, error) {
	if !strings.Contains(s, "://") {
		s = "http://" + s
	}
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return "", fault.Errorf(fault.Malformed, "%q is no address of a server; it looks like http://192.168.1.20:4747", s)
	}
	if u.Port() == "" && u.Scheme == "http" && isLocalName(u.Hostname()) {
		u.Host += UsualAddr
	}
	u.Path = "/kiosk"
	q := url.Values{"name": {name}}
	if lang != "" {
		q.Set("lang", lang)
	}
	u.RawQuery = q.Encode()
	return u.String(), nil
}

// isLocalName reports whether host is an address or a bare name, as in a LAN:
// such a server listens on Lectern's own port. A name with dots is a site's.
func isLocalName(host string) bool {
	_, err := netip.ParseAddr(host)
	return err == nil || strings.HasSuffix(host, ".local") || !strings.Contains(host, ".")
}
