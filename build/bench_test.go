package main

import (
	"strings"
	"testing"
)

const benchOutput = `goos: linux
BenchmarkFirstStart/lectern-2         	       1	2104000000 ns/op	         2.104 s
BenchmarkFirstStart/floor-2           	       1	1503000000 ns/op	         1.503 s
BenchmarkSpread/viewers=100/lectern-2 	     500	   2100000 ns/op	         2.100 p50-ms	         4.500 p99-ms
BenchmarkSpread/viewers=100/floor-2   	     500	   1000000 ns/op	         1.000 p50-ms	         3.000 p99-ms
BenchmarkMemory-2                     	       1	 123 ns/op	     24576 B/viewer
BenchmarkEncode-8                     	 1000000	      1234 ns/op	      48 B/op	       1 allocs/op
PASS
ok  	lectern/app/e2e	9.1s
`

func TestTable(t *testing.T) {
	var out strings.Builder
	if err := table(&out, measurements(strings.NewReader(benchOutput))); err != nil {
		t.Fatal(err)
	}
	const want = "" +
		"        unit   Lectern   floor   ratio  what\n" +
		"           s     2.104   1.503    1.40  FirstStart\n" +
		"      p50-ms       2.1       1    2.10  Spread/viewers=100\n" +
		"      p99-ms       4.5       3    1.50  Spread/viewers=100\n" +
		"    B/viewer     24576                  Memory\n" +
		"          µs     1.234                  Encode\n" +
		"        B/op        48                  Encode\n" +
		"   allocs/op         1                  Encode\n"
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
}

// The reason of a failure comes before much that a server printed.
func TestFailures(t *testing.T) {
	out := benchOutput + "--- FAIL: BenchmarkX\n    the reason\n" + strings.Repeat("printed\n", 99)
	got := failures(out)
	if !strings.HasPrefix(got, "--- FAIL: BenchmarkX\n    the reason\n") || strings.Count(got, "\n") > 40 {
		t.Errorf("got %q", got)
	}
}
