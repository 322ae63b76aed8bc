package stranger

import (
	"testing"

	"lectern/app/e2e/harness"
)

func TestMain(m *testing.M) { harness.Main(m) }
