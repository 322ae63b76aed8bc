package utility

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"lectern/app/needtest"
)

// classes are those of other people's decks, and others of each kind.
func classes(t testing.TB) []string {
	b, err := os.ReadFile("testdata/classes.txt")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Fields(string(b))
}

// meantElsewise are classes that mean something else here, on purpose.
var meantElsewise = map[string]string{
	"fixed":  "position:absolute",
	"sticky": "position:relative",
	// There, it is no CSS.
	"shadow-[0_0_10px_red]": "--un-shadow:0 0 10px red;box-shadow:var(--un-ring-offset-shadow),var(--un-ring-shadow),var(--un-shadow)",
}

// quiet are what a class of UnoCSS says that changes nothing on a slide.
func silent(property string) bool {
	for _, p := range []string{"cursor", "transition", "user-select", "-webkit-user-select", "pointer-events", "will-change", "animation", "scroll-", "-moz-", "-ms-", "contain", "touch-action"} {
		if strings.HasPrefix(property, p) {
			return true
		}
	}
	return false
}

// said writes declarations so that those with the same meaning are the same.
func said(decls []Decl) string {
	var out []string
	for _, d := range decls {
		if silent(d.Property) {
			continue
		}
		v := strings.NewReplacer(",)", ")", ", ", ",", " !important", "!important").Replace(d.Value)
		if d.Property == "font-family" {
			v = v[strings.LastIndex(v, ",")+1:]
		}
		out = append(out, d.Property+":"+v)
	}
	return strings.Join(out, ";")
}

// TestLikeUnoCSS: classes mean what UnoCSS says, to the letter.
func TestLikeUnoCSS(t *testing.T) {
	modules := needtest.Env(t, "LECTERN_TEST_UNOCSS")
	all := classes(t)
	in, _ := json.Marshal(all)
	cmd := exec.Command("node", "testdata/unocss.mjs", modules)
	cmd.Stdin = bytes.NewReader(in)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err, string(out))
	}
	var theirs map[string][][3]string
	if err := json.Unmarshal(out, &theirs); err != nil {
		t.Fatal(err)
	}
	same := 0
	for _, c := range all {
		utils := theirs[c]
		ours, ok := NewBook(Options{Dark: strings.HasPrefix(c, "dark"), Primary: "#3ab9d5"}).Of(c)
		switch want := meantElsewise[c]; {
		case want != "":
			if got := said(ours.Decls); got != want {
				t.Errorf("%s: %s, want %s", c, got, want)
			}
			continue
		case len(utils) == 0:
			if ok && !isOwn(c) {
				t.Errorf("%s: means nothing there, and here %s", c, said(ours.Decls))
			}
			continue
		}
		u := utils[len(utils)-1]
		want := said(parseCSS(u[1]))
		if strings.HasPrefix(want, "grid-template-") {
			want = spaced(want) // theirs hands on commas, and the browser drops the rule
		}
		if want == "" || isOf(u[0], ":hover", ":focus", ":active", "::", ".group", ":disabled", "$$") && !strings.Contains(u[0], ".dark") || isNever(u[2]) {
			if ok && want != "" {
				t.Errorf("%s: means %s, which nobody sees", c, said(ours.Decls))
			}
			continue
		}
		if got := said(ours.Decls); !ok || got != want {
			t.Errorf("%s:\n  %s, want\n  %s", c, got, want)
			continue
		}
		same++
	}
	t.Logf("%d classes mean the same", same)
	if same < 500 {
		t.Errorf("%d classes mean the same; 500 should", same)
	}
}

func isOwn(c string) bool {
	for _, own := range []string{"abs-", "bg-main", "bg-active", "border-main", "text-main", "primary"} {
		if strings.Contains(c, own) {
			return true
		}
	}
	return false
}

func isOf(s string, any ...string) bool {
	for _, a := range any {
		if strings.Contains(s, a) {
			return true
		}
	}
	return false
}

// isNever reports whether what is in a query is not for a stage of 1280 × 720.
func isNever(query string) bool {
	return isOf(query, "print", "max-width", "min-width: 1536px", "hover")
}

func parseCSS(body string) []Decl {
	var out []Decl
	for d := range strings.SplitSeq(strings.TrimSuffix(body, ";"), ";") {
		if p, v, ok := strings.Cut(d, ":"); ok {
			out = append(out, Decl{p, v})
		}
	}
	return out
}

