// Package bench measures the whole from outside: the binary beside the least that
// its work can cost. `go run ./build bench` runs it and prints the table. It
// holds benchmarks only.
package bench
