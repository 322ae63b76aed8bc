// Package agenda reads the talks of some days from a file: frab's XML, as pretalx gives it,
// too, or an iCalendar file. It is pure. A stranger's file is bounded before it comes
// here, fetches nothing and names no other file.
package agenda

import (
	"bytes"
	"cmp"
	"encoding/json"
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

// Read is what was read, and what of the file is not in it.
type Read struct {
	deck.Agenda
	LeftOut []LeftOut `json:"left_out,omitempty"`
	// Unzoned is how many talks are in a time zone that is not known; the given one holds.
	Unzoned int `json:"unzoned,omitempty"`
}

// LeftOut is how many entries of a file are no talks, and why.
type LeftOut struct {
	Why   string `json:"why"` // behind a number: "that are cancelled"
	Count int    `json:"count"`
}

func (r *Read) leaveOut(why string) {
	i := slices.IndexFunc(r.LeftOut, func(l LeftOut) bool { return l.Why == why })
	if i < 0 {
		i, r.LeftOut = len(r.LeftOut), append(r.LeftOut, LeftOut{Why: why})
	}
	r.LeftOut[i].Count++
}

const unreadable = "without a beginning that can be read"

// Parse reads a file, or an agenda as the server gives it (JSON). Times without a zone are
// of the given one, unless the file names its own. Of what is repeated it has what comes
// from now on.
func Parse(data []byte, zone *time.Location, now time.Time) (Read, error) {
	if !utf8.Valid(data) {
		return Read{}, fault.Errorf(fault.Malformed, "The file is not in UTF-8; please save it as that")
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	parse := parseXML
	switch start := bytes.TrimSpace(data); {
	case bytes.HasPrefix(bytes.ToUpper(start[:min(len(start), 20)]), []byte("BEGIN:VCALENDAR")):
		parse = func(data []byte, zone *time.Location) (Read, error) { return parseCalendar(data, zone, now) }
	case bytes.HasPrefix(start, []byte("{")):
		parse = parseOwn
	case !bytes.HasPrefix(start, []byte("<")):
		return Read{}, fault.Errorf(fault.Malformed, "The file is neither a schedule of frab or pretalx (XML) nor a calendar (ICS)")
	}
	a, err := parse(data, zone)
	if err != nil {
		return Read{}, err
	}
	a.Sessions = slices.DeleteFunc(a.Sessions, func(s deck.Session) bool {
		odd := s.Begins.Year() < 1970 || s.Begins.Year() > 9998
		if odd {
			a.leaveOut(unreadable)
		}
		return odd
	})
	switch {
	case len(a.Sessions) == 0:
		return Read{}, errNone
	case len(a.Sessions) > MaxSessions:
		return Read{}, errTooMany
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

// parseOwn reads what the server gave before.
func parseOwn(data []byte, _ *time.Location) (r Read, err error) {
	if err := json.Unmarshal(data, &r.Agenda); err != nil {
		return r, fault.Wrap(fault.Malformed, err, "The file is no agenda that can be read")
	}
	return r, nil
}

func minTime(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// named returns a zone that a file names: by its name of the tz database, be it behind a
// path of the program's own, or by that of Windows; nil where it is not known.
func named(name string) *time.Location {
	if known, ok := windowsZones[strings.Trim(name, `" `)]; ok {
		name = known
	}
	parts := strings.Split(strings.Trim(name, `"/ `), "/")
	for n := min(3, len(parts)); n > 0; n-- {
		if z, err := time.LoadLocation(strings.Join(parts[len(parts)-n:], "/")); err == nil && parts[0] != "" {
			return z
		}
	}
	return nil
}
