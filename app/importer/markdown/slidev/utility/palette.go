package utility

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// shades are what the numbers of a colour stand for, 50, 100, 200 to 900, and 950:
// the palette of Tailwind CSS 3, and UnoCSS's light and dark.
const shades = `
	rose fff1f2 ffe4e6 fecdd3 fda4af fb7185 f43f5e e11d48 be123c 9f1239 881337 4c0519
	pink fdf2f8 fce7f3 fbcfe8 f9a8d4 f472b6 ec4899 db2777 be185d 9d174d 831843 500724
	fuchsia fdf4ff fae8ff f5d0fe f0abfc e879f9 d946ef c026d3 a21caf 86198f 701a75 4a044e
	purple faf5ff f3e8ff e9d5ff d8b4fe c084fc a855f7 9333ea 7e22ce 6b21a8 581c87 3b0764
	violet f5f3ff ede9fe ddd6fe c4b5fd a78bfa 8b5cf6 7c3aed 6d28d9 5b21b6 4c1d95 2e1065
	indigo eef2ff e0e7ff c7d2fe a5b4fc 818cf8 6366f1 4f46e5 4338ca 3730a3 312e81 1e1b4b
	blue eff6ff dbeafe bfdbfe 93c5fd 60a5fa 3b82f6 2563eb 1d4ed8 1e40af 1e3a8a 172554
	sky f0f9ff e0f2fe bae6fd 7dd3fc 38bdf8 0ea5e9 0284c7 0369a1 075985 0c4a6e 082f49
	cyan ecfeff cffafe a5f3fc 67e8f9 22d3ee 06b6d4 0891b2 0e7490 155e75 164e63 083344
	teal f0fdfa ccfbf1 99f6e4 5eead4 2dd4bf 14b8a6 0d9488 0f766e 115e59 134e4a 042f2e
	emerald ecfdf5 d1fae5 a7f3d0 6ee7b7 34d399 10b981 059669 047857 065f46 064e3b 022c22
	green f0fdf4 dcfce7 bbf7d0 86efac 4ade80 22c55e 16a34a 15803d 166534 14532d 052e16
	lime f7fee7 ecfccb d9f99d bef264 a3e635 84cc16 65a30d 4d7c0f 3f6212 365314 1a2e05
	yellow fefce8 fef9c3 fef08a fde047 facc15 eab308 ca8a04 a16207 854d0e 713f12 422006
	amber fffbeb fef3c7 fde68a fcd34d fbbf24 f59e0b d97706 b45309 92400e 78350f 451a03
	orange fff7ed ffedd5 fed7aa fdba74 fb923c f97316 ea580c c2410c 9a3412 7c2d12 431407
	red fef2f2 fee2e2 fecaca fca5a5 f87171 ef4444 dc2626 b91c1c 991b1b 7f1d1d 450a0a
	gray f9fafb f3f4f6 e5e7eb d1d5db 9ca3af 6b7280 4b5563 374151 1f2937 111827 030712
	slate f8fafc f1f5f9 e2e8f0 cbd5e1 94a3b8 64748b 475569 334155 1e293b 0f172a 020617
	zinc fafafa f4f4f5 e4e4e7 d4d4d8 a1a1aa 71717a 52525b 3f3f46 27272a 18181b 09090b
	neutral fafafa f5f5f5 e5e5e5 d4d4d4 a3a3a3 737373 525252 404040 262626 171717 0a0a0a
	stone fafaf9 f5f5f4 e7e5e4 d6d3d1 a8a29e 78716c 57534e 44403c 292524 1c1917 0c0a09
	light fdfdfd fcfcfc fafafa f8f9fa f6f6f6 f2f2f2 f1f3f5 e9ecef dee2e6 dde1e3 d8dcdf
	dark 4a4a4a 3c3c3c 323232 2d2d2d 222222 1f1f1f 1c1c1e 1b1b1b 181818 0f0f0f 080808`

// palette is the colours by their names, as red, red-4 and red-400.
var palette = sync.OnceValue(func() map[string]string {
	out := map[string]string{"inherit": "inherit", "current": "currentColor", "transparent": "transparent", "black": "#000", "white": "#fff"}
	for l := range strings.Lines(shades) {
		f := strings.Fields(l)
		if len(f) == 0 {
			continue
		}
		names := []string{f[0]}
		switch f[0] {
		case "sky":
			names = append(names, "lightblue")
		case "stone":
			names = append(names, "warmgray")
		case "neutral":
			names = append(names, "truegray")
		case "gray":
			names = append(names, "coolgray")
		case "slate":
			names = append(names, "bluegray")
		}
		for _, name := range names {
			for i, hex := range f[1:] {
				switch i {
				case 0:
					out[name+"-50"] = "#" + hex
				case 10:
					out[name+"-950"] = "#" + hex
				default:
					out[fmt.Sprintf("%s-%d", name, i*100)] = "#" + hex
					out[fmt.Sprintf("%s-%d", name, i)] = "#" + hex
				}
				if i == 4 {
					out[name] = "#" + hex
				}
			}
		}
	}
	return out
})

