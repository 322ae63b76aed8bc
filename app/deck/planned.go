package deck

import (
	"regexp"
	"strconv"
	"strings"
)

// MaxPlanned is how many seconds a talk, or a slide, is planned for at most: a day.
const MaxPlanned = 24 * 60 * 60

var (
	units = regexp.MustCompile(`^(?:(\d{1,2}) ?(?:h|hrs?|hours?))? ?(?:(\d{1,4}(?:[.,]\d{1,2})?) ?(?:m|mins?|minutes?|min\.|'|′))? ?(?:(\d{1,5}) ?(?:s|secs?|seconds?|sec\.|"|″))?$`)
	colon = regexp.MustCompile(`^(?:(\d{1,2}):)?(\d{1,3}):(\d{2})$`)
	bare  = regexp.MustCompile(`^\d{1,4}(?:[.,]\d{1,2})?$`)
	line  = regexp.MustCompile(`(?i)^(?:[-*] +)?(?:(?:time|timing|duration|⏱️?|⏲️?) ?[:=]? ?(.+?)|\((.+?)\)|\[(.+?)\])\.?$`)
)

// Seconds reads how long something is to take: 90s, 2m, 2 min, 1h 30m, 1:30 (minutes and
// seconds), 1:30:00, or a number alone, which is minutes. It is 0 for what is no such time,
// or longer than MaxPlanned.
func Seconds(s string) int {
	s = strings.ToLower(strings.Join(strings.Fields(s), " "))
	if m := bare.FindString(s); m != "" {
		return seconds("", m, "")
	}
	return withUnit(s)
}

// withUnit is Seconds without a number alone: "(2)" may be anything.
func withUnit(s string) int {
	s = strings.ToLower(strings.Join(strings.Fields(s), " "))
	if m := colon.FindStringSubmatch(s); m != nil {
		return seconds(m[1], m[2], m[3])
	}
	if m := units.FindStringSubmatch(s); m != nil && s != "" {
		return seconds(m[1], m[2], m[3])
	}
	return 0
}

func seconds(h, m, s string) int {
	number := func(s string) float64 {
		n, _ := strconv.ParseFloat(strings.ReplaceAll(s, ",", "."), 64)
		return n
	}
	n := int(number(h)*3600 + number(m)*60 + number(s) + 0.5)
	if n > MaxPlanned {
		return 0
	}
	return n
}

// SecondsIn reads how long a slide is to take out of its notes: the first line that says
// nothing else, as "time: 2m", "(2 min)", "[1:30]". It is 0 where there is none.
func SecondsIn(notes string) int {
	for l := range strings.Lines(notes) {
		l = strings.Trim(strings.TrimSpace(l), "*_")
		if len(l) > 40 {
			continue
		}
		m := line.FindStringSubmatch(l)
		if m == nil {
			continue
		}
		n := withUnit(m[2] + m[3])
		if m[1] != "" {
			n = Seconds(m[1])
		}
		if n > 0 {
			return n
		}
	}
	return 0
}

// SetPlanned finds out Planned, and FilePlanned where the notes say it.
func (s *Slide) SetPlanned() {
	if s.FilePlanned == 0 {
		s.FilePlanned = SecondsIn(s.Notes)
	}
	s.Planned = s.FilePlanned
	if s.Plan != nil {
		s.Planned = *s.Plan
	}
}

// Plan is how long a talk is to take. What is not said in it stays as it is.
type Plan struct {
	Planned *int         `json:"planned"` // seconds, 0 for nothing
	Slides  map[int]*int `json:"slides"`  // by their numbers, as Slide.Planned; null is what the file says
}
