// Package load is a room full of viewers in one process: thousands of real
// connections to an event stream, read by one thread, each event with the
// moment of its arrival. It also reads what another process costs the machine.
//
// It is meant to weigh little beside what it measures: no goroutine and no
// buffer for a viewer, raw requests, and nothing parsed that is not needed. Pages
// are beside that: they do all that a page does, and weigh as much as what they ask
// for. Linux only, apart from the parser.
package load
