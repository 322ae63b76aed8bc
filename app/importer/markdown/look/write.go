package look

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

func float(s string) float64 {
	v, err := strconv.ParseFloat(strings.TrimPrefix(s, "+"), 64)
	if err != nil { // out of range: larger than all that is allowed
		return math.Inf(1)
	}
	return v
}

// figure writes a number as all browsers read it.
func figure(v float64) string {
	return strconv.FormatFloat(math.Round(v*1e4)/1e4, 'f', -1, 64)
}

// name writes an identifier: what is no letter, digit or dash is escaped.
func name(s string) string {
	var b strings.Builder
	for i, r := range s {
		switch {
		case r >= '0' && r <= '9' && (i == 0 || i == 1 && s[0] == '-'), r == '-' && s == "-":
			fmt.Fprintf(&b, "\\%x ", r)
		case r < 0x80 && isName(byte(r)), r >= 0xa0 && r != 0xfeff && r != 0xfffd:
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, "\\%x ", r)
		}
	}
	return b.String()
}

// quoted writes a string. All that could end it, or be taken for something else by
// whoever replaces words in the sheet, is escaped.
func quoted(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		if r < ' ' || r == 0x7f || strings.ContainsRune(`"\:;{}<>`, r) {
			fmt.Fprintf(&b, "\\%x ", r)
		} else {
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
