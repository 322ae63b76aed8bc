// Package agenda reads the talks of some days from a file: frab's XML, as pretalx gives it,
// too, or an iCalendar file. It is pure. A stranger's file is bounded before it comes
// here, fetches nothing and names no other file.
package agenda

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"lectern/app/deck"
	"lectern/app/fault"
)

// MaxBytes is how long a file is at most, and MaxSessions how many talks are in it.
const (
	MaxBytes    = 8 << 20
	MaxSessions = 5000
)

// longest is what one talk takes at most: a mistake in a file is not to be next for ever.
const longest = 48 * time.Hour

var errTooMany = fault.Errorf(fault.TooLarge, "The file has more than %d talks", MaxSessions)

var errNone = fault.Errorf(fault.OutOfRange, "The file has no talks with a beginning")

// Parse reads a file. Times without a zone are of the given one, unless the file names
// its own.
func Parse(data []byte, zone *time.Location) (deck.Agenda, error) {
	if !utf8.Valid(data) {
		return deck.Agenda{}, fault.Errorf(fault.Malformed, "The file is not in UTF-8; please save it as that")
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	parse := parseXML
	switch start := bytes.TrimSpace(data); {
	case bytes.HasPrefix(bytes.ToUpper(start[:min(len(start), 20)]), []byte("BEGIN:VCALENDAR")):
		parse = parseCalendar
	case !bytes.HasPrefix(start, []byte("<")):
		return deck.Agenda{}, fault.Errorf(fault.Malformed, "The file is neither a schedule of frab or pretalx (XML) nor a calendar (ICS)")
	}
	a, err := parse(data, zone)
	if err != nil {
		return deck.Agenda{}, err
	}
	a.Sessions = slices.DeleteFunc(a.Sessions, func(s deck.Session) bool {
		return s.Begins.Year() < 1970 || s.Begins.Year() > 9998
	})
	switch {
	case len(a.Sessions) == 0:
		return deck.Agenda{}, errNone
	case len(a.Sessions) > MaxSessions:
		return deck.Agenda{}, errTooMany
	}
	for i := range a.Sessions {
		one := &a.Sessions[i]
		one.Title = cmp.Or(strings.TrimSpace(one.Title), "Untitled")
		if one.Ends.Before(one.Begins) {
			one.Ends = one.Begins
		}
		one.Ends = minTime(one.Ends, one.Begins.Add(longest))
	}
	slices.SortStableFunc(a.Sessions, func(x, y deck.Session) int {
		return cmp.Or(x.Begins.Compare(y.Begins), strings.Compare(x.Room, y.Room))
	})
	return a, nil
}

func minTime(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// named returns a zone that a file names: by its name of the tz database, be it behind a
// path of the program's own, else the given one.
func named(name string, zone *time.Location) *time.Location {
	parts := strings.Split(strings.Trim(name, `"/ `), "/")
	for n := min(3, len(parts)); n > 0; n-- {
		if z, err := time.LoadLocation(strings.Join(parts[len(parts)-n:], "/")); err == nil && parts[0] != "" {
			return z
		}
	}
	return zone
}
