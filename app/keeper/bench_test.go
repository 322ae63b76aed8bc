package keeper

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// BenchmarkFirstStart is a start on an empty folder, with its parts.
func BenchmarkFirstStart(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		dir := newFolder(b)
		b.StartTimer()
		k, err := Start(b.Context(), Config{Dir: dir, Status: stamp(b)})
		if err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		k.Stop()
		os.RemoveAll(dir)
		b.StartTimer()
	}
}

// BenchmarkWarmStart is a start on a folder that has everything.
func BenchmarkWarmStart(b *testing.B) {
	dir := newFolder(b)
	start(b, dir).Stop()
	for b.Loop() {
		k, err := Start(b.Context(), Config{Dir: dir})
		if err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		k.Stop()
		b.StartTimer()
	}
}

func stamp(b *testing.B) func(string) {
	begin := time.Now()
	return func(s string) { b.Logf("%6.0f ms %s", float64(time.Since(begin).Microseconds())/1000, s) }
}

var _ = context.Background
var _ = filepath.Join
