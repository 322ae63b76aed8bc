package agenda

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// ahead is how far a talk that is repeated is told, from now or from its first time on.
const ahead = 31 * 24 * time.Hour

// A rule says when an event is repeated (RFC 5545, 3.3.10): every so many days, or weeks on
// some days of them.
type rule struct {
	weekly   bool
	interval int
	count    int            // of all of them, the first one too; 0: without an end
	until    time.Time      // or zero
	days     []time.Weekday // of a week, from Monday on
}

var weekdays = map[string]time.Weekday{"MO": 1, "TU": 2, "WE": 3, "TH": 4, "FR": 5, "SA": 6, "SU": 0}

// parseRule reads what is said of an event that begins first; ok is false of a rule of
// another kind.
func parseRule(text string, first time.Time) (r rule, ok bool) {
	r.interval = 1
	for part := range strings.SplitSeq(strings.ToUpper(text), ";") {
		key, value, _ := strings.Cut(part, "=")
		switch n, err := strconv.Atoi(value); key {
		case "FREQ":
			r.weekly, ok = value == "WEEKLY", value == "WEEKLY" || value == "DAILY"
		case "INTERVAL":
			if r.interval = n; err != nil || n < 1 || n > 1000 {
				return r, false
			}
		case "COUNT":
			if r.count = n; err != nil || n < 1 {
				return r, false
			}
		case "UNTIL":
			var err error
			if r.until, err = time.Parse("20060102T150405Z", value); err != nil {
				day, err := time.ParseInLocation("20060102", value[:min(8, len(value))], first.Location())
				if err != nil {
					return r, false
				}
				r.until = day.AddDate(0, 0, 1).Add(-time.Second)
			}
		case "BYDAY":
			for name := range strings.SplitSeq(value, ",") {
				day, known := weekdays[name]
				if !known {
					return r, false
				}
				r.days = append(r.days, day)
			}
		case "WKST":
			if value != "MO" && r.interval > 1 {
				return r, false
			}
		case "":
		default: // it names months, or every how many-th of something
			return r, false
		}
	}
	if len(r.days) == 0 {
		r.days = []time.Weekday{first.Weekday()}
	} else if !r.weekly { // daily on those days: a week's
		if r.interval != 1 {
			return r, false
		}
		r.weekly = true
	}
	slices.SortFunc(r.days, func(a, b time.Weekday) int { return fromMonday(a) - fromMonday(b) })
	r.days = slices.Compact(r.days)
	return r, ok
}

func fromMonday(d time.Weekday) int { return (int(d) + 6) % 7 }

// times are when an event that begins first begins, from a time on, for as long as it is told
// ahead, at the same hour of its own time zone. A rule of long ago is not gone through from
// there on.
func (r rule) times(first, from time.Time) (list []time.Time) {
	if from.Before(first) {
		from = first
	}
	step, days := r.interval, []int{0}
	start := first
	before := 0 // of the first step's, that are none
	if r.weekly {
		step, days = 7*r.interval, nil
		for _, d := range r.days {
			days = append(days, fromMonday(d))
		}
		monday := fromMonday(first.Weekday())
		start = first.AddDate(0, 0, -monday)
		for _, d := range days {
			if d < monday {
				before++
			}
		}
	}
	for n := max(0, int(from.Unix()-start.Unix())/(24*60*60)/step-1); ; n++ {
		for i, day := range days {
			at := start.AddDate(0, 0, n*step+day)
			number := n*len(days) + i - before + 1
			switch {
			case at.Before(from):
			case at.After(from.Add(ahead)), r.count > 0 && number > r.count, !r.until.IsZero() && at.After(r.until):
				return list
			default:
				list = append(list, at)
			}
		}
	}
}
