// Package script calls JavaScript in an interpreter without files, clock or net, and
// ends it where it takes too much: what it reads is a stranger's.
package script

import (
	"context"
	"errors"
	"fmt"
	"runtime/metrics"
	"time"

	"github.com/dop251/goja"
)

// A Limit says why a call was ended, as words that go on from "it cannot be drawn:".
type Limit string

func (l Limit) Error() string { return string(l) }

// Call calls f until ctx ends or the process's heap has grown by more than heap bytes.
// The error is a Limit where the script took too much, and else goja's.
func Call(ctx context.Context, vm *goja.Runtime, heap uint64, f goja.Callable, args ...any) (goja.Value, error) {
	over, gone := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(gone)
		look := time.NewTicker(20 * time.Millisecond)
		defer look.Stop()
		for before := objects(); ; {
			select {
			case <-over:
				return
			case <-ctx.Done():
				vm.Interrupt("it would take too long")
				return
			case <-look.C:
				if objects() > before+heap {
					vm.Interrupt("it would take too much memory")
					return
				}
			}
		}
	}()
	values := make([]goja.Value, len(args))
	for i, a := range args {
		values[i] = vm.ToValue(a)
	}
	v, err := f(goja.Undefined(), values...)
	close(over)
	<-gone
	vm.ClearInterrupt()
	var ended *goja.InterruptedError
	var nested *goja.StackOverflowError
	switch {
	case errors.As(err, &ended):
		return nil, Limit(fmt.Sprint(ended.Value()))
	case errors.As(err, &nested):
		return nil, Limit("it is nested too deeply")
	}
	return v, err
}

// objects is how many bytes there are that the collector has not taken back.
func objects() uint64 {
	s := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(s)
	return s[0].Value.Uint64()
}