// A colour is one in CSS that may be given an opacity.
type colour struct {
	parts string // "255 0 0" of rgb, or of what kind says
	kind  string // the function; "" for a word or a variable, which parts is then
	comma bool   // its parts are divided by commas
	alpha string // its own
}

func (c colour) with(alpha string) string {
	switch {
	case c.kind == "":
		return c.parts
	case alpha == "":
		return c.kind + "(" + c.parts + ")"
	case c.comma:
		return c.kind + "(" + c.parts + ", " + alpha + ")"
	}
	return c.kind + "(" + c.parts + " / " + alpha + ")"
}

// opacity is the value that its variable has at first.
func (c colour) opacity() string {
	if c.alpha == "" {
		return "1"
	}
	return c.alpha
}

var (
	hexOnly   = regexp.MustCompile(`^#[0-9A-Fa-f]+$`)
	hexWord   = regexp.MustCompile(`^hex-([0-9A-Fa-f]+)$`)
	shadeGap  = regexp.MustCompile(`([a-z])(\d)`)
	functions = regexp.MustCompile(`^(?i)(rgba?|hsla?|hwb|lab|lch|oklab|oklch)\((.+)\)$`)
	cssWord   = regexp.MustCompile(`^[a-zA-Z]+$`)
)

// parseColour reads a colour's name with its opacity: red-500/20, [#fff], $accent.
func parseColour(body string, o Options) (c colour, alpha string, ok bool) {
	main, rest, ok := splitShorthand(body, "color")
	if !ok {
		return c, "", false
	}
	if rest != "" {
		alpha = first(rest, bracket, cssvar, percent)
	}
	inside := bracketOfColor(main)
	value := inside
	if value == "" {
		value = main
	}
	if numberWithUnit(value) != "" {
		return c, "", false
	}
	switch {
	case hexOnly.MatchString(value):
	case hexWord.MatchString(value):
		value = "#" + value[len("hex-"):]
	case strings.HasPrefix(main, "$"):
		value = cssvar(main)
	case inside != "":
	case main == "primary":
		value = o.Primary
	default:
		name := shadeGap.ReplaceAllString(main, "$1-$2")
		value = palette()[name]
	}
	if value == "" {
		return c, "", false
	}
	return cssColour(value), alpha, true
}

// cssColour takes a colour of CSS apart.
func cssColour(v string) colour {
	if hexOnly.MatchString(v) {
		digits := v[1:]
		if len(digits) == 3 || len(digits) == 4 {
			var b strings.Builder
			for _, d := range digits {
				b.WriteRune(d)
				b.WriteRune(d)
			}
			digits = b.String()
		}
		if len(digits) == 6 || len(digits) == 8 {
			n, _ := strconv.ParseUint(digits, 16, 32)
			c := colour{kind: "rgb"}
			if len(digits) == 8 {
				c.alpha = short(math.Round(float64(n&0xff)/255*100) / 100)
				n >>= 8
			}
			c.parts = fmt.Sprintf("%d %d %d", n>>16, n>>8&0xff, n&0xff)
			return c
		}
	}
	if m := functions.FindStringSubmatch(v); m != nil && !strings.ContainsAny(m[2], "()") {
		return functionColour(m[1], m[2])
	}
	return colour{parts: v}
}

func functionColour(kind, inside string) colour {
	c := colour{kind: strings.ToLower(kind)}
	body, alpha, _ := strings.Cut(inside, "/")
	parts := strings.Fields(body)
	if strings.Contains(inside, ",") {
		body, alpha = inside, ""
		parts = strings.Split(inside, ",")
		if len(parts) == 4 {
			parts, alpha = parts[:3], parts[3]
		}
	}
	if len(parts) != 3 {
		return colour{parts: kind + "(" + inside + ")"}
	}
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	c.alpha = strings.TrimSpace(alpha)
	sep := " "
	if c.comma = c.kind == "rgba" || c.kind == "hsla"; c.comma {
		sep = ", "
	}
	c.parts = strings.Join(parts, sep)
	return c
}

// coloured makes declarations that give a property a colour, whose opacity another
// class may change through a variable.
func coloured(property, variable, body string, o Options) []Decl {
	c, alpha, ok := parseColour(body, o)
	switch {
	case !ok:
		return nil
	case alpha != "":
		if c.kind == "" && strings.HasPrefix(c.parts, "var(") || c.kind == "" && cssWord.MatchString(c.parts) {
			return []Decl{{property, c.parts}}
		}
		return []Decl{{property, c.with(alpha)}}
	case c.kind == "":
		return []Decl{{property, c.parts}}
	}
	return []Decl{{"--un-" + variable + "-opacity", c.opacity()}, {property, c.with("var(--un-" + variable + "-opacity)")}}
}

// colourRule makes a rule that gives a property a colour.
func colourRule(pattern, property, variable string) rule {
	return rule{pattern: regexp.MustCompile(pattern), make: func(m []string, o Options) []Decl {
		return coloured(property, variable, m[1], o)
	}}
}

// opacityRule makes one that sets the variable of a colour's opacity.
func opacityRule(pattern, variable string) rule {
	return one(pattern, "--un-"+variable+"-opacity", by(bracket, percent, cssvar))
}
