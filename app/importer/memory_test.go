//go:build !race

package importer

import (
	"testing"

	"lectern/app/fault"
)

// TestMemory: a child that takes more than it may is ended, by whichever of the
// limits it meets first.
func TestMemory(t *testing.T) {
	for name, change := range map[string]func(*Limits){
		"all":        func(*Limits) {},
		"the kernel": func(l *Limits) { l.Resident = 0 },
		"the parent": func(l *Limits) { l.Memory = 0; l.Resident = 200 << 20 },
	} {
		t.Run(name, func(t *testing.T) {
			_, err := child(t, "memory", shortened(change))
			checkSentence(t, err, fault.TooLarge, "a.md needs more memory than an import may have (page 3); make it simpler, or leave that out")
		})
	}
}
