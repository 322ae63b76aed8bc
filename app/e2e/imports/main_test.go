//go:build linux

package imports

import (
	"testing"

	"lectern/app/e2e/harness"
)

func TestMain(m *testing.M) { harness.Main(m) }
