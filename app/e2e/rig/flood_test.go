//go:build linux

package rig

import (
	"context"
	bin "encoding/binary"
	"math"
	"net/netip"
	"os"
	"strings"
	"testing"
	"time"
)

// Half-open connections: the first packet of a handshake and never the third.
// A socket cannot do that, but the rig carries the packets, so it can also make
// some up.

// floodPorts are the ports that the flood comes from: below those that the
// kernel gives to connections (net.ipv4.ip_local_port_range). What the server
// answers them is lost, for else the viewers' kernel would refuse it.
const floodPorts = 30000

// floodHalfOpen begins five thousand connections a second that nobody goes on with.
func floodHalfOpen(r *rig) func() {
	to, err := netip.ParseAddrPort(r.app.addr)
	if err != nil {
		r.t.Fatal(err)
	}
	from := netip.MustParseAddr(r.net.viewers)
	sent := 0
	end := r.during(func(ctx context.Context) {
		tick := time.NewTicker(10 * time.Millisecond)
		defer tick.Stop()
		for ; ctx.Err() == nil; <-tick.C {
			for range 50 {
				port := 1024 + sent%(floodPorts-1024)
				if _, err := r.net.ends[0].Write(newSYN(netip.AddrPortFrom(from, uint16(port)), to)); err == nil {
					sent++
				}
			}
		}
	})
	return func() {
		end()
		r.note("%d connections were begun and left; the kernel holds %d", sent, rawSocket(r.t))
		if sent == 0 {
			r.t.Errorf("seed %d: no packet of the flood was sent", r.seed)
		}
	}
}

// rawSocket counts what the kernel keeps of such connections (proc(5),
// /proc/net/tcp: the state TCP_SYN_RECV).
func rawSocket(t *testing.T) int {
	// The process's first thread may be the one in the viewers' namespace.
	table, err := os.ReadFile("/proc/thread-self/net/tcp")
	if err != nil {
		t.Error(err)
	}
	n := 0
	for line := range strings.Lines(string(table)) {
		if f := strings.Fields(line); len(f) > 3 && f[3] == "03" {
			n++
		}
	}
	return n
}

// newSYN is an IPv4 packet (RFC 791, 3.1) with the segment that begins a TCP
// connection (RFC 9293, 3.1).
func newSYN(from, to netip.AddrPort) []byte {
	const header, segment, tcp, syn = 20, 20, 6, 2
	p := make([]byte, header+segment)
	p[0] = 4<<4 | header/4
	bin.BigEndian.PutUint16(p[2:], uint16(len(p)))
	p[8], p[9] = 64, tcp
	copy(p[12:], from.Addr().AsSlice())
	copy(p[16:], to.Addr().AsSlice())
	bin.BigEndian.PutUint16(p[10:], checksum(0, p[:header]))
	s := p[header:]
	bin.BigEndian.PutUint16(s[0:], from.Port())
	bin.BigEndian.PutUint16(s[2:], to.Port())
	bin.BigEndian.PutUint32(s[4:], uint32(from.Port())<<8)
	s[12], s[13] = segment/4<<4, syn
	bin.BigEndian.PutUint16(s[14:], 64240)
	// The pseudo-header: both addresses, the protocol, the length.
	bin.BigEndian.PutUint16(s[16:], checksum(tcp+segment, p[12:]))
	return p
}

// checksum is the internet's (RFC 1071), of an even number of octets.
func checksum(sum uint32, octets []byte) uint16 {
	for i := 0; i < len(octets); i += 2 {
		sum += uint32(bin.BigEndian.Uint16(octets[i:]))
	}
	for sum>>16 > 0 {
		sum = sum&0xffff + sum>>16
	}
	return ^uint16(sum)
}

// portOf is where an IPv4 packet of TCP goes to, or the highest.
func portOf(packet []byte) uint16 {
	const tcp = 6
	if len(packet) < 20 || packet[0]>>4 != 4 || packet[9] != tcp {
		return math.MaxUint16
	}
	header := int(packet[0]&15) * 4
	if len(packet) < header+4 {
		return math.MaxUint16
	}
	return bin.BigEndian.Uint16(packet[header+2:])
}
