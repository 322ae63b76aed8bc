package chart

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// task is a bar of a Gantt chart.
type task struct {
	name, id                      string
	section                       int
	begin, end                    time.Time
	done, active, crit, milestone bool
}

// calendar is how a chart writes its times.
type calendar struct {
	layout   string // of Go, or "" for Unix seconds
	axis     string
	weekends bool // are left out
	tasks    []task
	byID     map[string]int
}

// gantt draws tasks as bars along a calendar, by sections.
func gantt(_ string, lines []line) (string, error) {
	cal := &calendar{layout: "2006-01-02", byID: map[string]int{}}
	title := ""
	var sections []string
	for _, l := range lines {
		word, rest, _ := strings.Cut(l.text, " ")
		rest = strings.TrimSpace(rest)
		switch word {
		case "title":
			title = rest
		case "section":
			sections = append(sections, rest)
		case "dateFormat":
			layout, ok := layoutOf(rest)
			if !ok {
				return "", l.wrong("has a dateFormat that is not known")
			}
			cal.layout = layout
		case "axisFormat":
			cal.axis = rest
		case "excludes":
			if rest != "weekends" {
				return "", l.wrong("leaves out other days than weekends")
			}
			cal.weekends = true
		case "tickInterval", "todayMarker", "weekday", "weekend", "inclusiveEndDates", "topAxis", "click", "displayMode:":
		default:
			if err := cal.task(l, len(sections)); err != nil {
				return "", err
			}
		}
	}
	if len(cal.tasks) == 0 {
		return "", &Wrong{1, "begins a Gantt chart without a task"}
	}
	return cal.draw(title, sections)
}

func (cal *calendar) task(l line, section int) error {
	at := strings.LastIndex(l.text, ":")
	if cut := strings.Index(l.text, " :"); cut >= 0 {
		at = cut + 1 // times have colons, too
	}
	if at <= 0 {
		return l.wrong("is no task")
	}
	t := task{name: strings.TrimSpace(l.text[:at]), section: section}
	parts := strings.Split(l.text[at+1:], ",")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	for len(parts) > 0 {
		flag := map[string]*bool{"done": &t.done, "active": &t.active, "crit": &t.crit, "milestone": &t.milestone, "vert": &t.milestone}[parts[0]]
		if flag == nil {
			break
		}
		*flag, parts = true, parts[1:]
	}
	if len(parts) == 3 {
		t.id, parts = parts[0], parts[1:]
	}
	t.begin = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	if n := len(cal.tasks); n > 0 {
		t.begin = cal.tasks[n-1].end
	}
	if len(parts) == 2 {
		begin, err := cal.begin(l, parts[0])
		if err != nil {
			return err
		}
		t.begin, parts = begin, parts[1:]
	}
	if len(parts) != 1 {
		return l.wrong("does not say how long its task takes")
	}
	end, err := cal.end(l, t.begin, parts[0])
	if err != nil {
		return err
	}
	if t.end = end; t.end.Before(t.begin) || t.end.Sub(t.begin) > 200*365*24*time.Hour {
		return l.wrong("ends before it begins, or too late")
	}
	if t.id != "" {
		cal.byID[t.id] = len(cal.tasks)
	}
	cal.tasks = append(cal.tasks, t)
	return nil
}

func (cal *calendar) begin(l line, said string) (begin time.Time, err error) {
	after, ok := strings.CutPrefix(said, "after ")
	if !ok {
		return cal.time(l, said)
	}
	for n, id := range strings.Fields(after) {
		i, known := cal.byID[id]
		if !known {
			return begin, l.wrong("comes after “%s”, which is not there before it", id)
		}
		if n == 0 || cal.tasks[i].end.After(begin) {
			begin = cal.tasks[i].end
		}
	}
	return begin, nil
}

var duration = regexp.MustCompile(`^([0-9]{1,6}(?:\.[0-9]{1,3})?)(ms|s|m|h|d|w|M|y)$`)

