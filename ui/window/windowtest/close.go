package windowtest

import (
	"encoding/binary"
	"io"
	"net"
	"strconv"
	"strings"
)

// Close asks the window with an id in decimal to close, as a window manager does
// when somebody clicks the cross: in X's own protocol, since there is no manager
// and xdotool cannot.
func (s *Screen) Close(id string) {
	s.t.Helper()
	window, err := strconv.ParseUint(id, 10, 32)
	if err != nil {
		s.t.Fatal(err)
	}
	conn, err := net.Dial("unix", "/tmp/.X11-unix/X"+strings.TrimPrefix(s.Display, ":"))
	if err != nil {
		s.t.Fatal(err)
	}
	defer conn.Close()
	order := binary.LittleEndian
	exchange := func(request []byte, answer int) []byte {
		s.t.Helper()
		if _, err := conn.Write(request); err != nil {
			s.t.Fatal(err)
		}
		data := make([]byte, answer)
		if _, err := io.ReadFull(conn, data); err != nil {
			s.t.Fatal(err)
		}
		return data
	}
	setup := exchange([]byte{'l', 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 8)
	if setup[0] != 1 {
		s.t.Fatal("the X server refuses the connection")
	}
	exchange(nil, 4*int(order.Uint16(setup[6:])))
	atom := func(name string) uint32 {
		const intern = 16
		padded := (len(name) + 3) / 4 * 4
		request := make([]byte, 8+padded)
		request[0] = intern
		order.PutUint16(request[2:], uint16(len(request)/4))
		order.PutUint16(request[4:], uint16(len(name)))
		copy(request[8:], name)
		return order.Uint32(exchange(request, 32)[8:])
	}
	const sendEvent, clientMessage = 25, 33
	request := make([]byte, 44)
	request[0] = sendEvent
	order.PutUint16(request[2:], uint16(len(request)/4))
	order.PutUint32(request[4:], uint32(window))
	request[12], request[13] = clientMessage, 32
	order.PutUint32(request[16:], uint32(window))
	order.PutUint32(request[20:], atom("WM_PROTOCOLS"))
	order.PutUint32(request[24:], atom("WM_DELETE_WINDOW"))
	const getInputFocus = 43 // its answer proves that the event is on its way
	exchange(append(request, getInputFocus, 0, 1, 0), 32)
}
