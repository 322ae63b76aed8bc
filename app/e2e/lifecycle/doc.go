// Package lifecycle tests how the binary starts, ends, is killed and is
// upgraded, with its own PostgreSQL. It holds tests only.
package lifecycle
