package agenda

import (
	"bytes"
	"cmp"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"lectern/app/deck"
	"lectern/app/fault"
)

var wholeDay = regexp.MustCompile(`^\d{8}$`)

// parseCalendar reads an iCalendar file (RFC 5545): its events at an hour. Those of whole
// days are no talks.
func parseCalendar(data []byte, zone *time.Location, now time.Time) (Read, error) {
	read, err := sieve(data)
	if err != nil {
		return Read{}, err
	}
	cal, err := ics.ParseCalendar(read)
	if err != nil {
		return Read{}, fault.Wrap(fault.Malformed, err, "The file is no calendar that can be read")
	}
	z := zones{known: map[string]*time.Location{}, venue: zone}
	var a Read
	for _, p := range cal.CalendarProperties {
		switch strings.ToUpper(p.IANAToken) {
		case "X-WR-TIMEZONE", "TIMEZONE-ID":
			if named := named(p.Value); named != nil {
				z.venue, a.Zone = named, named.String()
			}
		case "X-WR-CALNAME", "NAME":
			a.Name = strings.TrimSpace(ics.FromText(p.Value))
		}
	}
	except := z.exceptions(cal.Events())
	for _, e := range cal.Events() {
		start := e.GetProperty(ics.ComponentPropertyDtStart)
		begins, ok := z.stamp(start)
		switch {
		case text(e, ics.ComponentPropertyStatus) == "CANCELLED":
			a.leaveOut("that are cancelled")
			continue
		case !ok && start != nil && wholeDay.MatchString(start.Value):
			a.leaveOut("of whole days")
			continue
		case !ok:
			a.leaveOut(unreadable)
			continue
		case z.strange(start):
			a.Unzoned++
		}
		ends, ok := z.stamp(e.GetProperty(ics.ComponentPropertyDtEnd))
		if !ok {
			ends = begins.Add(span(text(e, ics.ComponentProperty(ics.PropertyDuration))))
		}
		times := []time.Time{begins}
		if repeated := text(e, ics.ComponentPropertyRrule); repeated != "" {
			if r, ok := parseRule(repeated, begins); ok {
				not := except[text(e, ics.ComponentPropertyUniqueId)]
				if times = slices.DeleteFunc(r.times(begins, now.Add(-24*time.Hour)), func(at time.Time) bool { return not[at.Unix()] }); len(times) == 0 {
					a.leaveOut("that repeat no more")
				}
			} else {
				a.leaveOut("that repeat by months or years, but for the first time")
			}
		}
		for _, at := range times {
			a.Sessions = append(a.Sessions, deck.Session{Room: text(e, ics.ComponentPropertyLocation), Title: text(e, ics.ComponentPropertySummary), Begins: at, Ends: at.Add(ends.Sub(begins))})
		}
		if len(a.Sessions) > MaxSessions {
			return Read{}, errTooMany
		}
	}
	return a, nil
}

// text is what an event has of a kind; "" for nothing.
func text(e *ics.VEvent, p ics.ComponentProperty) string {
	if v := e.GetProperty(p); v != nil {
		return strings.TrimSpace(ics.FromText(v.Value))
	}
	return ""
}

// What of a calendar is read here, in lines of so many bytes.
var calendarLines = []string{"BEGIN", "END", "DTSTART", "DTEND", "DURATION", "SUMMARY", "LOCATION", "STATUS", "UID", "RRULE", "EXDATE", "RECURRENCE-ID", "X-WR-TIMEZONE", "TIMEZONE-ID", "X-WR-CALNAME", "NAME"}

const (
	mostLine  = 4 << 10
	mostDepth = 8 // of parts within parts; those of the standard go three deep
	mostZones = 100
)

// sieve leaves the lines that are read here. For each part within another one the library
// goes deeper into the stack, whose end is that of the program, and for each parameter it
// copies the rest of the line.
func sieve(data []byte) (io.Reader, error) {
	var kept bytes.Buffer
	depth := 0
	lines := ics.NewCalendarStream(bytes.NewReader(data))
	for more := true; more; {
		l, err := lines.ReadLine()
		if more = err == nil; l == nil {
			continue
		}
		line := string(*l)
		end := strings.IndexAny(line, ":;")
		if end < 0 {
			end = len(line)
		}
		switch token := line[:end]; {
		case !slices.Contains(calendarLines, token):
			continue
		case token == "BEGIN":
			depth++
		case token == "END":
			depth--
		}
		if depth > mostDepth {
			return nil, fault.Errorf(fault.Malformed, "The file is no calendar that can be read: its parts are too deep in one another")
		}
		kept.WriteString(strings.ToValidUTF8(line[:min(len(line), mostLine)], ""))
		kept.WriteString("\r\n")
	}
	return &kept, nil
}

// zones are those that a file names: to look one up takes the disk.
type zones struct {
	known map[string]*time.Location // nil of one that is not
	venue *time.Location            // of what names none
}

// of returns the zone that a date names, or nil.
func (z zones) of(p *ics.IANAProperty) *time.Location {
	id := p.ICalParameters["TZID"]
	if len(id) == 0 {
		return nil
	}
	if _, asked := z.known[id[0]]; !asked && len(z.known) < mostZones {
		z.known[id[0]] = named(id[0])
	}
	return z.known[id[0]]
}

// strange reports whether a date names a zone that is not known.
func (z zones) strange(p *ics.IANAProperty) bool {
	return len(p.ICalParameters["TZID"]) > 0 && z.of(p) == nil
}

// stamp reads a date with a time: of UTC, of a zone that it names, or of the venue's.
func (z zones) stamp(p *ics.IANAProperty) (time.Time, bool) {
	if p == nil {
		return time.Time{}, false
	}
	if t, err := time.Parse("20060102T150405Z", p.Value); err == nil {
		return t, true
	}
	t, err := time.ParseInLocation("20060102T150405", p.Value, cmp.Or(z.of(p), z.venue))
	return t, err == nil
}

// exceptions are the times, in seconds, at which what is repeated is not, by its UID: those
// that it names itself, and those that an event of their own stands for.
func (z zones) exceptions(events []*ics.VEvent) map[string]map[int64]bool {
	all := map[string]map[int64]bool{}
	for _, e := range events {
		id := text(e, ics.ComponentPropertyUniqueId)
		for _, kind := range []ics.ComponentProperty{ics.ComponentPropertyExdate, ics.ComponentPropertyRecurrenceId} {
			for _, p := range e.GetProperties(kind) {
				for value := range strings.SplitSeq(p.Value, ",") {
					one := *p
					one.Value = value
					at, ok := z.stamp(&one)
					if !ok {
						continue
					}
					if all[id] == nil {
						all[id] = map[int64]bool{}
					}
					all[id][at.Unix()] = true
				}
			}
		}
	}
	return all
}

var spanParts = regexp.MustCompile(`^\+?P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,5})M)?(?:\d{1,6}S)?)?$`)

// span reads a duration (RFC 5545, 3.3.6), in whole minutes.
func span(text string) (d time.Duration) {
	m := spanParts.FindStringSubmatch(text)
	if m == nil {
		return 0
	}
	for i, unit := range []time.Duration{7 * 24 * time.Hour, 24 * time.Hour, time.Hour, time.Minute} {
		n, _ := strconv.Atoi(m[i+1])
		d += time.Duration(n) * unit
	}
	return d
}
