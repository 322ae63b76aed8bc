//go:build linux

package lan

import (
	"context"
	"encoding/json"
	"os"
	"os/signal"
	"syscall"
	"testing"
	"time"

	"lectern/app/e2e/harness"
	"lectern/app/lan/discovery"
)

// childEnv has this program do one thing in the namespace that it was started in.
const childEnv = "LECTERN_TEST_LAN_CHILD"

func TestMain(m *testing.M) {
	if os.Getenv(childEnv) == "browse" {
		browse()
		return
	}
	harness.Main(m)
}

// browse writes who is found, a line a round, until it is ended.
func browse() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	out := json.NewEncoder(os.Stdout)
	for ctx.Err() == nil {
		found, err := discovery.Browse(ctx, 500*time.Millisecond)
		if err != nil {
			os.Stderr.WriteString(err.Error() + "\n")
			os.Exit(1)
		}
		out.Encode(found)
	}
}
