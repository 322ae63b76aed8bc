package agenda

import (
	"testing"
	"time"
)

// TestZones: each of Windows' zones is one of the tz database.
func TestZones(t *testing.T) {
	for windows, name := range windowsZones {
		if z, err := time.LoadLocation(name); err != nil || named(windows).String() != z.String() {
			t.Errorf("%s: %v", windows, err)
		}
	}
}
