package agenda

import (
	"bytes"
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
// days are no talks; of one that is repeated there is the first.
func parseCalendar(data []byte, zone *time.Location) (Read, error) {
	read, err := sieve(data)
	if err != nil {
		return Read{}, err
	}
	cal, err := ics.ParseCalendar(read)
	if err != nil {
		return Read{}, fault.Wrap(fault.Malformed, err, "The file is no calendar that can be read")
	}
	zones := map[string]*time.Location{}
	var a Read
	for _, p := range cal.CalendarProperties {
		switch strings.ToUpper(p.IANAToken) {
		case "X-WR-TIMEZONE", "TIMEZONE-ID":
			if z := named(p.Value, nil); z != nil {
				zone, a.Zone = z, z.String()
			}
		case "X-WR-CALNAME", "NAME":
			a.Name = strings.TrimSpace(ics.FromText(p.Value))
		}
	}
	for _, e := range cal.Events() {
		text := func(p ics.ComponentProperty) string {
			if v := e.GetProperty(p); v != nil {
				return strings.TrimSpace(ics.FromText(v.Value))
			}
			return ""
		}
		start := e.GetProperty(ics.ComponentPropertyDtStart)
		begins, ok := stamp(start, zone, zones)
		switch {
		case text(ics.ComponentPropertyStatus) == "CANCELLED":
			a.leaveOut("that are cancelled")
			continue
		case !ok && start != nil && wholeDay.MatchString(start.Value):
			a.leaveOut("of whole days")
			continue
		case !ok:
			a.leaveOut(unreadable)
			continue
		case text(ics.ComponentPropertyRrule) != "":
			a.leaveOut("that repeat, but for the first")
		}
		ends, ok := stamp(e.GetProperty(ics.ComponentPropertyDtEnd), zone, zones)
		if !ok {
			ends = begins.Add(span(text(ics.ComponentProperty(ics.PropertyDuration))))
		}
		a.Sessions = append(a.Sessions, deck.Session{Room: text(ics.ComponentPropertyLocation), Title: text(ics.ComponentPropertySummary), Begins: begins, Ends: ends})
	}
	return a, nil
}

// What of a calendar is read here, in lines of so many bytes.
var calendarLines = []string{"BEGIN", "END", "DTSTART", "DTEND", "DURATION", "SUMMARY", "LOCATION", "STATUS", "RRULE", "X-WR-TIMEZONE", "TIMEZONE-ID", "X-WR-CALNAME", "NAME"}

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

// stamp reads a date with a time: of UTC, of a zone that it names, or of the given one.
// zones are those that were named before: to look one up takes the disk.
func stamp(p *ics.IANAProperty, zone *time.Location, zones map[string]*time.Location) (time.Time, bool) {
	if p == nil {
		return time.Time{}, false
	}
	if t, err := time.Parse("20060102T150405Z", p.Value); err == nil {
		return t, true
	}
	if id := p.ICalParameters["TZID"]; len(id) > 0 {
		if _, known := zones[id[0]]; !known && len(zones) < mostZones {
			zones[id[0]] = named(id[0], nil)
		}
		if z := zones[id[0]]; z != nil {
			zone = z
		}
	}
	t, err := time.ParseInLocation("20060102T150405", p.Value, zone)
	return t, err == nil
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
