package agenda_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"lectern/app/agenda"
	"lectern/app/fault"
)

const frab = `<?xml version="1.0" encoding="utf-8"?>
<schedule><generator name="pretalx"/><conference><title> DemoCon </title><time_zone_name>Europe/Berlin</time_zone_name></conference>
<day index="1" date="2026-11-28" start="2026-11-28T04:00:00+01:00" end="2026-11-29T03:59:00+01:00">
<room name="Saal 2"><event guid="x" id="2"><date>2026-11-28T10:30:00+01:00</date><start>10:30</start><duration>00:45</duration><room>Saal 2</room>
<title>Screens &amp; walls</title><persons><person id="1">Ada</person><person id="2"> Grace </person></persons></event></room>
<room name="Saal 1"><event id="1"><start>09:00</start><duration>1:00:00</duration><title>All day</title></event>
<event id="3"><date>2026-11-28</date><start>10:30</start><duration>1:30</duration><title></title></event><event id="4"><title>Some time</title></event></room></day></schedule>`

const ical = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nX-WR-CALNAME:Demo\\, Con\r\nX-WR-TIMEZONE:Europe/Berlin\r\n" +
	"BEGIN:VEVENT\r\nUID:1\r\nDTSTART;TZID=\"/example.org/Olson/America/New_York\":20261128T043000\r\nDTEND;TZID=America/New_York:20261128T051500\r\nSUMMARY:Screens\\, and\r\n  walls\r\nLOCATION:Saal 2\r\nEND:VEVENT\r\n" +
	"BEGIN:VEVENT\r\nUID:2\r\nDTSTART:20261128T080000Z\r\nDURATION:PT1H30M\r\nSUMMARY:First\r\nEND:VEVENT\r\n" +
	"BEGIN:VEVENT\r\nUID:3\r\nDTSTART:20261128T120000\r\nSUMMARY:Floating\r\nEND:VEVENT\r\n" +
	"BEGIN:VEVENT\r\nUID:4\r\nDTSTART;VALUE=DATE:20261128\r\nSUMMARY:A day\r\nEND:VEVENT\r\n" +
	"BEGIN:VEVENT\r\nUID:5\r\nSTATUS:CANCELLED\r\nDTSTART:20261128T080000Z\r\nSUMMARY:None\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"

// now is on the day of these talks.
var now = time.Date(2026, 11, 28, 6, 0, 0, 0, time.UTC)

func TestParse(t *testing.T) {
	for _, c := range []struct{ name, file, want string }{
		{"frab", frab, `DemoCon Europe/Berlin | 08:00+24h0m0s Saal 1 All day () | 09:30+1h30m0s Saal 1 Untitled () | 09:30+45m0s Saal 2 Screens & walls (Ada, Grace)`},
		{"ics", ical, `Demo, Con Europe/Berlin | 08:00+1h30m0s  First () | 09:30+45m0s Saal 2 Screens, and walls () | 11:00+0s  Floating ()`},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, err := agenda.Parse([]byte(c.file), time.UTC, now)
			got := a.Name + " " + a.Zone
			for _, s := range a.Sessions {
				got += " | " + s.Begins.UTC().Format("15:04") + "+" + s.Ends.Sub(s.Begins).String() + " " + s.Room + " " + s.Title + " (" + s.Speakers + ")"
			}
			if err != nil || got != c.want {
				t.Errorf("%v\n%s\nwant\n%s", err, got, c.want)
			}
		})
	}
}

