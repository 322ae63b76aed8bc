package cli

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lectern/app/fault"
)

func TestParse(t *testing.T) {
	talk := filepath.Join(t.TempDir(), "talk.md")
	if err := os.WriteFile(talk, []byte("# Hi"), 0o600); err != nil {
		t.Fatal(err)
	}
	data := "--data=" + t.TempDir()
	for name, c := range map[string]struct {
		args    []string
		environ []string
		command string
		check   func(o options) bool
	}{
		"nothing":                  {args: []string{data}, check: func(o options) bool { return o.config.Welcome && o.config.Addr == ":4747" && !o.config.AddrGiven }},
		"a file":                   {args: []string{data, talk}, check: func(o options) bool { return len(o.config.Files) == 1 && !o.config.Welcome }},
		"serve":                    {args: []string{"serve", data}, command: "serve", check: func(o options) bool { return !o.config.Welcome }},
		"check":                    {args: []string{"check", data, "--phone", "--addr", ":80"}, command: "check", check: func(o options) bool { return o.phone && o.config.Addr == ":80" }},
		"flags before the command": {args: []string{data, "--addr", ":80", "serve", talk}, command: "serve", check: func(o options) bool { return o.config.Addr == ":80" && o.config.AddrGiven }},
		"flags after the files":    {args: []string{"import", talk, data}, command: "import", check: func(o options) bool { return len(o.config.Files) == 1 }},
		"flags among the words":    {args: []string{"import", data, talk, "--log-level", "warn", talk}, command: "import", check: func(o options) bool { return len(o.config.Files) == 2 }},
		"a file after --":          {args: []string{data, "--", talk}, check: func(o options) bool { return len(o.config.Files) == 1 }},
		"environment":              {args: []string{data}, environ: []string{"LECTERN_ADDR=:99", "LECTERN_MAX_VIEWERS=7"}, check: func(o options) bool { return o.config.AddrGiven && o.config.MaxViewers == 7 }},
		"flag over environment":    {args: []string{data, "--addr=:1"}, environ: []string{"LECTERN_ADDR=:99"}, check: func(o options) bool { return o.config.Addr == ":1" }},
		"empty environment":        {args: []string{data}, environ: []string{"LECTERN_MAX_VIEWERS=", "LECTERN_ADDR="}, check: func(o options) bool { return o.config.MaxViewers == 50000 && !o.config.AddrGiven }},
		"environment of others":    {args: []string{"version"}, environ: []string{"LECTERN_MAX_VIEWERS=many", "LECTERN_HELP=1", "LECTERN_LOG_LEVEL=bad", "LECTERN_FORCE=often"}, command: "version"},
		"an import's options": {args: []string{"import", data, talk, "--dialect", "marp", "--password", "-"}, environ: []string{"LECTERN_NOTES_SIDE=left"}, command: "import", check: func(o options) bool {
			return o.config.Options.Dialect == "marp" && o.config.Options.NotesSide == "left" && o.config.Options.Password == "-"
		}},
		"a password":              {args: []string{data, talk}, environ: []string{"LECTERN_PASSWORD=s3cret"}, check: func(o options) bool { return o.config.Options.Password == "s3cret" }},
		"an update":               {args: []string{"import", data, "--update", talk}, command: "import", check: func(o options) bool { return o.config.Options.Update == "same" && len(o.config.Files) == 1 }},
		"an update of a deck":     {args: []string{"import", data, "--update=7", talk}, command: "import", check: func(o options) bool { return o.config.Options.Update == "7" }},
		"--version":               {args: []string{"--version"}, command: "version"},
		"--help":                  {args: []string{"serve", "--help"}, command: "help"},
		"-h":                      {args: []string{"-h"}, command: "help"},
		"help":                    {args: []string{"help"}, command: "help"},
		"an export's environment": {args: []string{"export", data, "1", "a.zip"}, environ: []string{"LECTERN_NOTES=1", "LECTERN_STEPS=false", "LECTERN_HIDDEN=1"}, command: "export", check: func(o options) bool { return o.export.Hidden && o.export.Notes && !o.export.Steps && !o.export.force }},
		"export": {args: []string{"export", data, "--notes", "My talk", "--steps", "--force", "a.ZIP"}, command: "export", check: func(o options) bool {
			return o.export.deck == "My talk" && o.export.file == "a.ZIP" && o.export.Format == "zip" && o.export.Notes && o.export.Steps && o.export.force
		}},
		"languages":            {args: []string{"import", data, talk, "--lang", "pt_br"}, command: "import", check: func(o options) bool { return o.config.Options.Lang == "pt-BR" }},
		"an export's language": {args: []string{"export", data, "1", "a.pdf", "--lang=DE"}, command: "export", check: func(o options) bool { return o.export.Lang == "de" }},
		"a kiosk's language":   {args: []string{"kiosk", "10.0.0.1", "--name", "Lobby", "--lang", "de"}, command: "kiosk", check: func(o options) bool { return o.kiosk.URL == "http://10.0.0.1:4747/kiosk?lang=de&name=Lobby" }},
		"a kiosk at night": {args: []string{"kiosk", "--name=x", "--room=Main hall", "--off", "22:00-07:00,12:00-13:00", "--dim=19:00-22:00=40%"}, command: "kiosk", check: func(o options) bool {
			return o.kiosk.Query == "dim=19%3A00-22%3A00%3D40%25&name=x&off=22%3A00-07%3A00%2C12%3A00-13%3A00&panel=1&room=Main+hall"
		}},
		"a kiosk that looks": {args: []string{"kiosk", "--server", "Hall A", "--name", "Lobby", data}, command: "kiosk", check: func(o options) bool {
			return o.kiosk.URL == "" && o.kiosk.Server == "Hall A" && o.kiosk.Query == "name=Lobby" && "--data="+o.kiosk.Folder == data
		}},
		"kiosk": {args: []string{"kiosk", "10.0.0.1", "--name", "Lobby"}, command: "kiosk", check: func(o options) bool { return o.kiosk.URL == "http://10.0.0.1:4747/kiosk?name=Lobby" }},
	} {
		t.Run(name, func(t *testing.T) {
			o, err := parse(c.args, c.environ)
			if err != nil {
				t.Fatal(err)
			}
			if o.command != c.command || c.check != nil && !c.check(o) {
				t.Errorf("got the command %q, %+v", o.command, o.config)
			}
		})
	}
}

