package utility

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// The readers of a value take the part of a class that stands for it and return CSS,
// or "" for what they do not read. They have the names that UnoCSS gives them.

// first is the first reader's that reads s.
func first(s string, readers ...func(string) string) string {
	for _, read := range readers {
		if v := read(s); v != "" {
			return v
		}
	}
	return ""
}

// by makes one reader of many.
func by(readers ...func(string) string) func(string) string {
	return func(s string) string { return first(s, readers...) }
}

// themed makes a reader that looks a value up.
func themed(table map[string]string, readers ...func(string) string) func(string) string {
	return func(s string) string {
		if v, ok := table[s]; ok {
			return v
		}
		return first(s, readers...)
	}
}

var (
	numberUnit = regexp.MustCompile(`^(?i)(-?\d*(?:\.\d+)?)(px|pt|pc|%|r?(?:em|ex|lh|cap|ch|ic)|(?:[sld]?v|cq)(?:[whib]|min|max)|in|cm|mm|rpx)?$`)
	numberOnly = regexp.MustCompile(`^-?\d*(?:\.\d+)?$`)
	unitOnly   = regexp.MustCompile(`^(?i)(px|[sld]?v[wh])$`)
	angle      = regexp.MustCompile(`^(?i)(-?[0-9.]+)(deg|rad|grad|turn)?$`)
	mathFn     = regexp.MustCompile(`^(calc|clamp|min|max)\s*\((.+)\)(.*)`)
)

// short writes a number as JavaScript does, of ten digits behind the point.
func short(f float64) string {
	return strconv.FormatFloat(math.Round(f*1e10)/1e10, 'f', -1, 64)
}

// num reads as much of a number as s begins with.
func num(s string) (float64, bool) {
	end := 0
	for end < len(s) && (s[end] >= '0' && s[end] <= '9' || s[end] == '.' || end == 0 && s[end] == '-') {
		end++
	}
	for ; end > 0; end-- {
		if f, err := strconv.ParseFloat(s[:end], 64); err == nil && !math.IsInf(f, 0) {
			return f, true
		}
	}
	return 0, false
}

func withUnit(s string, bare func(float64) string) string {
	if unitOnly.MatchString(s) {
		if strings.EqualFold(s, "px") {
			return "1" + s
		}
		return "100" + s
	}
	m := numberUnit.FindStringSubmatch(s)
	if m == nil {
		return ""
	}
	f, ok := num(m[1])
	switch {
	case !ok:
		return ""
	case m[2] != "":
		return short(f) + m[2]
	}
	return bare(f)
}

func numberWithUnit(s string) string {
	if m := numberUnit.FindStringSubmatch(s); m == nil || m[2] == "" || m[1] == "" {
		return ""
	}
	return withUnit(s, func(float64) string { return "" })
}

func rem(s string) string {
	if v := withUnit(s, func(f float64) string { return short(f/4) + "rem" }); v == "" || !isZero(v) || unitOnly.MatchString(s) {
		return v
	}
	return "0"
}

// isZero reports whether a value is nought, in whatever unit.
func isZero(v string) bool {
	f, ok := num(v)
	return ok && f == 0
}

func px(s string) string {
	return withUnit(s, func(f float64) string { return short(f) + "px" })
}

func number(s string) string {
	if f, ok := num(s); ok && numberOnly.MatchString(s) {
		return short(f)
	}
	return ""
}

func percent(s string) string {
	s = strings.TrimSuffix(s, "%")
	if f, ok := num(s); ok && numberOnly.MatchString(s) {
		return short(f / 100)
	}
	return ""
}

func fraction(s string) string {
	if s == "full" {
		return "100%"
	}
	l, r, ok := strings.Cut(s, "/")
	a, okA := num(l)
	b, okB := num(r)
	switch {
	case !ok || !okA || !okB || b == 0:
		return ""
	case a == 0:
		return "0"
	}
	return short(a/b*100) + "%"
}

func degree(s string) string {
	m := angle.FindStringSubmatch(s)
	if m == nil {
		return ""
	}
	f, ok := num(m[1])
	switch {
	case !ok:
		return ""
	case f == 0:
		return "0deg"
	case m[2] != "":
		return short(f) + m[2]
	}
	return short(f) + "deg"
}

func auto(s string) string {
	if s == "auto" || s == "a" {
		return "auto"
	}
	return ""
}

