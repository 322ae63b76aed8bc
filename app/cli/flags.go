package cli

import (
	"io"
	"os"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
	"golang.org/x/term"

	"lectern/app"
	"lectern/app/fault"
	"lectern/app/kiosk"
	"lectern/app/version"
)

// options is the command line, understood.
type options struct {
	command string // "" is the desktop app
	config  app.Config
	kiosk   kiosk.Config
	export  export
	phone   bool // check waits for one
}

// grammar is what may be typed. A flag has an environment variable of the same
// name, LECTERN_ADDR for --addr; the tag for lists the commands that take it,
// where not all do.
type grammar struct {
	Addr                 string `placeholder:"HOST:PORT" for:"serve check" help:"where to listen (:4747, or a free port near it)"`
	Data                 string `placeholder:"FOLDER" for:"serve import export db link check kiosk" help:"where decks are kept, or what a kiosk knows"`
	DatabaseURL          string `name:"database-url" placeholder:"URL" for:"serve import export db" help:"an outside PostgreSQL (14 or later) instead of the one inside"`
	PresenterKeyFile     string `placeholder:"FILE" for:"serve" help:"the presenter's key, the same for all servers of one database"`
	Name                 string `placeholder:"NAME" for:"serve kiosk" help:"how this server or kiosk calls itself (the computer's name)"`
	Server               string `placeholder:"NAME" for:"kiosk" help:"of several servers on the network the one of this name (asked on the screen)"`
	Off                  string `placeholder:"HOURS" for:"kiosk" help:"when the screen is off, unless something is live, as 22:00-07:00 (never)"`
	Room                 string `placeholder:"NAME" for:"kiosk" help:"the room of the agenda that it hangs in (the one that it is called as)"`
	Dim                  string `placeholder:"HOURS=%" for:"kiosk" help:"when it is darker, as 19:00-22:00=40 (never)"`
	PublicURL            string `name:"public-url" placeholder:"URL" for:"serve" help:"how people reach it through a proxy or a name of its own"`
	NoDiscovery          bool   `for:"serve" help:"say nothing on the network of being there: kiosks need the address then"`
	TrustedProxy         string `placeholder:"ADDR,…" for:"serve" help:"whose X-Forwarded-For counts"`
	MaxViewers           string `placeholder:"N" for:"serve" default:"50000" help:"followers at once (${default}; 0 for no limit)"`
	MaxViewersPerAddress string `placeholder:"N" for:"serve" default:"5000" help:"the same for one address (${default}); this computer's own has no limit"`
	Dialect              string `placeholder:"NAME" for:"serve import" help:"what Markdown is written in: markdown, marp, reveal, slidev or quarto (found by itself)"`
	Separator            string `placeholder:"REGEXP" for:"serve import" help:"what is between the slides of reveal.js (a line ---)"`
	VerticalSeparator    string `placeholder:"REGEXP" for:"serve import" help:"what is between those of a stack (a line ---- or --)"`
	NotesSide            string `placeholder:"SIDE" for:"serve import" help:"where the pages of a PDF have notes: none, right, left, top or bottom (found by itself)"`
	Lang                 string `placeholder:"TAG" for:"serve import export kiosk" help:"a language, as de or pt-BR: the first one of a deck, or the one to export or to show"`
	Fetch                bool   `for:"serve import" help:"get the pictures that a deck has on the web"`
	Password             string `placeholder:"PASSWORD" for:"serve import" help:"of a locked PDF; - asks for it, or reads it from standard input"`
	Notes                bool   `for:"export" help:"the speaker's notes below each page"`
	Steps                bool   `for:"export" help:"a page for each step of a slide, not for each slide"`
	Plain                bool   `for:"export" help:"without what is drawn on the slides"`
	Hidden               bool   `for:"export" help:"with the slides that are hidden"`
	Force                bool   `for:"export" help:"replace a file that is there already"`
	Phone                bool   `for:"check" help:"wait until a phone has opened the page: the only proof there is"`
	Update               string `placeholder:"ID" for:"import" help:"the deck that the file takes the place of, as --update=7; without an ID the one from a file of this name"`
	LogFormat            string `placeholder:"text|json" default:"text" help:"how the log is written (${default})"`
	LogLevel             string `placeholder:"LEVEL" default:"info" help:"debug, info, warn or error (${default})"`

	Help    bool `short:"h" env:"-" help:"this text"`
	Version bool `env:"-" help:"the version, as the command version"`

	Words []string `arg:"" optional:"" name:"FILE" help:"a PDF, a talk of PowerPoint's or OpenDocument, a Markdown file, a picture or a zip of these"`
}

// Flags returns the names of all flags, without the dashes.
func Flags() []string {
	var names []string
	for _, f := range new(grammar).parser().Model.Flags {
		names = append(names, f.Name)
	}
	return names
}

