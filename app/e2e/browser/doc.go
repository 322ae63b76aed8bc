// Package browser tests the pages in Chromium, as the binary serves them: what
// they show, how they come back, and who can use them. It holds tests only.
package browser
