package server

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
)

func TestCache(t *testing.T) {
	loads := map[string]int{}
	broken := errors.New("away")
	c := cache[string, string]{most: 40, weigh: func(s string) int { return len(s) }, load: func(_ context.Context, key string) (string, error) {
		loads[key]++
		if key == "none" {
			return "", broken
		}
		return key, nil
	}}
	for _, step := range []struct {
		key   string
		loads int
	}{
		{"aaaaaaaaaa", 1}, {"bbbbbbbbbb", 1}, {"cccccccccc", 1}, {"dddddddddd", 1},
		{"aaaaaaaaaa", 1}, // now the newest
		{"eeeeeeeeee", 1}, // one goes: the oldest
		{"cccccccccc", 1}, {"dddddddddd", 1}, {"aaaaaaaaaa", 1},
		{"bbbbbbbbbb", 2},
		{"too long to be kept", 1}, {"too long to be kept", 2},
		{"none", 1}, {"none", 2},
		{"drop", 1}, {"drop", 2},
	} {
		if step.key == "drop" {
			c.drop(func(key string) bool { return key == "drop" })
		}
		v, err := c.get(t.Context(), step.key)
		if (step.key == "none") != errors.Is(err, broken) || err == nil && v != step.key {
			t.Errorf("%s: %q, %v", step.key, v, err)
		}
		if loads[step.key] != step.loads {
			t.Errorf("%s was got %d times, want %d", step.key, loads[step.key], step.loads)
		}
	}
	if c.weight > c.most || len(c.byKey) != c.recent.Len() {
		t.Errorf("%d of %d in %d of %d", c.weight, c.most, c.recent.Len(), len(c.byKey))
	}
}

// TestCacheOnce: those who ask while it is got wait for that, though the first of
// them goes away.
func TestCacheOnce(t *testing.T) {
	begun, resume := make(chan struct{}), make(chan struct{})
	loads := 0
	c := cache[int, string]{most: 8, weigh: func(string) int { return 1 }, load: func(ctx context.Context, key int) (string, error) {
		loads++
		close(begun)
		<-resume
		return fmt.Sprint(key), ctx.Err()
	}}
	first, leave := context.WithCancel(t.Context())
	var all sync.WaitGroup
	ask := func(ctx context.Context) {
		all.Go(func() {
			if v, err := c.get(ctx, 7); v != "7" || err != nil {
				t.Errorf("%q, %v", v, err)
			}
		})
	}
	ask(first)
	<-begun
	leave()
	ask(t.Context())
	close(resume)
	all.Wait()
	if loads != 1 {
		t.Errorf("got %d times", loads)
	}
}
