package chart

import (
	"encoding/xml"
	"io"
	"strings"
	"testing"
	"time"
)

// TestWrong: what is wrong is said with its line.
func TestWrong(t *testing.T) {
	for src, want := range map[string]string{
		"pie\n a : 1":                        `its line 2 is not "name" : number`,
		"%% x\npie\n\n\"a\" : x":             `its line 4 is not "name" : number`,
		"pie title x":                        "its line 1 begins a pie without parts",
		"pie\n\"a\" : 0":                     "its line 1 begins a pie without parts",
		"mindmap\n a\n b":                    "its line 3 would be a second root",
		"mindmap":                            "its line 1 begins a mind map without a root",
		"mindmap\n a()":                      "its line 2 has no words",
		"timeline\n : x":                     "its line 2 is of no period",
		"timeline\n title x":                 "its line 1 begins a time line without a period",
		"gantt\n title x":                    "its line 1 begins a Gantt chart without a task",
		"gantt\n a":                          "its line 2 is no task",
		"gantt\n a : b":                      "its line 2 has a time that is none: b",
		"gantt\n a : after b, 1d":            "its line 2 comes after “b”, which is not there before it",
		"gantt\n a : 2024-01-01, until b":    "its line 2 goes on until “b”, which is not there before it",
		"gantt\n a : 2024-01-02, 2024-01-01": "its line 2 ends before it begins, or too late",
		"gantt\n a : 2024-01-01, 999999y":    "its line 2 takes too long",
		"gantt\n a : 0001-01-01, 1d\n b : 9999-01-01, 1d":   "its line 1 begins a Gantt chart of more than 200 years",
		"gantt\n excludes monday\n a : 1d":                  "its line 2 leaves out other days than weekends",
		"gantt\n dateFormat QQ\n a : 1d":                    "its line 2 has a dateFormat that is not known",
		"pie\n" + strings.Repeat("\"a\" : 1\n", maxLines+1): "its line 401 is one too many: it has more than 400",
	} {
		if _, is, err := Draw(src); !is || err == nil || err.Error() != want {
			t.Errorf("%.40q: %v, %v; want %s", src, is, err, want)
		}
	}
	for _, src := range []string{"", "graph TD\na", "pies", "%% pie"} {
		if _, is, err := Draw(src); is || err != nil {
			t.Errorf("%q: %v, %v", src, is, err)
		}
	}
}

// TestGantt: bars stand where their times are; weekends are no days of work.
func TestGantt(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2024, 1, n, 0, 0, 0, 0, time.UTC) } // the first is a Monday
	cal := &calendar{layout: "2006-01-02", byID: map[string]int{}, weekends: true}
	for i, c := range []struct {
		task       string
		begin, end int
	}{{"a: x, 2024-01-01, 5d", 1, 6}, {"b : 2d", 6, 10}, {"c : after x, 1w", 6, 17}, {"d : 2024-01-03, 2024-01-04", 3, 4}, {"f : 2024-01-01, 70d", 1, 97}, {"e : until x", 4, 1}} {
		err := cal.task(line{number: 1, text: c.task}, 0)
		if c.end < c.begin {
			if err == nil {
				t.Errorf("%s: no error", c.task)
			}
			continue
		}
		if err != nil || !cal.tasks[i].begin.Equal(day(c.begin)) || !cal.tasks[i].end.Equal(day(c.end)) {
			t.Errorf("%s: %+v, %v; want %v to %v", c.task, cal.tasks, err, day(c.begin), day(c.end))
		}
	}
	for _, span := range []time.Duration{time.Second, time.Hour, 30 * time.Hour, 20 * 24 * time.Hour, 400 * 24 * time.Hour, 199 * 365 * 24 * time.Hour} {
		if n := len(ticks(day(3), span)); n > 10 || n < 2 && span > time.Second {
			t.Errorf("%v: %d ticks", span, n)
		}
	}
}

// FuzzDraw: whatever is drawn is XML, of a finite size.
func FuzzDraw(f *testing.F) {
	for _, s := range []string{
		"pie showData title a & <b>\n\"x\" : 1\n\"y\" : 2e5\n'z' : .5", "mindmap\n r((a<br>b))\n  c[d]\n   e\n  ::icon(x)\n  f(g)\n\th", "timeline\n title t\n section s\n a : b : c\n  : d",
		"gantt\n dateFormat HH:mm\n axisFormat %H\n section s\n a :crit, b, 10:00, 2h\n c : after b, 3m\n d :milestone, 0d", "---\ntitle: x\n---\ngantt\n dateFormat X\n a : 1, 100",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		if len(src) > 5000 {
			return
		}
		svg, is, err := Draw(src)
		if !is || err != nil {
			return
		}
		if strings.Contains(svg, "NaN") || strings.Contains(svg, "Inf") {
			t.Fatalf("%q: %s", src, svg)
		}
		d := xml.NewDecoder(strings.NewReader(strings.ToValidUTF8(svg, "?")))
		for {
			if _, err := d.Token(); err == io.EOF {
				return
			} else if err != nil && !strings.Contains(err.Error(), "illegal character code") { // whoever shows it has it cleaned
				t.Fatalf("%q: %v: %s", src, err, svg)
			}
			if err != nil {
				return
			}
		}
	})
}
