package harness

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"testing"
)

// Output is what a process prints, for who waits for a word of it.
type Output struct {
	mu  sync.Mutex
	b   bytes.Buffer
	New chan struct{}
}

func (o *Output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	select {
	case o.New <- struct{}{}:
	default:
	}
	return o.b.Write(p)
}

func (o *Output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.String()
}

// Await waits until the process has printed these words.
func (o *Output) Await(t testing.TB, words string) {
	t.Helper()
	Until(t, Patience, fmt.Sprintf("the words %q", words), func() bool { return strings.Contains(o.String(), words) })
}
