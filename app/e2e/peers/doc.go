// Package peers holds decks beside the tools that they were written for: what such a
// tool makes of a deck, Lectern makes of it too. LECTERN_TEST_MARP names Marp Core, of
// which go run ./build test gets one; Node runs it.
package peers
