package dialect

import "bytes"

// LineEnd is the offset after the line that offset is in.
func LineEnd(src []byte, offset int) int {
	if i := bytes.IndexByte(src[offset:], '\n'); i >= 0 {
		return offset + i + 1
	}
	return len(src)
}

// LineAt is the line, from 1, of the byte at offset. It counts all three kinds of
// line end.
func LineAt(b []byte, offset int) int {
	line := 1
	for i := 0; i < offset && i < len(b); i++ {
		if b[i] == '\n' || b[i] == '\r' && (i+1 >= len(b) || b[i+1] != '\n') {
			line++
		}
	}
	return line
}

// Blank replaces all but the line ends of a part of src by spaces.
func Blank(src []byte, start, end int) {
	for i := start; i < end; i++ {
		if src[i] != '\n' {
			src[i] = ' '
		}
	}
}

// Break makes the line of three or more dashes at offset a break that cannot be
// taken for the line under a heading, in as many bytes.
func Break(src []byte, offset int) {
	Blank(src, offset, LineEnd(src, offset))
	copy(src[offset:], "***")
}
