package harness

import (
	"fmt"
	"net"
	"sync"
	"testing"
)

var portsGiven sync.Map

// FreePort returns a port that nothing listens on, and a different one each
// time.
func FreePort(t testing.TB) int {
	t.Helper()
	for {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		port := l.Addr().(*net.TCPAddr).Port
		l.Close()
		if _, given := portsGiven.LoadOrStore(port, true); !given {
			return port
		}
	}
}

// FreeAddr returns an address of this computer that nothing listens on.
func FreeAddr(t testing.TB) string {
	t.Helper()
	return fmt.Sprint("127.0.0.1:", FreePort(t))
}
