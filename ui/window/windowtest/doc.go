// Package windowtest shows windows to tests: it starts an X server that has no
// monitor, presses keys (xdotool), and looks at the pixels. With
// LECTERN_TEST_PICTURES set to a folder, a test that fails leaves what it saw
// there. Only tests import it.
package windowtest
