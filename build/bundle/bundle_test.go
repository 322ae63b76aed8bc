package bundle

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"lectern/app/needtest"

	"github.com/evanw/esbuild/pkg/api"
)

// The committed pages are what the committed sources give: whoever changes one
// runs `go run ./build web`, so that plain `go build` serves the same.
func TestCommittedPagesAreFresh(t *testing.T) {
	want, err := Build("../../ui/web", modules(t))
	if err != nil {
		t.Fatal(err)
	}
	differences, err := Differences("../../embed/web/dist", want)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range differences {
		t.Errorf("embed/web/dist/%v", d)
	}
	if t.Failed() {
		t.Error("run: go run ./build web")
	}
}

// modules is where npm's packages are, once the build has fetched them.
func modules(t *testing.T) string {
	t.Helper()
	const dir = "../../.cache/testtools/node_modules"
	if _, err := os.Stat(dir + "/@noble/ciphers"); err != nil {
		needtest.Missing(t, "what the pages have from npm is not here")
	}
	return dir
}

// The same of the types of what the server says.
func TestCommittedTypesAreFresh(t *testing.T) {
	want, err := Types("../..")
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../../ui/web/" + TypesFile)
	if err != nil || string(got) != string(want) {
		t.Errorf("ui/web/%s is not what the Go types give (%v); run: go run ./build web", TypesFile, err)
	}
}

// tree writes files into a new folder and returns it.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

var page = map[string]string{
	"wall/wall.html": `<link rel="icon" href="{{file "shared/icon.svg"}}"><link rel="stylesheet" href="{{style}}">` +
		`<meta name="lectern-worker" content="{{worker}}"><script defer src="{{script}}"></script>`,
	"wall/wall.ts":    `import {greet} from "../shared/greet"; document.title = greet(window.name ?? "you");`,
	"wall/wall.css":   `@import "../shared/base.css"; main { inset: 0; h1 { color: red } }`,
	"shared/greet.ts": `/*! a licence */ /* a remark */ export function greet(name: string): string { return "Hello, " + name }`,
	"shared/base.css": `body { background: url(icon.svg) }`,
	"line/worker.ts":  `onconnect = () => {}; let onconnect: unknown;`,
	"shared/icon.svg": `<svg xmlns="http://www.w3.org/2000/svg"/>`,
}

func TestBuild(t *testing.T) {
	files, err := Build(tree(t, page), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	html := string(files["wall.html"])
	for _, address := range regexp.MustCompile(`"(/assets/[^"]+)"`).FindAllStringSubmatch(html, -1) {
		if _, ok := files[strings.TrimPrefix(address[1], "/")]; !ok {
			t.Errorf("the page names %s, which there is not: %q", address[1], slices.Sorted(maps.Keys(files)))
		}
	}
	if n := strings.Count(html, "/assets/"); n != 4 {
		t.Errorf("the page names %d assets, want 4: %s", n, html)
	}
	for name, data := range files {
		text := string(data)
		switch filepath.Ext(name) {
		case ".js":
			if strings.Contains(text, "??") || strings.Contains(text, "a remark") {
				t.Errorf("%s is not ES2018 without comments: %s", name, text)
			}
			if strings.HasPrefix(name, "assets/wall") && !strings.Contains(text, "/*! a licence */") {
				t.Errorf("%s lacks the licence of what is in it: %s", name, text)
			}
		case ".css":
			if strings.Contains(text, "inset") || strings.Contains(text, "{h1") || !strings.Contains(text, "/assets/icon-") {
				t.Errorf("%s is not for old browsers: %s", name, text)
			}
		}
	}
}

// TestTelevision: the committed scripts have no syntax that Chromium 63 does not read,
// of what they have from npm neither. What it has no words for would be written anew.
func TestTelevision(t *testing.T) {
	scripts, err := filepath.Glob("../../embed/web/dist/assets/*.js")
	if err != nil || len(scripts) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, file := range scripts {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		write := func(target api.Target, engines ...api.Engine) string {
			r := api.Transform(string(text), api.TransformOptions{Target: target, Engines: engines, Supported: map[string]bool{"destructuring": true}})
			if len(r.Errors) > 0 {
				t.Fatalf("%s: %s", file, r.Errors[0].Text)
			}
			return string(r.Code)
		}
		if write(api.ESNext) != write(api.ESNext, api.Engine{Name: api.EngineChrome, Version: "63"}) {
			t.Errorf("%s has syntax that Chromium 63 does not read", filepath.Base(file))
		}
	}
}

// TestTelevisionStyles: nor has the kiosk's style sheet what that engine does not know and
// what would leave a page without sizes or distances: with a variable in it such a
// declaration replaces the one before, and is nothing. What asks before (@supports) may.
func TestTelevisionStyles(t *testing.T) {
	sheets, err := filepath.Glob("../../embed/web/dist/assets/kiosk-*.css")
	if err != nil || len(sheets) != 1 {
		t.Fatalf("the kiosk's style sheet: %q, %v", sheets, err)
	}
	text, err := os.ReadFile(sheets[0])
	if err != nil {
		t.Fatal(err)
	}
	asks := regexp.MustCompile(`@supports[^{]*\{(?:[^{}]*\{[^{}]*\})*\}`)
	young := regexp.MustCompile(`[:, (](?:min|max|clamp|color-mix)\(|[;{](?:row-|grid-)?gap:|[;{]inset:|[0-9][sld]v[hw]\b`)
	for rule := range strings.SplitAfterSeq(asks.ReplaceAllString(string(text), ""), "}") {
		columns := strings.Contains(rule, "column-count:") // which have had gaps for long
		if what := young.FindString(rule); what != "" || strings.Contains(rule, "column-gap:") && !columns {
			t.Errorf("Chromium 63 does not read %q in %s", what, rule)
		}
	}
}

func TestBuildIsTheSameEverywhere(t *testing.T) {
	a, err := Build(tree(t, page), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	b, err := Build(tree(t, page), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range a {
		if string(data) != string(b[name]) {
			t.Errorf("%s depends on the folder", name)
		}
	}
}

func TestBuildNamesWhatIsWrong(t *testing.T) {
	for _, test := range []struct{ name, file, text, want string }{
		{"syntax", "wall/wall.ts", "let = ;", "ui/web/wall/wall.ts:1:"},
		{"no such import", "wall/wall.ts", `import "./nothing"`, "nothing"},
		{"no such file", "wall/wall.html", `{{file "no.svg"}}`, "no.svg"},
		{"no such function", "wall/wall.html", `{{scirpt}}`, "scirpt"},
	} {
		t.Run(test.name, func(t *testing.T) {
			files := maps.Clone(page)
			files[test.file] = test.text
			if _, err := Build(tree(t, files), t.TempDir()); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want an error with %q", err, test.want)
			}
		})
	}
}

func TestWrite(t *testing.T) {
	dst := tree(t, map[string]string{"assets/old-AAAA.js": "old", "wall.html": "old"})
	files := map[string][]byte{"wall.html": []byte("new"), "assets/new-BBBB.js": []byte("new")}
	before, err := Differences(dst, files)
	if err != nil {
		t.Fatal(err)
	}
	want := []Difference{{"assets/new-BBBB.js", Missing}, {"assets/old-AAAA.js", LeftOver}, {"wall.html", Changed}}
	if !slices.Equal(before, want) {
		t.Errorf("before: got %v, want %v", before, want)
	}
	if err := Write(dst, files); err != nil {
		t.Fatal(err)
	}
	if after, err := Differences(dst, files); err != nil || len(after) > 0 {
		t.Errorf("after: got %v, %v, want none", after, err)
	}
}