func (cal *calendar) end(l line, begin time.Time, said string) (time.Time, error) {
	if until, ok := strings.CutPrefix(said, "until "); ok {
		i, known := cal.byID[strings.TrimSpace(until)]
		if !known {
			return begin, l.wrong("goes on until “%s”, which is not there before it", until)
		}
		return cal.tasks[i].begin, nil
	}
	m := duration.FindStringSubmatch(said)
	if m == nil {
		return cal.time(l, said)
	}
	n, _ := strconv.ParseFloat(m[1], 64)
	days := map[string]float64{"d": 1, "w": 7, "M": 30.4375, "y": 365.25, "h": 1.0 / 24, "m": 1.0 / 1440, "s": 1.0 / 86400, "ms": 1.0 / 86400000}[m[2]] * n
	if days > 36500 {
		return begin, l.wrong("takes too long")
	}
	end := begin.Add(time.Duration(days * float64(24*time.Hour)))
	if cal.weekends {
		day := begin
		for week := day.AddDate(0, 0, 7); !week.After(end); week = day.AddDate(0, 0, 7) {
			day, end = week, end.AddDate(0, 0, 2)
		}
		for ; day.Before(end); day = day.AddDate(0, 0, 1) {
			if day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
				end = end.AddDate(0, 0, 1)
			}
		}
	}
	return end, nil
}

func (cal *calendar) time(l line, said string) (time.Time, error) {
	if cal.layout == "" {
		n, err := strconv.ParseInt(said, 10, 40)
		if err != nil {
			return time.Time{}, l.wrong("has a time that is none: %s", said)
		}
		return time.Unix(n, 0).UTC(), nil
	}
	for _, layout := range []string{cal.layout, "2006-01-02", "2006-01-02 15:04", "2006-01-02T15:04:05"} {
		if t, err := time.Parse(layout, said); err == nil {
			return t, nil
		}
	}
	return time.Time{}, l.wrong("has a time that is none: %s", said)
}

func (cal *calendar) draw(title string, sections []string) (string, error) {
	first, last := cal.tasks[0].begin, cal.tasks[0].end
	for _, t := range cal.tasks {
		if t.begin.Before(first) {
			first = t.begin
		}
		if t.end.After(last) {
			last = t.end
		}
	}
	span := last.Sub(first)
	switch {
	case span > 200*365*24*time.Hour:
		return "", &Wrong{1, "begins a Gantt chart of more than 200 years"}
	case span <= 0:
		span = 24 * time.Hour
	}
	const row, plot = 26.0, 560.0
	names := 0.0
	for _, s := range sections {
		names = max(names, widest(words(s, 9*em)))
	}
	left := 4 + names
	if names > 0 {
		left += em
	}
	y := 4.0
	c := &canvas{}
	if title != "" {
		c.text(left+plot/2, y+leading/2, "middle", ink, title, true)
		y += 1.8 * leading
	}
	x := func(t time.Time) float64 { return left + plot*float64(t.Sub(first))/float64(span) }
	top, bottom := y, y+float64(len(cal.tasks))*row
	for i, from := 0, 0; i <= len(cal.tasks); i++ { // the grounds of the sections, and their names
		if i < len(cal.tasks) && cal.tasks[i].section == cal.tasks[from].section {
			continue
		}
		s, y1, y2 := cal.tasks[from].section, top+float64(from)*row, top+float64(i)*row
		if s%2 == 1 {
			c.rect(4, y1, left+plot-4, y2-y1, 0, paper, "")
		}
		if s > 0 {
			c.block(4+names/2+em/4, (y1+y2)/2, words(sections[s-1], 9*em), ink, true)
		}
		from = i
	}
	for _, t := range ticks(first, span) {
		c.rule(x(t), top, x(t), bottom, "#d5d2c9")
		c.text(x(t), bottom+em, "middle", muted, cal.label(t, span), false)
	}
	right := left + plot
	for i, t := range cal.tasks {
		y := top + (float64(i)+0.5)*row
		colour := colours[0]
		switch {
		case t.crit:
			colour = colours[3]
		case t.done:
			colour = colours[7]
		case t.active:
			colour = colours[1]
		}
		x1, x2 := x(t.begin), x(t.end)
		at, anchor := (x1+x2)/2, "middle"
		if t.milestone {
			c.path(fmt.Sprintf("M%s %sl8 8l-8 8l-8 -8Z", num(at), num(y-8)), colour.line, colour.line, 1)
			at, anchor = at+12, "start"
			x1 -= 8
		} else {
			c.rect(x1, y-row/2+3, max(2, x2-x1), row-6, 3, colour.ground, colour.line)
			if width(t.name)+8 > x2-x1 {
				at, anchor = x2+6, "start"
			}
		}
		if anchor == "start" && at+width(t.name) > left+plot && x1-6-width(t.name) > left {
			at, anchor = x1-6, "end"
		}
		if anchor == "start" {
			right = max(right, at+width(t.name))
		}
		c.text(at, y, anchor, ink, t.name, false)
	}
	return c.svg(max(right, left+plot+20)+4, bottom+2*em), nil
}