// TestRepeated: what is repeated is told for a month, at the hour of its own zone, without
// what was taken out of it.
func TestRepeated(t *testing.T) {
	event := func(lines ...string) string {
		return "BEGIN:VEVENT\r\nUID:1\r\nDURATION:PT1H\r\nSUMMARY:x\r\n" + strings.Join(lines, "\r\n") + "\r\nEND:VEVENT\r\n"
	}
	const outlook = `DTSTART;TZID="W. Europe Standard Time":20260302T100000` // a Monday
	for _, c := range []struct{ name, events, want string }{
		{"of Outlook", event(outlook), "03-02 09:00"},
		{"a zone that nobody knows", event("DTSTART;TZID=Nowhere:20260302T100000"), "03-02 10:00, 1 without a zone"},
		{"weekly", event(outlook, "RRULE:FREQ=WEEKLY;INTERVAL=2;UNTIL=20261222T235959Z"), "12-07 09:00, 12-21 09:00"},
		{"weekly on two days", event(outlook, "RRULE:FREQ=WEEKLY;BYDAY=WE,MO;UNTIL=20261209"), "11-30 09:00, 12-02 09:00, 12-07 09:00, 12-09 09:00"},
		{"without one", event(outlook, "RRULE:FREQ=WEEKLY;BYDAY=WE,MO;UNTIL=20261209", `EXDATE;TZID="W. Europe Standard Time":20261130T100000,20261207T100000`), "12-02 09:00, 12-09 09:00"},
		{"with one that was moved", event(outlook, "RRULE:FREQ=WEEKLY;UNTIL=20261208") + event("DTSTART:20261201T120000Z", "RECURRENCE-ID:20261130T090000Z"), "12-01 12:00, 12-07 09:00"},
		{"daily, a number of times", event("DTSTART:20261126T230000Z", "RRULE:FREQ=DAILY;COUNT=4"), "11-27 23:00, 11-28 23:00, 11-29 23:00"},
		{"weekly, a number of times", event(outlook, "RRULE:FREQ=WEEKLY;COUNT=80;BYDAY=MO,TU"), "11-30 09:00, 12-01 09:00"},
		{"a number of times, from the middle of a week", event("DTSTART:20261202T090000Z", "RRULE:FREQ=WEEKLY;COUNT=3;BYDAY=MO,WE"), "12-02 09:00, 12-07 09:00, 12-09 09:00"},
		{"over", event(outlook, "RRULE:FREQ=DAILY;COUNT=3") + event("DTSTART:20261128T100000Z"), "11-28 10:00, 1 that repeat no more"},
		{"monthly", event("DTSTART:20261128T100000Z", "RRULE:FREQ=MONTHLY;BYDAY=-1SA"), "11-28 10:00, 1 that repeat by months or years, but for the first time"},
		{"far off", event("DTSTART:20270302T100000Z", "RRULE:FREQ=WEEKLY;COUNT=2"), "03-02 10:00, 03-09 10:00"},
		{"from the year one on", event("DTSTART:00010101T100000Z", "RRULE:FREQ=DAILY;UNTIL=20261128"), "11-27 10:00, 11-28 10:00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, err := agenda.Parse([]byte("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"+c.events+"END:VCALENDAR\r\n"), time.UTC, now)
			var got []string
			for _, s := range a.Sessions {
				got = append(got, s.Begins.UTC().Format("01-02 15:04"))
			}
			for _, one := range a.LeftOut {
				got = append(got, fmt.Sprintf("%d %s", one.Count, one.Why))
			}
			if a.Unzoned > 0 {
				got = append(got, fmt.Sprintf("%d without a zone", a.Unzoned))
			}
			if said := strings.Join(got, ", "); err != nil || said != c.want {
				t.Errorf("%v: %s, want %s", err, said, c.want)
			}
		})
	}
}

// TestParseRefuses: what is no agenda is told as that.
func TestParseRefuses(t *testing.T) {
	for _, c := range []struct {
		name, file string
		code       fault.Code
		says       string
	}{
		{"nothing", "", fault.Malformed, "neither"},
		{"words", "Monday: talks", fault.Malformed, "neither"},
		{"a page", "<html><body>x</body></html>", fault.Malformed, "no schedule"},
		{"broken", frab[:300], fault.Malformed, "no schedule"},
		{"an entity of its own", `<!DOCTYPE s [<!ENTITY a SYSTEM "file:///etc/passwd">]><schedule><conference><title>&a;</title></conference></schedule>`, fault.Malformed, "no schedule"},
		{"deep", "<schedule>" + strings.Repeat("<a>", 1<<20), fault.Malformed, "no schedule"},
		{"no talks", "<schedule></schedule>", fault.OutOfRange, "no talks"},
		{"no events", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", fault.OutOfRange, "no talks"},
		{"broken calendar", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART", fault.Malformed, "no calendar"},
		{"deep calendar", "BEGIN:VCALENDAR\n" + strings.Repeat("BEGIN:A\n", 1<<20-2), fault.Malformed, "no calendar"},
		{"other letters", "<schedule>\xff</schedule>", fault.Malformed, "UTF-8"},
		{"too many", "<schedule><day date=\"2026-11-28\"><room>" + strings.Repeat("<event><start>10:00</start></event>", 5001) + "</room></day></schedule>", fault.TooLarge, "5000"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := agenda.Parse([]byte(c.file), time.UTC, now); fault.CodeOf(err) != c.code || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v", err)
			}
		})
	}
}