// parse reads the command line. Flags may stand anywhere, since nobody remembers
// where they must. environ is as os.Environ gives it; an empty variable counts as
// none.
func parse(args, environ []string) (options, error) {
	var o options
	var g grammar
	parser := g.parser(kong.Resolvers(environment(environ)))
	sorted, err := flagsFirst(parser, args)
	if err != nil {
		return o, err
	}
	k, err := parser.Parse(sorted)
	if err != nil {
		return o, fault.Errorf(fault.Malformed, "%s", err)
	}
	words := g.Words
	if len(words) > 0 && commands[words[0]] != nil {
		o.command, words = words[0], words[1:]
	} else if len(words) > 0 && slices.Contains(later, words[0]) {
		return o, fault.Errorf(fault.Malformed, "this version has no command %q yet", words[0])
	}
	switch {
	case g.Help || o.command == "help":
		o.command = "help"
		return o, nil
	case g.Version:
		o.command, words = "version", nil
	}
	if err := taken(k, o.command); err != nil {
		return o, err
	}

	// Only what a command takes is looked at: `lectern version` works on a
	// computer where nothing else does.
	c := &o.config
	c.Version, c.Out = version.Number, os.Stderr
	c.Terminal = term.IsTerminal(int(os.Stderr.Fd()))
	c.Progress = progressOn(c.Out, c.Terminal)
	if o.command == "version" {
		if len(words) > 0 {
			return o, fault.Errorf(fault.Malformed, "version takes no arguments")
		}
		return o, nil
	}
	if c.Log, err = logger(g.LogFormat, g.LogLevel); err != nil {
		return o, err
	}
	switch o.command {
	case "kiosk":
		o.kiosk.Log = c.Log
		return o, g.forKiosk(&o.kiosk, words)
	}
	if err := g.library(c); err != nil {
		return o, err
	}
	switch o.command {
	case "export":
		o.export, err = g.exporting(words, environ)
		return o, err
	case "db", "link", "check":
		if len(words) > 0 {
			return o, fault.Errorf(fault.Malformed, "%s takes no arguments", o.command)
		}
		o.phone = g.Phone
		if o.command == "check" {
			if err := booleans(environ, "phone"); err != nil {
				return o, err
			}
			return o, g.serving(c, environ)
		}
		return o, nil
	case "import":
		if len(words) == 0 {
			return o, fault.Errorf(fault.Malformed, "import which files?")
		}
	default:
		if err := g.serving(c, environ); err != nil {
			return o, err
		}
		c.Welcome = len(words) == 0 && o.command == ""
	}
	if err := g.importing(c, environ); err != nil {
		return o, err
	}
	c.Files = words
	return o, files(words, o.command)
}

func (g *grammar) parser(more ...kong.Option) *kong.Kong {
	return kong.Must(g, append(more, kong.Name("lectern"), kong.NoDefaultHelp(),
		kong.Writers(io.Discard, io.Discard), kong.Exit(func(int) {}))...)
}

// flagsFirst sorts the command line: kong takes words in one piece, and people type
// flags wherever they think of them.
func flagsFirst(parser *kong.Kong, args []string) ([]string, error) {
	var flags, words []string
	for i := 0; i < len(args); i++ {
		arg := args[i]
		if arg == "--" {
			words = append(words, args[i+1:]...)
			break
		}
		if !strings.HasPrefix(arg, "-") || arg == "-" {
			words = append(words, arg)
			continue
		}
		if arg == "--update" {
			arg += "=same" // its value stands behind =, if there is one
		}
		for _, f := range parser.Model.Flags {
			if arg != "--"+f.Name || f.IsBool() {
				continue
			}
			if i++; i == len(args) || strings.HasPrefix(args[i], "--") {
				return nil, fault.Errorf(fault.Malformed, "%s needs a value: %s %s", arg, arg, f.PlaceHolder)
			}
			arg += "=" + args[i] // a value of its own may begin with a dash
		}
		flags = append(flags, arg)
	}
	return append(append(flags, "--"), words...), nil
}

// taken refuses a flag on the command line that the command does not look at.
func taken(k *kong.Context, command string) error {
	if command == "" {
		command = "serve" // the same, with a window
	}
	for _, p := range k.Path {
		if p.Flag == nil || p.Resolved { // from the environment
			continue
		}
		if only := p.Flag.Tag.Get("for"); only != "" && !slices.Contains(strings.Fields(only), command) {
			return fault.Errorf(fault.Malformed, "`lectern %s` takes no --%s", command, p.Flag.Name)
		}
	}
	return nil
}

// files says before anything starts what cannot be imported: a slip of the finger
// is no reason to wait.
func files(words []string, command string) error {
	for _, path := range words {
		if _, err := os.Stat(path); err != nil {
			if meant := closest(path); command == "" && meant != "" {
				return fault.Errorf(fault.Malformed, "there is no command %q; did you mean %q?", path, meant)
			}
			return fault.Errorf(fault.Malformed, "%s: %s", path, fault.Sentence(err))
		}
	}
	return nil
}