func globalWord(s string) string {
	if slices.Contains(globals, s) {
		return s
	}
	return ""
}

var varName = regexp.MustCompile(`^\$[A-Za-z_][\w-]*$`)

func cssvar(s string) string {
	if varName.MatchString(s) {
		return "var(--" + s[1:] + ")"
	}
	return ""
}

var (
	hint   = regexp.MustCompile(`^\[(?i)(color|image|length|size|position|quoted|string):`)
	spaces = regexp.MustCompile(`(^|[^\\])_`)
	inMath = regexp.MustCompile(`(-?\d*\.?\d(?:%|[a-z]+)?|\))([+\-/*])`)
)

// bracket reads [what was written], whatever it is.
func bracket(s string) string { return bracketOf(s, "") }

func bracketOf(s, kind string) string {
	if len(s) < 3 || s[0] != '[' || s[len(s)-1] != ']' {
		return ""
	}
	base := s[1 : len(s)-1]
	if m := hint.FindStringSubmatch(s); m != nil {
		if kind == "" && (strings.EqualFold(m[1], "string") || strings.EqualFold(m[1], "quoted")) {
			return "" // the text of a pseudo-element
		}
		base = s[len(m[0]) : len(s)-1]
	}
	if base == "" || base == `=""` || strings.ContainsAny(base, "[]") {
		return ""
	}
	if strings.HasPrefix(base, "--") {
		base = "var(" + base + ")"
	}
	base = strings.ReplaceAll(spaces.ReplaceAllString(base, "$1 "), `\_`, "_")
	if i := firstMath(base); i >= 0 && !strings.Contains(base[i:], "var(") {
		base = base[:i] + inMath.ReplaceAllString(base[i:], "$1 $2 ")
	}
	return base
}

var mathStart = regexp.MustCompile(`(?:calc|clamp|max|min)\(`)

func firstMath(s string) int {
	if at := mathStart.FindStringIndex(s); at != nil {
		return at[1]
	}
	return -1
}

func bracketOfLength(s string) string   { return bracketOf(s, "length") }
func bracketOfColor(s string) string    { return bracketOf(s, "color") }
func bracketOfPosition(s string) string { return bracketOf(s, "position") }

func isMath(s string) bool { return mathFn.MatchString(s) }

// splitShorthand divides what a colour or a size is followed by: red/20, sm/6.
func splitShorthand(s, kind string) (front, rest string, ok bool) {
	depth := 0
	front = s
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '[':
			depth++
		case ']':
			depth--
		case '/', ':':
			if depth == 0 {
				front, rest = s[:i], s[i+1:]
				i = len(s)
			}
		}
	}
	if front == "" || depth != 0 {
		return "", "", false
	}
	if m := hint.FindStringSubmatch(front); m != nil && !strings.EqualFold(m[1], kind) {
		return "", "", false
	}
	return front, rest, true
}

// sides are the ends of a property's name for a direction.
var sides = map[string][]string{
	"": {""}, "l": {"-left"}, "r": {"-right"}, "t": {"-top"}, "b": {"-bottom"}, "s": {"-inline-start"}, "e": {"-inline-end"},
	"x": {"-left", "-right"}, "y": {"-top", "-bottom"},
	"bs": {"-block-start"}, "be": {"-block-end"}, "is": {"-inline-start"}, "ie": {"-inline-end"},
	"block": {"-block-start", "-block-end"}, "inline": {"-inline-start", "-inline-end"},
}

// around gives a property a value on the sides of a direction.
func around(property, direction, end, value string) (out []Decl) {
	if value == "" {
		return nil
	}
	for _, s := range sides[direction] {
		out = append(out, Decl{property + s + end, value})
	}
	return out
}

// positions are the words for a place in a box: top-left, tl.
var positions = func() map[string]string {
	out := map[string]string{}
	for _, p := range strings.Split("top,top center,top left,top right,bottom,bottom center,bottom left,bottom right,left,left center,"+
		"left top,left bottom,right,right center,right top,right bottom,center,center top,center bottom,center left,center right,center center", ",") {
		out[strings.ReplaceAll(p, " ", "-")] = p
		a, b, two := strings.Cut(p, " ")
		if two {
			out[a[:1]+b[:1]] = p
		} else {
			out[a[:1]] = p
		}
	}
	return out
}()
