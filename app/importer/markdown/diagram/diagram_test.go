package diagram

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"lectern/app/importer/svg"
)

func draw(t *testing.T, d *Drawer, language, src string) string {
	t.Helper()
	s, err := d.Draw(context.Background(), language, src, 1)
	if err != nil {
		t.Fatalf("%s: %v", src, err)
	}
	return s
}

// samples are of each kind that is drawn, with words that have to be in it.
var samples = []struct{ language, src, words string }{
	{"dot", `digraph { rankdir=LR; a [label="Parser"]; a -> b; a -> c [label="yes"]; subgraph cluster_x { label="Group"; d } }`, "Parser b c yes Group d"},
	{"graphviz", `graph { ä -- "漢" [color=red] }`, "ä 漢"},
	{"dot", `digraph { a [shape=record, label="<f0> left|{x|y}"]; b [label=<<b>bold</b><br/>two>] a:f0 -> b }`, "left x y bold two"},
	{"neato", `graph { a -- b -- c -- a }`, "a b c"},
	{"circo", `graph { a -- b -- c -- a }`, "a b c"},
	{"mermaid", "graph TD\n A[Start] --> B{Decision}\n B -->|yes| C[Done]\n B -->|no| D((Retry))\n D --> A", "Start Decision yes no Done Retry"},
	{"mermaid", "flowchart LR\n subgraph one\n a1-->a2\n end\n a2 -.-> b1", "one a1 a2 b1"},
	{"mermaid", "sequenceDiagram\n participant A as Alice\n A->>Bob: Hi\n loop each\n A->>A: think\n end\n Note over A,Bob: done", "Alice Bob Hi think done"},
	{"mermaid", "stateDiagram-v2\n [*] --> Still\n Still --> Moving: start", "Still Moving start"},
	{"mermaid", "classDiagram\n Animal <|-- Duck\n Animal : +int age", "Animal Duck age"},
	{"mermaid", "---\ntitle: Pets\n---\n%%{init: {}}%%\npie showData\n \"Dogs & cats\" : 386 %% many\n 'Rats' : 15.5\n \"All\" : 0", "Pets Dogs & cats [386] 96% Rats [15.5]"},
	{"mermaid", "mindmap\n  root((The sea))\n    Boats[\"`**Sail**`\"]\n      ::icon(fa fa-x)\n      small<br/>ones\n    {{Hex}}\n    Storms\n      id)Cloud(\n\n    Tide", "The sea Sail small ones Hex Storms Cloud Tide"},
	{"mermaid", "timeline\n title Ports\n section Old\n 1900 : Pier : Crane\n      : Lamp\n section New\n 2000 : Bridge", "Ports Old 1900 Pier Crane Lamp New 2000 Bridge"},
	{"mermaid", "gantt\n title Plan\n dateFormat YYYY-MM-DD\n axisFormat %d %b\n excludes weekends\n section Hull\n Draw :done, a1, 2024-01-01, 10d\n Build: crit, after a1, 2024-02-01\n section Sea\n Trial at 12:30 :active, 2023-12-18, until a1\n Ready :milestone, 2024-02-02, 0d", "Plan Hull Draw Build Sea Trial at 12:30 Ready 25 Dec"},
	{"mermaid", "gantt\n dateFormat HH:mm\n Talk : t, 17:49, 2h\n Rest : after t, 30m", "Talk Rest 18:00"},
	{"mermaid", "erDiagram\n CUSTOMER ||--o{ ORDER : places", "CUSTOMER ORDER places"},
}

// TestDraw: each kind becomes a drawing that the cleaner of SVGs lets pass, with its words.
func TestDraw(t *testing.T) {
	d := New()
	defer d.Close(t.Context())
	for _, s := range samples {
		drawn := draw(t, d, s.language, s.src)
		made, err := svg.Make("the diagram", []byte(drawn))
		if err != nil || made.Width < 50 || made.Height < 50 {
			t.Errorf("%s: %d × %d, %v", s.src, made.Width, made.Height, err)
		}
		for _, w := range strings.Fields(s.words) {
			if !strings.Contains(made.Text, w) {
				t.Errorf("%s: no %q in %q", s.src, w, made.Text)
			}
		}
		if made.Remark != "" || strings.Contains(drawn, "var(") || strings.Contains(drawn, "@import") || strings.Contains(drawn, "<title>") {
			t.Errorf("%s: %s\n%s", s.src, made.Remark, drawn)
		}
	}
}