// TestWrongUsage: what is wrong is told as it was typed.
func TestWrongUsage(t *testing.T) {
	folder := t.TempDir()
	data := "--data=" + folder
	talk := filepath.Join(folder, "talk.md")
	if err := os.WriteFile(talk, []byte("# Hi"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		args []string
		says string
	}{
		"a flag with a slip":      {[]string{"--adr", ":80"}, `--adr, did you mean "--addr"`},
		"a command with a slip":   {[]string{"serv", data}, `did you mean "serve"?`},
		"a file that is not":      {[]string{"talks.pdf", data}, "talks.pdf: There is no such file"},
		"a port too large":        {[]string{"--addr", ":99999", data}, "a port is a number from 0 to 65535"},
		"no address":              {[]string{"--addr", "here", data}, "HOST:PORT or :PORT"},
		"another command's flag":  {[]string{"kiosk", "10.0.0.1", "--max-viewers", "3"}, "`lectern kiosk` takes no --max-viewers"},
		"no number":               {[]string{"--max-viewers", "many", data}, "--max-viewers is a number"},
		"a negative number":       {[]string{"--max-viewers=-1", data}, "--max-viewers is a number"},
		"no proxy":                {[]string{"--trusted-proxy", "proxy", data}, "--trusted-proxy takes addresses"},
		"a public URL with path":  {[]string{"--public-url", "https://x.org/talks", data}, "without a path"},
		"a log level":             {[]string{"--log-level", "loud", data}, "--log-level is debug"},
		"a log format":            {[]string{"--log-format", "xml", data}, "--log-format is text or json"},
		"a dialect of nobody":     {[]string{"import", talk, "--dialect", "Beamer", data}, `--dialect is markdown, marp, reveal, slidev or quarto; "Beamer" is none of them`},
		"a side of nothing":       {[]string{"import", talk, "--notes-side=middle", data}, "--notes-side is none, right"},
		"a dialect for db":        {[]string{"db", "--dialect", "marp", data}, "`lectern db` takes no --dialect"},
		"no language":             {[]string{"import", talk, "--lang=German", data}, `--lang is a language such as en or pt-BR; "German" is none`},
		"a language to export":    {[]string{"export", "1", "a.pdf", "--lang=German", data}, `--lang is a language such as en or pt-BR; "German" is none`},
		"a language for a kiosk":  {[]string{"kiosk", "10.0.0.1", "--lang=German"}, `--lang is a language such as en or pt-BR; "German" is none`},
		"an update of a word":     {[]string{"import", talk, "--update=it", data}, "--update is a deck's id"},
		"import nothing":          {[]string{"import", data}, "import which files?"},
		"a kiosk's hours":         {[]string{"kiosk", "--off", "22-7"}, `--off are hours such as 22:00-07:00`},
		"a kiosk's brightness":    {[]string{"kiosk", "--dim=19:00-22:00=400"}, `"19:00-22:00=400" are none`},
		"a kiosk of two":          {[]string{"kiosk", "10.0.0.1", "10.0.0.2"}, "kiosk takes one address of a server"},
		"a kiosk of both":         {[]string{"kiosk", "10.0.0.1", "--server", "Hall"}, "or --server, not both"},
		"a server of serve":       {[]string{"serve", "--server", "Hall", data}, "takes no --server"},
		"a command of later":      {[]string{"backup", "x"}, `no command "backup" yet`},
		"export of nothing":       {[]string{"export", data}, "export takes a deck, by its id or title, and a file"},
		"export to nowhere":       {[]string{"export", "1", data}, "export takes a deck, by its id or title, and a file"},
		"export as nothing":       {[]string{"export", "1", "talk", data}, "talk says by its ending what to make: "},
		"export as something":     {[]string{"export", "1", "a/talk.pptx", data}, "talk.pptx says by its ending what to make: "},
		"a flag of export":        {[]string{"serve", "--force", data}, "`lectern serve` takes no --force"},
		"arguments of version":    {[]string{"version", "1"}, "version takes no arguments"},
		"an argument of db":       {[]string{"db", "1", data}, "db takes no arguments"},
		"a value that is missing": {[]string{"--data"}, "--data needs a value: --data FOLDER"},
		"a flag for a value":      {[]string{"--data", "--addr", ":1"}, "--data needs a value: --data FOLDER"},
		"a value with a dash":     {[]string{"--max-viewers", "-3", data}, "--max-viewers is a number"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := parse(c.args, nil)
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v, want %q", err, c.says)
			}
			if fault.CodeOf(err) != fault.Malformed {
				t.Errorf("its code is %q", fault.CodeOf(err))
			}
		})
	}
}

