//go:build unix

package lifecycle

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"lectern/app/e2e/harness"
)

// TestStopWhileUploadStands: whoever sends half a file and then nothing holds no
// end up.
func TestStopWhileUploadStands(t *testing.T) {
	t.Parallel()
	l := harness.Start(t, harness.Prepared(t))
	conn, err := net.Dial("tcp", l.AddrPort().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	const part = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"half.md\"\r\n\r\n"
	fmt.Fprintf(conn, "POST /api/decks?import=half HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n"+
		"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 30000000\r\n\r\n%s%s",
		l.AddrPort(), l.Info.PresenterKey, part, strings.Repeat("# Half\n", 1<<17))
	l.Until("the half to be on the disk", func() bool {
		on, _ := filepath.Glob(filepath.Join(l.Data, "uploads", "import-*", "*"))
		if len(on) != 1 {
			return false
		}
		st, err := os.Stat(on[0])
		return err == nil && st.Size() > 1<<19
	})
	begun := time.Now()
	if err := l.End(syscall.SIGTERM); err != nil {
		t.Error(err)
	}
	// A second for what is under way, and PostgreSQL's own.
	if took := time.Since(begun); took > 4*time.Second {
		t.Errorf("it ended after %v", took)
	}
}