func TestSheet(t *testing.T) {
	got := NewBook(Options{}).Sheet(strings.Fields("mt-4 text-red-500 unknown w-1/2 -rotate-10 scale-50 space-y-2 !p-2 sm:mt-8 dark:hidden hover:underline [&>p]:mt-0 mt-4"), "")
	for _, want := range []string{
		".mt-4{margin-top:1rem}\n", ".w-1\\/2{width:50%}\n", ".space-y-2>:not([hidden])~:not([hidden]){", ".\\!p-2{padding:0.5rem !important}\n",
		".text-red-500{--un-text-opacity:1;color:rgb(239 68 68 / var(--un-text-opacity))}\n", ".\\[\\&\\>p\\]\\:mt-0>p{margin-top:0}\n",
		".-rotate-10,.scale-50{--un-rotate:0;", ".-rotate-10{--un-rotate-x:0;--un-rotate-y:0;--un-rotate-z:0;--un-rotate:-10deg;transform:",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	for _, no := range []string{"unknown", "dark", "underline"} {
		if strings.Contains(got, no) {
			t.Errorf("%q in\n%s", no, got)
		}
	}
	if strings.Index(got, ".sm\\:mt-8") < strings.Index(got, ".mt-4{") {
		t.Error("what is for wide screens comes before what is for all")
	}
}

// TestTracks: those of a grid may have commas between them, as Windi's decks do.
func TestTracks(t *testing.T) {
	got := said(NewBook(Options{}).Apply([]string{"grid-cols-[160px,1fr_minmax(0,2fr)]"}))
	if want := "grid-template-columns:160px 1fr minmax(0,2fr)"; got != want {
		t.Errorf("%s; want %s", got, want)
	}
}

func TestFromAttribute(t *testing.T) {
	for _, c := range [][3]string{
		{"grid", "~ cols-2 gap-4", "grid grid-cols-2 grid-gap-4"}, {"text-sm", "", "text-sm"}, {"m", "t-2", "m-t-2"}, {"border", "rounded", "border-rounded"},
		{"op70", "", "op70"}, {"mt-12", "", "mt-12"}, {"hidden", "", ""}, {"title", "x", ""}, {"flex", "~ col items-center", "flex flex-col flex-items-center"},
		{"hover:bg", "white op-10", ""}, {"m", "-t-2", "-m-t-2"}, {"text", "sm dark:red", "text-sm"}, {"src", "a.png", ""},
		{"bg-gray:10", "", "bg-gray:10"}, {"bg", "gray:10 sm:red", "bg-gray:10 sm:bg-red"}, {"text", "!5xl", "!text-5xl"}, {"border", "", "border"}, {"left", "1/2", "left-1/2"},
		{"b-t", "2 gray/20", "b-t-2 b-t-gray/20"}, {"light", "invert p-2", "light-invert light-p-2"}, {"dark", "invert", ""}, {"opacity", "50", ""}, {"op", "50", "op-50"}, {"pos", "663,206,261,_,-15", ""},
	} {
		if got := strings.Join(NewBook(Options{}).FromAttribute(c[0], c[1]), " "); got != c[2] {
			t.Errorf("%s=%q: %q, want %q", c[0], c[1], got, c[2])
		}
	}
}

// FuzzOf: whatever a class is called, what it means ends where it should.
func FuzzOf(f *testing.F) {
	for _, c := range classes(f) {
		f.Add(c)
	}
	f.Add("bg-[url(//x)]")
	f.Add("text-[red;}*{color:blue]")
	f.Add("[color:red;background:url(x)]")
	f.Fuzz(func(t *testing.T, class string) {
		book := NewBook(Options{Dark: len(class)%2 == 0, Primary: "#123456"})
		s, ok := book.Of(class)
		if !ok {
			return
		}
		for _, d := range s.Decls {
			if strings.ContainsAny(d.Value, ";{}<>\\@\n\"'") || strings.ContainsAny(d.Property, ";{}:<>\\@ \n\"'()") || strings.Contains(strings.ToLower(d.Value), "url(") {
				t.Errorf("%q: %s", class, fmt.Sprint(s.Decls))
			}
			if strings.Count(d.Value, "(") != strings.Count(d.Value, ")") {
				t.Errorf("%q: %s", class, d.Value)
			}
		}
		if strings.ContainsAny(s.Selector, "{};@\"'\\<") || len(s.Decls) == 0 {
			t.Errorf("%q: %q", class, s.Selector)
		}
		if got := strings.Count(book.Sheet([]string{class}, ".slide"), "}"); got > 2 {
			t.Errorf("%q: %d rules", class, got)
		}
	})
}

func BenchmarkSheet(b *testing.B) {
	all := classes(b)
	for b.Loop() {
		NewBook(Options{}).Sheet(all, "")
	}
}

func TestScale(t *testing.T) {
	for in, want := range map[string]string{
		"1rem": "20.000px", "-0.5rem": "-10.000px", "9999px": "9999px", "2px solid #fff": "2.500px solid #fff", "calc(100% - 2rem)": "calc(100% - 40.000px)",
		"1.5em": "1.5em", "var(--x-2px)": "var(--x-2px)", "repeat(2,minmax(0,1fr))": "repeat(2,minmax(0,1fr))", ".5px": "0.625px", "16/9": "16/9",
	} {
		if got := Scale(in, 1.25); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}