// TestUnasked: a signal is no failure, and hides none.
func TestUnasked(t *testing.T) {
	broken := errors.New("PostgreSQL cannot be ended")
	for name, c := range map[string]struct {
		err  error
		want error
	}{
		"nothing":         {nil, nil},
		"a signal":        {context.Canceled, nil},
		"a fault":         {broken, broken},
		"both":            {errors.Join(context.Canceled, broken), broken},
		"both, deeper":    {errors.Join(nil, errors.Join(broken, context.Canceled)), broken},
		"twice a signal":  {errors.Join(context.Canceled, context.Canceled), nil},
		"a signal within": {fault.Wrap(fault.Conflict, context.Canceled, "x"), nil},
	} {
		t.Run(name, func(t *testing.T) {
			if got := unasked(c.err); (got == nil) != (c.want == nil) || !errors.Is(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

// TestHelp names every command and flag.
func TestHelp(t *testing.T) {
	text := help()
	for _, name := range Commands() {
		if name != "help" && !strings.Contains(text, "lectern "+name) {
			t.Errorf("help is silent about %s", name)
		}
	}
	for _, name := range Flags() {
		if !strings.Contains(text, "--"+name) {
			t.Errorf("help is silent about --%s", name)
		}
	}
}

// TestReadme: the tables of the README hold the same flags.
func TestReadme(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range Flags() {
		if name == "help" || name == "version" {
			continue
		}
		variable := "LECTERN_" + strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
		if !strings.Contains(string(readme), "| `--"+name+"` | `"+variable+"` |") {
			t.Errorf("the README has no row of --%s", name)
		}
	}
}
