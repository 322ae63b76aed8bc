package lan

import (
	"bytes"
	"fmt"
	"strings"

	"rsc.io/qr"
)

// quiet is the light border that ISO/IEC 18004 asks for, in modules.
const quiet = 4

// bitmap is the QR code of a text with its border; true is dark.
func bitmap(text string, level qr.Level) ([][]bool, error) {
	code, err := qr.Encode(text, level)
	if err != nil {
		return nil, fmt.Errorf("lan: QR code: %w", err)
	}
	bits := make([][]bool, code.Size+2*quiet)
	for y := range bits {
		bits[y] = make([]bool, len(bits))
		for x := range bits[y] {
			bits[y][x] = code.Black(x-quiet, y-quiet)
		}
	}
	return bits, nil
}

// SVG draws text as a QR code: one path on white, with the quiet zone of four
// modules that ISO/IEC 18004 asks for.
func SVG(text string) ([]byte, error) {
	bits, err := bitmap(text, qr.M)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" shape-rendering="crispEdges"><rect width="100%%" height="100%%" fill="#fff"/><path fill="#000" d="`, len(bits), len(bits))
	for y, row := range bits {
		for x := 0; x < len(row); x++ {
			if !row[x] {
				continue
			}
			from := x
			for x < len(row) && row[x] {
				x++
			}
			fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", from, y, x-from, x-from)
		}
	}
	b.WriteString(`"/></svg>`)
	return b.Bytes(), nil
}

// Terminal draws text as a QR code of half blocks, dark on light whatever the
// terminal's colours are.
func Terminal(text string) (string, error) {
	bits, err := bitmap(text, qr.L)
	if err != nil {
		return "", err
	}
	dark := func(x, y int) bool { return y < len(bits) && bits[y][x] }
	var b strings.Builder
	for y := 2; y < len(bits)-2; y += 2 { // a quiet zone of two is enough on a screen
		b.WriteString("  \x1b[30;107m")
		for x := 2; x < len(bits)-2; x++ {
			switch up, down := dark(x, y), dark(x, y+1); {
			case up && down:
				b.WriteString("█")
			case up:
				b.WriteString("▀")
			case down:
				b.WriteString("▄")
			default:
				b.WriteString(" ")
			}
		}
		b.WriteString("\x1b[0m\n")
	}
	return b.String(), nil
}
