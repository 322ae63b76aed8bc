// Package lan knows how other devices reach this computer: the addresses to
// join at, and the QR codes that spare people from typing them.
package lan

import (
	"bytes"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strings"

	"github.com/skip2/go-qrcode"
)

// URLs returns the addresses at which phones may open a server that listens on
// addr, the most likely one first: private IPv4, then other IPv4, then IPv6.
// A server on loopback alone has none but its loopback address.
func URLs(addr *net.TCPAddr, tls bool) []string {
	listen, _ := netip.AddrFromSlice(addr.IP)
	listen = listen.Unmap()
	if listen.IsValid() && !listen.IsUnspecified() {
		return []string{URL(listen.String(), addr.Port, tls)}
	}
	var found []netip.Addr
	interfaces, _ := net.Interfaces()
	for _, i := range interfaces {
		if i.Flags&net.FlagUp == 0 || i.Flags&net.FlagLoopback != 0 {
			continue
		}
		addrs, _ := i.Addrs()
		for _, a := range addrs {
			p, err := netip.ParsePrefix(a.String())
			if err != nil || p.Addr().IsLinkLocalUnicast() || isVirtual(i.Name) {
				continue
			}
			found = append(found, p.Addr().Unmap())
		}
	}
	slices.SortStableFunc(found, func(a, b netip.Addr) int { return rank(a) - rank(b) })
	var urls []string
	for _, a := range found {
		urls = append(urls, URL(a.String(), addr.Port, tls))
	}
	if len(urls) == 0 {
		urls = []string{URL("127.0.0.1", addr.Port, tls)}
	}
	return urls
}

// isVirtual reports whether no phone is on the other side of an interface:
// bridges of containers and virtual machines.
func isVirtual(name string) bool {
	for _, p := range []string{"docker", "br-", "veth", "virbr", "vmnet", "vboxnet", "cni", "flannel", "podman"} {
		if strings.HasPrefix(name, p) {
			return true
		}
	}
	return false
}

func rank(a netip.Addr) int {
	switch {
	case a.Is4() && a.IsPrivate():
		return 0
	case a.Is4():
		return 1
	}
	return 2
}

// URL writes the address of a server, without the port where it is the usual
// one.
func URL(host string, port int, tls bool) string {
	scheme, usual := "http", 80
	if tls {
		scheme, usual = "https", 443
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if port == usual {
		return fmt.Sprintf("%s://%s/", scheme, host)
	}
	return fmt.Sprintf("%s://%s:%d/", scheme, host, port)
}

// SVG draws text as a QR code: one path on white, with the quiet zone of four
// modules that ISO/IEC 18004 asks for.
func SVG(text string) ([]byte, error) {
	q, err := qrcode.New(text, qrcode.Medium)
	if err != nil {
		return nil, fmt.Errorf("lan: QR code: %w", err)
	}
	bits := q.Bitmap() // quiet zone included
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
	q, err := qrcode.New(text, qrcode.Low)
	if err != nil {
		return "", fmt.Errorf("lan: QR code: %w", err)
	}
	bits := q.Bitmap()
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
