package changes

import (
	"bytes"
	"os"
	"time"
)

// endings are what files of some kinds have near their end once they are whole: within
// so many bytes of it.
var endings = []struct {
	begins, ends string
	within       int64
}{
	{"%PDF-", "%%EOF", 2 << 10},
	{"PK\x03\x04", "PK\x05\x06", 66 << 10}, // a zip, and so an office's talk (APPNOTE.TXT, 4.3.16)
}

// unfinished is for how long a file that has just changed may yet grow: 0 for one that
// looks whole.
func unfinished(path string, size int64) time.Duration {
	if size == 0 {
		return emptyWait
	}
	f, err := os.Open(path)
	if err != nil {
		return goneWait
	}
	defer f.Close()
	head := make([]byte, 5)
	n, _ := f.ReadAt(head, 0)
	for _, e := range endings {
		if !bytes.HasPrefix(head[:n], []byte(e.begins)) {
			continue
		}
		tail := make([]byte, min(size, e.within))
		n, _ := f.ReadAt(tail, size-int64(len(tail)))
		if !bytes.Contains(tail[:n], []byte(e.ends)) {
			return endingWait
		}
	}
	return 0
}
