package cli

import (
	"net"
	"os"
	"path/filepath"
	"strings"

	"lectern/app"
	"lectern/app/datadir"
	"lectern/app/fault"
	"lectern/app/lan"
)

func (g *grammar) name() string {
	if g.Name != "" {
		return g.Name
	}
	name, err := os.Hostname()
	if err != nil || name == "" {
		return "Lectern"
	}
	short, _, _ := strings.Cut(name, ".")
	return short
}

// library sets what says where the decks are.
func (g *grammar) library(c *app.Config) (err error) {
	c.DatabaseURL = g.DatabaseURL
	if c.Data = g.Data; c.Data == "" {
		if c.Data, err = datadir.Default(); err != nil {
			return err
		}
	}
	if c.Data, err = filepath.Abs(c.Data); err != nil {
		return fault.Wrap(fault.Malformed, err, "--data %s: %s", g.Data, fault.Reason(err))
	}
	return nil
}

// serving sets what says how people get in.
func (g *grammar) serving(c *app.Config, environ []string) (err error) {
	if err := booleans(environ, "no-discovery"); err != nil {
		return err
	}
	c.Addr, c.AddrGiven = g.Addr, g.Addr != ""
	if !c.AddrGiven {
		c.Addr = lan.UsualAddr
	}
	_, port, err := net.SplitHostPort(c.Addr)
	if err != nil {
		return fault.Errorf(fault.Malformed, "--addr is HOST:PORT or :PORT; %q is neither", c.Addr)
	}
	if _, err := net.LookupPort("tcp", port); err != nil {
		return fault.Errorf(fault.Malformed, "--addr %s: a port is a number from 0 to 65535", c.Addr)
	}
	c.PresenterKeyFile, c.NoDiscovery = g.PresenterKeyFile, g.NoDiscovery
	c.Name = g.name()
	if g.PublicURL != "" {
		if c.PublicURL, err = app.ParsePublicURL(g.PublicURL); err != nil {
			return err
		}
	}
	if c.TrustedProxies, err = proxies(g.TrustedProxy); err != nil {
		return err
	}
	if c.MaxViewers, err = count("--max-viewers", g.MaxViewers); err != nil {
		return err
	}
	c.MaxViewersPerAddress, err = count("--max-viewers-per-address", g.MaxViewersPerAddress)
	return err
}

// importing sets what is said with the files.
func (g *grammar) importing(c *app.Config, environ []string) error {
	if err := booleans(environ, "fetch"); err != nil {
		return err
	}
	c.Options.Fetch = g.Fetch
	for name, value := range map[string]string{"dialect": g.Dialect, "separator": g.Separator, "vertical_separator": g.VerticalSeparator, "notes_side": g.NotesSide, "lang": g.Lang, "password": g.Password, "update": g.Update} {
		if _, err := c.Options.Set(name, value); err != nil {
			return fault.Errorf(fault.Malformed, "--%s %s", strings.ReplaceAll(name, "_", "-"), err)
		}
	}
	return nil
}
