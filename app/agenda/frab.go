package agenda

import (
	"encoding/xml"
	"strconv"
	"strings"
	"time"

	"lectern/app/deck"
	"lectern/app/fault"
)

// schedule is what of a schedule.xml is told (github.com/voc/schedule, validator/xsd).
type schedule struct {
	XMLName    xml.Name `xml:"schedule"`
	Conference struct {
		Title string `xml:"title"`
		Zone  string `xml:"time_zone_name"`
	} `xml:"conference"`
	Days []struct {
		Date  string `xml:"date,attr"`
		Rooms []struct {
			Name   string `xml:"name,attr"`
			Events []struct {
				Date     string   `xml:"date"`
				Start    string   `xml:"start"`
				Duration string   `xml:"duration"`
				Room     string   `xml:"room"`
				Title    string   `xml:"title"`
				Persons  []string `xml:"persons>person"`
			} `xml:"event"`
		} `xml:"room"`
	} `xml:"day"`
}

func parseXML(data []byte, zone *time.Location) (deck.Agenda, error) {
	var s schedule
	if err := xml.Unmarshal(data, &s); err != nil {
		return deck.Agenda{}, fault.Wrap(fault.Malformed, err, "The file is no schedule of frab or pretalx")
	}
	a := deck.Agenda{Name: strings.TrimSpace(s.Conference.Title)}
	if z := named(s.Conference.Zone, nil); z != nil {
		zone, a.Zone = z, z.String()
	}
	for _, day := range s.Days {
		for _, room := range day.Rooms {
			for _, e := range room.Events {
				begins, ok := begin(e.Date, day.Date, e.Start, zone)
				if !ok {
					continue
				}
				name := strings.TrimSpace(e.Room)
				if name == "" {
					name = strings.TrimSpace(room.Name)
				}
				var who []string
				for _, p := range e.Persons {
					if p = strings.TrimSpace(p); p != "" {
						who = append(who, p)
					}
				}
				a.Sessions = append(a.Sessions, deck.Session{Room: name, Title: e.Title, Speakers: strings.Join(who, ", "), Begins: begins, Ends: begins.Add(duration(e.Duration))})
			}
		}
	}
	return a, nil
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
