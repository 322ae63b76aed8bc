// Package bundle turns ui/web into the files that embed/web serves.
//
// A page is a folder NAME of ui/web that holds NAME.html; beside it lie NAME.ts
// and NAME.css. The HTML is a text/template with these functions:
//
//	{{script}}      the address of the page's script, e.g. /assets/kiosk-7JDZQ2KL.js
//	{{style}}       the address of its style sheet
//	{{worker}}      the address of the shared worker (line/worker.ts)
//	{{file "PATH"}} the address of any other file, by its path in ui/web
//
// The result depends on the sources alone: the same bytes come out on every
// machine, so that a test can compare them with what was committed.
package bundle

import (
	"bytes"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"text/template"

	"github.com/evanw/esbuild/pkg/api"
)

// worker is the one entry point that belongs to no page.
const worker = "line/worker.ts"

// browsers are the oldest that must show a page: smart TVs and kiosks keep the
// engine they were sold with. The others are the first with all of ES2018's syntax;
// Chrome's is that of televisions of 2019, without named groups in regular expressions.
var browsers = []api.Engine{
	{Name: api.EngineChrome, Version: "63"},
	{Name: api.EngineEdge, Version: "79"},
	{Name: api.EngineFirefox, Version: "78"},
	{Name: api.EngineSafari, Version: "12"},
}

// Build bundles the pages of the folder src (ui/web), with what they have from npm
// in the folder modules. It writes nothing: the result maps slash-separated paths
// ("kiosk.html", "assets/kiosk-7JDZQ2KL.js") to contents.
func Build(src, modules string) (map[string][]byte, error) {
	src, modules, err := absolute(src, modules)
	if err != nil {
		return nil, err
	}
	pages, err := pagesIn(src)
	if err != nil {
		return nil, err
	}
	b := builder{src: src, modules: modules, files: map[string][]byte{}, address: map[string]string{}}
	if err := b.bundle(entryPoints(src, pages)); err != nil {
		return nil, err
	}
	for _, name := range pages {
		if err := b.render(name); err != nil {
			return nil, err
		}
	}
	return b.files, nil
}

// absolute is what esbuild takes.
func absolute(src, modules string) (string, string, error) {
	src, err1 := filepath.Abs(src)
	modules, err2 := filepath.Abs(modules)
	return src, modules, errors.Join(err1, err2)
}

// pagesIn returns the names of the pages under src, sorted.
func pagesIn(src string) ([]string, error) {
	folders, err := os.ReadDir(src)
	if err != nil {
		return nil, err
	}
	var pages []string
	for _, f := range folders {
		if exists(filepath.Join(src, f.Name(), f.Name()+".html")) {
			pages = append(pages, f.Name())
		}
	}
	if len(pages) == 0 {
		return nil, fmt.Errorf("no page in %s: a page is a folder NAME with a NAME.html", src)
	}
	return pages, nil
}

// entryPoints lists what is bundled, as slash-separated paths in src.
func entryPoints(src string, pages []string) []string {
	var entries []string
	add := func(p string) {
		if exists(filepath.Join(src, filepath.FromSlash(p))) {
			entries = append(entries, p)
		}
	}
	for _, name := range pages {
		add(name + "/" + name + ".ts")
		add(name + "/" + name + ".css")
	}
	add(worker)
	return entries
}

type builder struct {
	src     string            // absolute path of ui/web
	modules string            // absolute path of node_modules
	files   map[string][]byte // what Build returns
	address map[string]string // path in src → address in the browser
}

// bundle runs esbuild over the entry points and keeps its output and addresses.
func (b *builder) bundle(entries []string) error {
	result := api.Build(api.BuildOptions{
		AbsWorkingDir:     b.src,
		EntryPoints:       entries,
		Outdir:            filepath.Join(b.src, "dist"), // never written to; gives the names a root
		Outbase:           b.src,
		EntryNames:        "assets/[name]-[hash]",
		AssetNames:        "assets/[name]-[hash]",
		PublicPath:        "/",
		Bundle:            true,
		Metafile:          true,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
		NodePaths:         []string{b.modules},
		LegalComments:     api.LegalCommentsEndOfFile, // as the licences want it
		Charset:           api.CharsetUTF8,
		Format:            api.FormatIIFE, // old browsers, and a SharedWorker is a classic script
		Target:            api.ES2018,
		Engines:           browsers,
		// esbuild counts a corner case of old engines (a default that names its own
		// binding) as no destructuring at all; we have none of it.
		Supported: map[string]bool{"destructuring": true},
		Loader: map[string]api.Loader{
			".svg": api.LoaderFile, ".png": api.LoaderFile, ".woff2": api.LoaderFile,
		},
		LogLevel: api.LogLevelSilent,
	})
	if len(result.Errors) > 0 {
		return messages(result.Errors)
	}
	if len(result.Warnings) > 0 {
		return messages(result.Warnings) // a warning nobody reads is a bug that ships
	}
	for _, f := range result.OutputFiles {
		rel, err := filepath.Rel(filepath.Join(b.src, "dist"), f.Path)
		if err != nil {
			return err
		}
		b.files[filepath.ToSlash(rel)] = f.Contents
	}
	var meta struct {
		Outputs map[string]struct {
			EntryPoint string `json:"entryPoint"`
		} `json:"outputs"`
	}
	if err := json.Unmarshal([]byte(result.Metafile), &meta); err != nil {
		return fmt.Errorf("esbuild's metafile: %w", err)
	}
	for out, o := range meta.Outputs {
		if o.EntryPoint != "" {
			b.address[o.EntryPoint] = "/" + strings.TrimPrefix(out, "dist/")
		}
	}
	return nil
}

// render writes NAME.html with the addresses filled in.
func (b *builder) render(name string) error {
	file := name + "/" + name + ".html"
	text, err := os.ReadFile(filepath.Join(b.src, filepath.FromSlash(file)))
	if err != nil {
		return err
	}
	bundled := func(entry string) func() (string, error) {
		return func() (string, error) {
			if a, ok := b.address[entry]; ok {
				return a, nil
			}
			return "", fmt.Errorf("ui/web/%s does not exist", entry)
		}
	}
	t, err := template.New("ui/web/" + file).Funcs(template.FuncMap{
		"script": bundled(name + "/" + name + ".ts"),
		"style":  bundled(name + "/" + name + ".css"),
		"worker": bundled(worker),
		"file":   b.file,
	}).Parse(string(text))
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := t.Execute(&out, nil); err != nil {
		return err
	}
	b.files[name+".html"] = out.Bytes()
	return nil
}

// file adds a file that nothing bundles, such as an icon, under a hashed name.
func (b *builder) file(p string) (string, error) {
	data, err := os.ReadFile(filepath.Join(b.src, filepath.FromSlash(p)))
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(data)
	hash := base32.StdEncoding.EncodeToString(sum[:5]) // 8 letters, like esbuild's
	ext := path.Ext(p)
	name := "assets/" + strings.TrimSuffix(path.Base(p), ext) + "-" + hash + ext
	b.files[name] = data
	return "/" + name, nil
}

// messages makes esbuild's complaints one error, a line each, with their places.
func messages(list []api.Message) error {
	lines := make([]string, 0, len(list))
	for _, m := range list {
		where := ""
		if l := m.Location; l != nil {
			where = fmt.Sprintf("ui/web/%s:%d:%d: ", l.File, l.Line, l.Column+1)
		}
		lines = append(lines, where+m.Text)
	}
	return fmt.Errorf("%s", strings.Join(lines, "\n"))
}

func exists(p string) bool {
	info, err := os.Stat(p)
	return err == nil && info.Mode().IsRegular()
}
