package load

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
)

// Event is one event of a stream. Name and Data are only valid until the
// function that gets them returns.
type Event struct {
	ID   int64 // 0 if it has none
	Name []byte
	Data []byte
}

// parser takes one response of an event stream apart, however it is cut into
// packets and chunks (RFC 9112, 7.1; WHATWG HTML, 9.2).
type parser struct {
	part    part
	chunked bool
	left    int64  // of the chunk that is being read
	rest    []byte // of what has not ended yet: the head, or an event
}

type part uint8

const (
	inHead    part = iota
	inSize         // of a chunk
	inSizeEnd      // after the digits
	inBody
	inBodyEnd // the line break after a chunk
)

// maxRest bounds what a viewer keeps of a head or event that does not end.
const maxRest = 64 << 10

// feed takes what arrived. It returns io.EOF when the response has ended.
func (p *parser) feed(b []byte, emit func(Event)) error {
	for len(b) > 0 {
		switch p.part {
		case inHead:
			rest, err := p.head(b)
			if err != nil {
				return err
			}
			b = rest
		case inSize:
			switch digit, ok := hex(b[0]); {
			case ok && p.left < 1<<40:
				p.left = p.left<<4 | digit
				b = b[1:]
			case ok:
				return fmt.Errorf("a chunk is too large")
			default:
				p.part = inSizeEnd
			}
		case inSizeEnd: // white space and extensions do not matter
			if b[0] == '\n' {
				if p.left == 0 {
					return io.EOF
				}
				p.part = inBody
			}
			b = b[1:]
		case inBody:
			n := int64(len(b))
			if p.chunked {
				n = min(n, p.left)
				if p.left -= n; p.left == 0 {
					p.part = inBodyEnd
				}
			}
			if err := p.body(b[:n], emit); err != nil {
				return err
			}
			b = b[n:]
		case inBodyEnd:
			if b[0] == '\n' {
				p.part = inSize
			}
			b = b[1:]
		}
	}
	return nil
}

// head collects the response's head and returns what follows it.
func (p *parser) head(b []byte) ([]byte, error) {
	before := len(p.rest)
	p.rest = append(p.rest, b...)
	end := bytes.Index(p.rest, []byte("\r\n\r\n"))
	if end < 0 {
		if len(p.rest) > maxRest {
			return nil, fmt.Errorf("the head of the response does not end")
		}
		return nil, nil
	}
	head := p.rest[:end+2]
	line, fields, _ := bytes.Cut(head, []byte("\r\n"))
	if word := bytes.Fields(line); len(word) < 2 || string(word[1]) != "200" {
		return nil, fmt.Errorf("the server answered %q", line)
	}
	p.part = inBody
	if bytes.Contains(bytes.ToLower(fields), []byte("transfer-encoding: chunked\r\n")) {
		p.chunked = true
		p.part = inSize
	}
	b = b[end+4-before:]
	p.rest = nil
	return b, nil
}

var blank = []byte("\n\n")

// body splits text into events. One that came whole is not copied.
func (p *parser) body(b []byte, emit func(Event)) error {
	if len(p.rest) > 0 {
		p.rest = append(p.rest, b...)
		b = p.rest
	}
	for {
		end := bytes.Index(b, blank)
		if end < 0 {
			break
		}
		if e, ok := readEvent(b[:end+1]); ok {
			emit(e)
		}
		b = b[end+2:]
	}
	if len(b) > maxRest {
		return fmt.Errorf("an event does not end")
	}
	p.rest = append(p.rest[:0], b...)
	if len(p.rest) == 0 {
		p.rest = nil // thousands of viewers keep nothing
	}
	return nil
}

// readEvent reads one event, each of whose lines ends with a line feed. Without
// data it is none.
func readEvent(b []byte) (e Event, ok bool) {
	for len(b) > 0 {
		end := bytes.IndexByte(b, '\n')
		name, value, _ := bytes.Cut(b[:end], []byte(":"))
		value = bytes.TrimPrefix(value, []byte(" "))
		b = b[end+1:]
		switch string(name) {
		case "id":
			e.ID, _ = strconv.ParseInt(string(value), 10, 64)
		case "event":
			e.Name = value
		case "data":
			e.Data, ok = value, true
		}
	}
	return e, ok
}

func hex(c byte) (int64, bool) {
	switch {
	case '0' <= c && c <= '9':
		return int64(c - '0'), true
	case 'a' <= c|0x20 && c|0x20 <= 'f':
		return int64(c|0x20-'a') + 10, true
	}
	return 0, false
}
