package chart

import (
	"math"
	"regexp"
	"strings"
	"time"
)

var formats = strings.NewReplacer("YYYY", "2006", "YY", "06", "MMMM", "January", "MMM", "Jan", "MM", "01", "M", "1", "DD", "02", "D", "2", "HH", "15", "hh", "03", "mm", "04", "ss", "05", "A", "PM")

// unknown are letters of dayjs's that Go has nothing for.
var unknown = regexp.MustCompile(`[QWwEeSZzdH]`)

// layoutOf is Go's layout of a format of dayjs.
func layoutOf(format string) (string, bool) {
	if format == "X" || format == "x" {
		return "", format == "X"
	}
	layout := formats.Replace(format)
	return layout, !unknown.MatchString(strings.NewReplacer("January", "", "Jan", "").Replace(layout))
}

// ticks are at most eight moments that the axis names.
func ticks(first time.Time, span time.Duration) (list []time.Time) {
	const day = 24 * time.Hour
	for _, step := range []time.Duration{time.Second, 5 * time.Second, 15 * time.Second, time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 3 * time.Hour, 6 * time.Hour,
		day, 2 * day, 7 * day, 14 * day} {
		if span/step > 8 {
			continue
		}
		at := first.Truncate(step) // weeks begin on Mondays: so does the time that is truncated
		for ; !at.After(first.Add(span)); at = at.Add(step) {
			if !at.Before(first) {
				list = append(list, at)
			}
		}
		return list
	}
	months := int(math.Ceil(span.Hours() / 24 / 30.4 / 8))
	for _, round := range []int{1, 2, 3, 6, 12, 24, 60, 120, 600} {
		if months <= round {
			months = round
			break
		}
	}
	at := time.Date(first.Year(), 1, 1, 0, 0, 0, 0, time.UTC)
	for ; !at.After(first.Add(span)) && len(list) < 20; at = at.AddDate(0, months, 0) {
		if !at.Before(first) {
			list = append(list, at)
		}
	}
	return list
}

var strftime = strings.NewReplacer("%Y", "2006", "%y", "06", "%m", "01", "%-m", "1", "%d", "02", "%-d", "2", "%e", "2", "%b", "Jan", "%B", "January", "%a", "Mon", "%A", "Monday", "%H", "15", "%I", "03", "%M", "04", "%S", "05", "%p", "PM", "%j", "002")

func (cal *calendar) label(t time.Time, span time.Duration) string {
	layout := strftime.Replace(cal.axis)
	switch {
	case layout != "" && !strings.Contains(layout, "%"):
	case span <= 36*time.Hour:
		layout = "15:04"
	case span < 300*24*time.Hour:
		layout = "01-02"
	default:
		layout = "2006-01"
	}
	return t.Format(layout)
}
