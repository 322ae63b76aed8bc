package agenda

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
	"time"

	"lectern/app/deck"
	"lectern/app/fault"
)

// What a stranger's schedule may make of its bytes: elements within elements, and bytes
// from one tag to the next, which hold a tag with its attributes. A longer text of an
// element is cut.
const (
	mostDeep   = 32
	mostName   = 64 // of an element's name, of those that are read
	mostTag    = 256 << 10
	mostText   = 4 << 10
	mostEvents = 2 * MaxSessions
)

// event is what of one is told.
type event struct {
	day, date, start, duration, room, title string
	persons                                 []string
}

// parseXML reads a schedule.xml (github.com/voc/schedule, validator/xsd), element by
// element: the whole of it in memory would be many times the file.
func parseXML(data []byte, zone *time.Location) (Read, error) {
	no := func(err error) (Read, error) {
		return Read{}, fault.Wrap(fault.Malformed, err, "The file is no schedule of frab or pretalx")
	}
	for rest, at := data, 0; at >= 0; rest = rest[at+1:] {
		if at = bytes.IndexByte(rest, '<'); at > mostTag || at < 0 && len(rest) > mostTag {
			return no(errors.New("a tag, or a text, is too long"))
		}
	}
	var (
		path   []string
		text   []byte
		events []event
		now    event
		zoned  string
		room   string // of the element
		a      Read
	)
	for d := xml.NewDecoder(bytes.NewReader(data)); ; {
		token, err := d.Token()
		if err == io.EOF && len(path) == 0 && a.Sessions != nil {
			break
		} else if err != nil {
			return no(err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			name := t.Name.Local
			if path = append(path, name[:min(len(name), mostName)]); len(path) > mostDeep || path[0] != "schedule" {
				return no(errors.New("it is of another kind, or too deep"))
			}
			a.Sessions, text = []deck.Session{}, text[:0]
			switch place(path) {
			case "schedule day":
				now.day = attribute(t, "date")
			case "schedule day room":
				room = attribute(t, "name")
			case "schedule day room event":
				now = event{day: now.day, room: room}
			}
		case xml.CharData:
			text = append(text, t[:min(len(t), mostText-len(text))]...)
		case xml.EndElement:
			said := strings.TrimSpace(strings.ToValidUTF8(string(text), ""))
			switch place(path) {
			case "schedule conference title":
				a.Name = said
			case "schedule conference time_zone_name":
				zoned = said
			case "schedule day room event date":
				now.date = said
			case "schedule day room event start":
				now.start = said
			case "schedule day room event duration":
				now.duration = said
			case "schedule day room event room":
				now.room = cmp.Or(said, now.room)
			case "schedule day room event title":
				now.title = said
			case "schedule day room event persons person":
				if said != "" && len(now.persons) < 100 {
					now.persons = append(now.persons, said)
				}
			case "schedule day room event":
				if events = append(events, now); len(events) > mostEvents {
					return Read{}, errTooMany
				}
			}
			path, text = path[:len(path)-1], text[:0]
		}
	}
	if z := named(zoned); z != nil {
		zone, a.Zone = z, z.String()
	}
	for _, e := range events {
		if begins, ok := begin(e.date, e.day, e.start, zone); ok {
			a.Sessions = append(a.Sessions, deck.Session{Room: e.room, Title: e.title, Speakers: strings.Join(e.persons, ", "), Begins: begins, Ends: begins.Add(duration(e.duration))})
		} else {
			a.leaveOut(unreadable)
		}
	}
	return a, nil
}

// place is a path as one text, where it is not deeper than any that is read: a file may
// have millions of elements.
func place(path []string) string {
	if len(path) > len(deepest) {
		return ""
	}
	return strings.Join(path, " ")
}

var deepest = [...]string{"schedule", "day", "room", "event", "persons", "person"}

func attribute(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return strings.TrimSpace(a.Value[:min(len(a.Value), mostText)])
		}
	}
	return ""
}

// begin is an event's time: its date, which may have all of it, or its day's and its start.
func begin(date, day, start string, zone *time.Location) (time.Time, bool) {
	date = strings.TrimSpace(date)
	if t, err := time.Parse(time.RFC3339, date); err == nil {
		return t, true
	}
	if date == "" {
		date = day
	}
	for _, layout := range []string{"2006-01-02T15:04:05 15:04", "2006-01-02T15:04 15:04", "2006-01-02 15:04"} {
		if t, err := time.ParseInLocation(layout, strings.TrimSpace(date)+" "+strings.TrimSpace(start), zone); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// duration reads 1:30, and with days before it 1:00:30.
func duration(text string) time.Duration {
	var minutes int
	parts := strings.Split(strings.TrimSpace(text), ":")
	for i, unit := range []int{1, 60, 24 * 60} {
		if i >= len(parts) {
			break
		}
		n, err := strconv.Atoi(parts[len(parts)-1-i])
		if err != nil || n < 0 || n > 10000 {
			return 0
		}
		minutes += n * unit
	}
	return time.Duration(minutes) * time.Minute
}
