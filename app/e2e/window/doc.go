// Package window tests the binary's windows on a screen of their own. It holds
// tests only.
package window
