package kiosk

import (
	"regexp"
	"strconv"
	"strings"

	"lectern/app/fault"
)

var hours = regexp.MustCompile(`^(\d{1,2}):(\d\d)-(\d{1,2}):(\d\d)(?:=(\d{1,3})%?)?$`)

// CheckHours refuses what are no hours as the page reads them (ui/web/screen/hours.ts):
// 22:00-07:00, several of them with commas between, and where a level is asked for with a
// per cent of the brightness behind, as 19:00-22:00=40.
func CheckHours(s string, level bool) error {
	example := "22:00-07:00"
	if level {
		example += "=40"
	}
	for part := range strings.SplitSeq(s, ",") {
		m := hours.FindStringSubmatch(strings.TrimSpace(part))
		ok := m != nil && level == (m[5] != "")
		for i, most := range []int{24, 59, 24, 59, 100} {
			if ok && m[i+1] != "" {
				n, err := strconv.Atoi(m[i+1])
				ok = err == nil && n <= most
			}
		}
		if !ok || m[1] == m[3] && m[2] == m[4] {
			return fault.Errorf(fault.Malformed, "are hours such as %s, with commas between several; %q are none", example, part)
		}
	}
	return nil
}
