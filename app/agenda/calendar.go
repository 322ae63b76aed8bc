package agenda

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"lectern/app/deck"
	"lectern/app/fault"
)

// parseCalendar reads an iCalendar file (RFC 5545): its events at an hour. Those of whole
// days are no talks; of one that is repeated there is the first.
func parseCalendar(data []byte, zone *time.Location) (deck.Agenda, error) {
	cal, err := ics.ParseCalendar(bytes.NewReader(data))
	if err != nil {
		return deck.Agenda{}, fault.Wrap(fault.Malformed, err, "The file is no calendar that can be read")
	}
	var a deck.Agenda
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
		begins, ok := stamp(e.GetProperty(ics.ComponentPropertyDtStart), zone)
		if !ok || text(ics.ComponentPropertyStatus) == "CANCELLED" {
			continue
		}
		ends, ok := stamp(e.GetProperty(ics.ComponentPropertyDtEnd), zone)
		if !ok {
			ends = begins.Add(span(text(ics.ComponentProperty(ics.PropertyDuration))))
		}
		a.Sessions = append(a.Sessions, deck.Session{Room: text(ics.ComponentPropertyLocation), Title: text(ics.ComponentPropertySummary), Begins: begins, Ends: ends})
	}
	return a, nil
}

// stamp reads a date with a time: of UTC, of a zone that it names, or of the given one.
func stamp(p *ics.IANAProperty, zone *time.Location) (time.Time, bool) {
	if p == nil {
		return time.Time{}, false
	}
	if t, err := time.Parse("20060102T150405Z", p.Value); err == nil {
		return t, true
	}
	if id := p.ICalParameters["TZID"]; len(id) > 0 {
		zone = named(id[0], zone)
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