// TestParseSoon: a line of a stranger's calendar costs no more than its length.
func TestParseSoon(t *testing.T) {
	begun := time.Now()
	file := strings.Replace(ical, "UID:1", "X-A"+strings.Repeat(";A=B", 200_000)+":x", 1)
	if a, err := agenda.Parse([]byte(file), time.UTC, now); err != nil || len(a.Sessions) != 3 || time.Since(begun) > 5*time.Second {
		t.Errorf("%d talks, %v, after %v", len(a.Sessions), err, time.Since(begun))
	}
}

// TestParseSmall: a stranger's schedule takes little more memory than its length, whatever it
// is made of.
func TestParseSmall(t *testing.T) {
	fill := func(head, one, tail string) string {
		return head + strings.Repeat(one, (agenda.MaxBytes-len(head)-len(tail))/len(one)) + tail
	}
	for name, file := range map[string]string{
		"rooms":      fill("<schedule><day>", "<room/>", "</day></schedule>"),
		"events":     fill("<schedule><day><room>", "<event/>", "</room></day></schedule>"),
		"persons":    fill("<schedule><day><room><event><persons>", "<person>x</person>", "</persons></event></room></day></schedule>"),
		"attributes": fill("<schedule ", `a="" `, "></schedule>"),
		"texts":      fill("<schedule><conference><title>", "x", "</title></conference></schedule>"),
		"depth":      fill("<schedule>", "<a>", ""),
	} {
		t.Run(name, func(t *testing.T) {
			data := []byte(file)
			var before, after runtime.MemStats
			defer debug.SetGCPercent(debug.SetGCPercent(20)) // garbage is not what is looked for
			runtime.GC()
			runtime.ReadMemStats(&before)
			peak := make(chan uint64)
			over := make(chan struct{})
			go func() { // what is in use at the most
				var most uint64
				for tick := time.NewTicker(5 * time.Millisecond); ; {
					runtime.ReadMemStats(&after)
					most = max(most, after.HeapAlloc)
					select {
					case <-over:
						tick.Stop()
						peak <- most
						return
					case <-tick.C:
					}
				}
			}()
			_, err := agenda.Parse(data, time.UTC, now)
			close(over)
			if most := <-peak; err == nil || most > before.HeapAlloc+64<<20 {
				t.Errorf("%v, with %d MB more", err, (int64(most)-int64(before.HeapAlloc))>>20)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(frab))
	f.Add([]byte(ical))
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := agenda.Parse(data, time.UTC, now)
		if err != nil {
			return
		}
		for _, s := range a.Sessions {
			if s.Title == "" || s.Ends.Before(s.Begins) {
				t.Errorf("%+v", s)
			}
		}
	})
}

// TestLeftOut: what of a file is no talk is counted; and what the server has is read again
// as it was.
func TestLeftOut(t *testing.T) {
	event := func(lines string) string { return "BEGIN:VEVENT\nSUMMARY:x\n" + lines + "\nEND:VEVENT\n" }
	file := "BEGIN:VCALENDAR\nVERSION:2.0\n" + event("DTSTART:20261128T100000Z") + event("DTSTART;VALUE=DATE:20261128") + event("DTSTART;VALUE=DATE:20261129") +
		event("DTSTART:20261128T110000Z\nSTATUS:CANCELLED") + event("DTSTART:soon") + event("DTSTART:20261128T120000Z\nRRULE:FREQ=YEARLY") + "END:VCALENDAR\n"
	a, err := agenda.Parse([]byte(file), time.UTC, now)
	if err != nil || len(a.Sessions) != 2 {
		t.Fatal(a, err)
	}
	if got := fmt.Sprint(a.LeftOut); got != "[{of whole days 2} {that are cancelled 1} {without a beginning that can be read 1} {that repeat by months or years, but for the first time 1}]" {
		t.Error(got)
	}
	own, err := json.Marshal(a.Agenda)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := agenda.Parse(own, time.UTC, now); err != nil || !reflect.DeepEqual(again.Agenda, a.Agenda) || again.LeftOut != nil {
		t.Errorf("%+v, %v; it was %+v", again, err, a)
	}
}