// TestWrong: what is wrong is said, and the next one is drawn.
func TestWrong(t *testing.T) {
	d := New()
	defer d.Close(t.Context())
	for _, c := range [][2]string{{"dot", "digraph { a -> "}, {"dot", ""}, {"dot", "digraph { a [shape=nosuch, image=\"/etc/passwd\"] "}, {"mermaid", "pie title x\n a : 1"}, {"mermaid", "gitGraph\n commit"}, {"mermaid", ""}, {"dot", "a\x00"}, {"mermaid", strings.Repeat("a", maxSource+1)}} {
		_, err := d.Draw(context.Background(), c[0], c[1], 1)
		var wrong *Wrong
		if !errors.As(err, &wrong) || wrong.Message == "" {
			t.Errorf("%.40q: %v", c[1], err)
		}
	}
	draw(t, d, "dot", "digraph { a }")
	draw(t, d, "mermaid", "graph TD\na-->b")
}

// TestNoFiles: a graph reads none.
func TestNoFiles(t *testing.T) {
	d := New()
	defer d.Close(t.Context())
	if s := draw(t, d, "dot", `digraph { graph [imagepath="/etc"]; a [image="/etc/hostname", label="x"] }`); strings.Contains(s, "hostname") || strings.Contains(s, "<image") {
		t.Error(s)
	}
}

// TestBounds: nothing takes long, or much.
func TestBounds(t *testing.T) {
	var dense, chain strings.Builder
	for i := range 120 {
		for j := range i {
			if dense.Len() < maxSource-100 {
				dense.WriteString("n" + string(rune('a'+i%26)) + string(rune('a'+i/26)) + "->n" + string(rune('a'+j%26)) + string(rune('a'+j/26)) + ";")
			}
		}
	}
	chain.WriteString("graph TD\n")
	for i := 0; chain.Len() < maxSource-100; i++ {
		chain.WriteString("a" + string(rune('a'+i%26)) + string(rune('a'+i/26%26)) + " --> b" + string(rune('a'+i*7%26)) + string(rune('a'+i/13%26)) + "\n")
	}
	was := maxTime
	maxTime = time.Second
	defer func() { maxTime = was }()
	d := New()
	defer d.Close(t.Context())
	draw(t, d, "mermaid", "graph TD\na-->b")
	for _, c := range [][2]string{
		{"dot", "digraph {" + dense.String() + "}"}, {"mermaid", chain.String()},
		{"dot", "digraph {" + strings.Repeat("subgraph {", 4000) + strings.Repeat("}", 4000) + "}"},
		{"dot", `digraph { a [label="` + strings.Repeat("x", 40_000) + `"] }`},
		{"dot", `digraph { a [width=1e9, height=1e9, peripheries=100000] }`},
		{"dot", `graph { a [shape=polygon, sides=1000000000] }`},
		{"mermaid", "graph TD\n" + strings.Repeat("subgraph a\n", 3000)},
	} {
		start := time.Now()
		_, err := d.Draw(context.Background(), c[0], c[1], 1)
		took := time.Since(start)
		var wrong *Wrong
		if took > maxTime+2*time.Second || err != nil && !errors.As(err, &wrong) {
			t.Errorf("%.40s: %v, %v", c[1], took, err)
		}
		t.Logf("%.40s: %v, %v", c[1], took.Round(time.Millisecond), err)
	}
	maxTime = was // what is drawn for good may wait for a busy machine
	draw(t, d, "dot", "digraph { a -> b }")
	draw(t, d, "mermaid", "graph TD\na-->c")
}

func FuzzDraw(f *testing.F) {
	for _, s := range samples {
		f.Add(s.language, s.src)
	}
	d := New()
	for _, s := range samples { // the engines are loaded once, which takes a while
		d.Draw(context.Background(), s.language, s.src, 1)
	}
	f.Fuzz(func(t *testing.T, language, src string) {
		if _, drawn := Is(language); !drawn {
			return
		}
		// Go's fuzzing calls it a failure when it ends in the midst of a long one.
		d.left = 200 * time.Millisecond
		clear(d.done)
		s, err := d.Draw(context.Background(), language, src, 1)
		var wrong *Wrong
		if err != nil && !errors.As(err, &wrong) {
			t.Fatal(err)
		}
		if s != "" {
			svg.Make("the diagram", []byte(s))
		}
	})
}
