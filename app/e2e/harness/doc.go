// Package harness starts Lectern for tests as a user would, with its own
// PostgreSQL, and looks at it from outside. Only tests import it.
//
// LECTERN_TEST_BINARY names the binary; without it the tests build one without
// a window. LECTERN_TEST_WINDOW names one with a window, LECTERN_TEST_CHROMIUM
// and LECTERN_TEST_AXE a browser and axe-core's script, LECTERN_TEST_SHELL a
// chromium-headless-shell to take in the browser's place, LECTERN_TEST_PROXIES a
// folder with unpacked proxies, for those that are not installed,
// LECTERN_TEST_SHARED one in which the tests' programs share what they make. With
// LECTERN_TEST_COMPLETE set, a missing one is an error.
package harness
