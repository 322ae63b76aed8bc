package main

import (
	"errors"
	"flag"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/term"

	"lectern/app"
	"lectern/app/fault"
)

// options is the command line, understood.
type options struct {
	command string // "" is the desktop app
	config  app.Config
	url     string // of the kiosk's page
}

var commands = []string{"serve", "kiosk", "import", "db", "version", "help"}

// later are commands of the contract that this version does not have yet. A
// deck of such a name can be given as ./backup.
var later = []string{"export", "backup", "restore"}

func help() string {
	return `Lectern: present, and every screen in the room follows.

  lectern [FILE…]           the presenter's window; FILEs are imported, the first goes live
  lectern serve [FILE…]     the same without a window
  lectern kiosk URL         a full-screen follower
  lectern import FILE…      add decks to the library; prints id, slides, title of each
  lectern db                print the database's address: psql "$(lectern db)"
  lectern version           version, commit, PostgreSQL, with or without window

A FILE is a PDF, a Markdown file, a picture or a zip of these.

Flags, before or after the command (or as environment, LECTERN_ADDR and so on):
  --addr HOST:PORT          where to listen (:4747, or a free port near it)
  --data FOLDER             where decks are kept
  --database-url URL        an outside PostgreSQL (14 or later) instead of the one inside
  --presenter-key-file FILE the presenter's key, the same for all servers of one database
  --name NAME               how this server or kiosk calls itself
  --public-url URL          how people reach it through a proxy or a name of its own
  --trusted-proxy ADDR,…    whose X-Forwarded-For counts
  --max-viewers N           followers at once (50000; 0 for no limit)
  --max-viewers-per-address N
                            the same for one address (5000); this computer's own has no limit
  --log-format text|json    (text)
  --log-level LEVEL         debug, info, warn or error (info)
`
}

// parse reads the command line. Flags may stand anywhere, since nobody
// remembers where they must.
func parse(args []string) (options, error) {
	var o options
	f := flag.NewFlagSet("lectern", flag.ContinueOnError)
	f.SetOutput(io.Discard)
	env := func(name, value string) string {
		if v, ok := os.LookupEnv("LECTERN_" + strings.ToUpper(strings.ReplaceAll(name, "-", "_"))); ok {
			return v
		}
		return value
	}
	str := func(name, value string) *string { return f.String(name, env(name, value), "") }
	const anywhere = ":4747"
	addr := str("addr", anywhere)
	data := str("data", "")
	databaseURL := str("database-url", "")
	keyFile := str("presenter-key-file", "")
	name := str("name", "")
	publicURL := str("public-url", "")
	proxies := str("trusted-proxy", "")
	most := str("max-viewers", "50000")
	mostEach := str("max-viewers-per-address", "5000")
	logFormat := str("log-format", "text")
	logLevel := str("log-level", "info")

	var words []string
	for len(args) > 0 {
		if err := f.Parse(args); errors.Is(err, flag.ErrHelp) {
			o.command = "help"
			return o, nil
		} else if err != nil {
			return o, fault.Errorf(fault.Malformed, "%s", err)
		}
		stopped := len(args) > f.NArg() && args[len(args)-f.NArg()-1] == "--"
		args = f.Args()
		if stopped {
			words = append(words, args...)
			break
		}
		if len(args) > 0 {
			words = append(words, args[0])
			args = args[1:]
		}
	}
	if len(words) > 0 && slices.Contains(commands, words[0]) {
		o.command, words = words[0], words[1:]
	} else if len(words) > 0 && slices.Contains(later, words[0]) {
		return o, fault.Errorf(fault.Malformed, "this version has no %q yet", words[0])
	}

	c := &o.config
	c.Version, c.Out = version, os.Stderr
	c.Fancy = term.IsTerminal(int(os.Stderr.Fd()))
	c.Addr = *addr
	f.Visit(func(g *flag.Flag) { c.AddrGiven = c.AddrGiven || g.Name == "addr" })
	if _, ok := os.LookupEnv("LECTERN_ADDR"); ok {
		c.AddrGiven = true
	}
	if _, _, err := net.SplitHostPort(c.Addr); err != nil {
		return o, fault.Errorf(fault.Malformed, "--addr is HOST:PORT or :PORT; %q is neither", c.Addr)
	}
	var err error
	c.Data = *data
	if c.Data == "" {
		if c.Data, err = app.DefaultData(); err != nil {
			return o, err
		}
	}
	if c.Data, err = filepath.Abs(c.Data); err != nil {
		return o, err
	}
	c.DatabaseURL = *databaseURL
	c.PresenterKeyFile = *keyFile
	c.Name = *name
	if c.Name == "" {
		c.Name = hostname()
	}
	if *publicURL != "" {
		if c.PublicURL, err = app.ParsePublicURL(*publicURL); err != nil {
			return o, err
		}
	}
	if c.TrustedProxies, err = app.ParseProxies(*proxies); err != nil {
		return o, err
	}
	if c.MaxViewers, err = count("--max-viewers", *most); err != nil {
		return o, err
	}
	if c.MaxViewersPerAddress, err = count("--max-viewers-per-address", *mostEach); err != nil {
		return o, err
	}
	if c.Log, err = logger(*logFormat, *logLevel); err != nil {
		return o, err
	}

	switch o.command {
	case "", "serve":
		c.Files = words
		c.Welcome = len(words) == 0 && o.command == ""
	case "import":
		if len(words) == 0 {
			return o, fault.Errorf(fault.Malformed, "import which files?")
		}
		c.Files = words
	case "kiosk":
		if len(words) != 1 {
			return o, fault.Errorf(fault.Malformed, "kiosk takes the server's address, such as http://192.168.1.20:4747")
		}
		if o.url, err = kioskURL(words[0], c.Name); err != nil {
			return o, err
		}
	case "version", "db":
		if len(words) > 0 {
			return o, fault.Errorf(fault.Malformed, "%s takes no arguments", o.command)
		}
	}
	for _, path := range c.Files {
		// Said before anything starts: a slip of the finger is no reason to wait.
		if info, err := os.Stat(path); err != nil {
			return o, fault.Errorf(fault.Malformed, "%s: %s", path, app.Sentence(err))
		} else if info.IsDir() {
			return o, fault.Errorf(fault.Malformed, "%s is a folder; name the files in it", path)
		}
	}
	return o, nil
}

func count(flag, s string) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return 0, fault.Errorf(fault.Malformed, "%s is a number, and 0 for no limit; %q is neither", flag, s)
	}
	return n, nil
}

func hostname() string {
	name, err := os.Hostname()
	if err != nil || name == "" {
		return "Lectern"
	}
	short, _, _ := strings.Cut(name, ".")
	return short
}

func logger(format, level string) (*slog.Logger, error) {
	var l slog.Level
	if err := l.UnmarshalText([]byte(level)); err != nil {
		return nil, fault.Errorf(fault.Malformed, "--log-level is debug, info, warn or error; %q is none of them", level)
	}
	o := &slog.HandlerOptions{Level: l}
	switch format {
	case "text":
		return slog.New(slog.NewTextHandler(os.Stderr, o)), nil
	case "json":
		return slog.New(slog.NewJSONHandler(os.Stderr, o)), nil
	}
	return nil, fault.Errorf(fault.Malformed, "--log-format is text or json; %q is neither", format)
}
