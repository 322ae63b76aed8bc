// Package harness starts Lectern for tests as a user would, with its own
// PostgreSQL, and looks at it from outside. Only tests import it.
//
// LECTERN_TEST_BINARY names the binary; without it the tests build one without
// a window. LECTERN_TEST_CHROMIUM and LECTERN_TEST_AXE name a browser and
// axe-core's script, LECTERN_TEST_PROXIES a folder with unpacked proxies, for
// those that are not installed. With LECTERN_TEST_COMPLETE set, a missing one is
// an error.
package harness
