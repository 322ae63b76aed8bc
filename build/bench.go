package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
)

// bench runs the benchmarks, once each in one sitting, and prints a table. A
// benchmark that has a floor, the least that its work can cost, is two:
// BenchmarkX/lectern and BenchmarkX/floor, one after the other; more levels may
// stand between. Each figure that both report (b.ReportMetric) is one row.
// An argument is a regular expression for the names.
func bench(ctx context.Context, c checkout, args []string) error {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	viewers := flags.String("viewers", "", "rooms of so many viewers, as `1,100` (default 100,1000,5000,10000)")
	if flags.Parse(args) != nil {
		return exitError(2)
	}
	pattern := "."
	if flags.NArg() > 0 {
		pattern = flags.Arg(0)
	}
	f, err := compiled(ctx, c)
	if err != nil {
		return err
	}
	return within(ctx, func(s *scratch) error { return c.bench(ctx, s, f, pattern, *viewers) })
}

func (c checkout) bench(ctx context.Context, s *scratch, f flavour, pattern, viewers string) error {
	// Where the program is not there that pages are drawn against, or no browser, all else
	// is measured.
	for _, n := range []need{program("poppler-utils", "pdftoppm"), program("chromium", browsers...)} {
		if err := provide(ctx, c, []need{n}); err != nil {
			step("%v", err)
		}
	}
	program, err := s.copyProgram(c.program())
	if err != nil {
		return err
	}
	tools, err := npmTools(ctx, c)
	if err != nil {
		return err
	}
	packages, err := c.benchmarking(ctx, f, pattern)
	if err != nil {
		return err
	}
	step("Running the benchmarks")
	// One package at a time: they would measure each other.
	cmd := c.cmd(f.args("test", append([]string{"-run", "^$", "-bench", pattern, "-timeout", "30m", "-p", "1"}, packages...)...)...).
		with(f.env...).with("LECTERN_TEST_BINARY="+program, "LECTERN_BENCH_VIEWERS="+viewers,
		"LECTERN_TEST_CHROMIUM="+firstOf(browsers), "LECTERN_TEST_PDF_ENGINE="+c.path(".cache/pdfengine"),
		"LECTERN_TEST_MARP="+tools.path("@marp-team/marp-core"),
		"DISPLAY=", "WAYLAND_DISPLAY=")
	var out bytes.Buffer
	failed := cmd.watched(ctx, io.MultiWriter(&out, benchProgress{terminal}), terminal)
	fmt.Fprintln(terminal)
	if failed != nil {
		failed = fmt.Errorf("%w\n%s", failed, failures(out.String()))
	}
	// What was measured before something failed is worth telling.
	all := measurements(&out)
	if len(all) == 0 && failed == nil {
		return fmt.Errorf("nothing was measured:\n%s", end(out.String(), 20))
	}
	return errors.Join(table(terminal, all), failed)
}

var benchmarkName = regexp.MustCompile(`(?m)^func (Benchmark\w*)\(`)

// benchmarking are the packages with a benchmark of such a name: the tests of all others
// need not be built.
func (c checkout) benchmarking(ctx context.Context, f flavour, pattern string) (packages []string, err error) {
	first, _, _ := strings.Cut(pattern, "/")
	wanted, err := regexp.Compile(first)
	if err != nil {
		return nil, err
	}
	const files = `{{$p := .}}{{range .TestGoFiles}}{{$p.ImportPath}} {{$p.Dir}}/{{.}}{{"\n"}}{{end}}{{range .XTestGoFiles}}{{$p.ImportPath}} {{$p.Dir}}/{{.}}{{"\n"}}{{end}}`
	list, err := c.cmd(f.args("list", "-f", files, "./...")...).with(f.env...).output(ctx)
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(list) {
		pkg, file, ok := strings.Cut(strings.TrimSpace(line), " ")
		if !ok || slices.Contains(packages, pkg) {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		for _, m := range benchmarkName.FindAllSubmatch(text, -1) {
			if wanted.Match(m[1]) {
				packages = append(packages, pkg)
				break
			}
		}
	}
	if len(packages) == 0 {
		return nil, fmt.Errorf("no benchmark's name has %q", pattern)
	}
	return packages, nil
}

// failures returns what go test says from the first failure on.
func failures(out string) string {
	if i := strings.Index(out, "--- FAIL"); i >= 0 {
		lines := strings.SplitN(out[i:], "\n", 41)
		return strings.Join(lines[:min(len(lines), 40)], "\n")
	}
	return end(out, 40)
}

// benchProgress shows one letter a benchmark: they take long, and say little.
type benchProgress struct{ w io.Writer }

func (p benchProgress) Write(b []byte) (int, error) {
	for range bytes.Count(b, []byte("Benchmark")) {
		io.WriteString(p.w, ".")
	}
	return len(b), nil
}

// A measurement is one figure of one benchmark.
type measurement struct {
	name  string // "UpdateToScreen/viewers=100/lectern"
	unit  string
	value float64
}

// measurements reads what `go test -bench` prints. The time of one operation and
// its memory count only where a benchmark reports nothing of its own.
func measurements(in io.Reader) []measurement {
	var all []measurement
	for lines := bufio.NewScanner(in); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		if len(fields) < 4 || !strings.HasPrefix(fields[0], "Benchmark") {
			continue
		}
		name := strings.TrimPrefix(fields[0], "Benchmark")
		if i := strings.LastIndex(name, "-"); i > 0 {
			if _, err := strconv.Atoi(name[i+1:]); err == nil {
				name = name[:i] // the number of processors
			}
		}
		var figures []measurement
		standard := 0
		for i := 2; i+1 < len(fields); i += 2 {
			value, err := strconv.ParseFloat(fields[i], 64)
			if err != nil {
				break
			}
			m := measurement{name, fields[i+1], value}
			if slices.Contains([]string{"ns/op", "B/op", "allocs/op", "MB/s"}, m.unit) {
				figures = slices.Insert(figures, standard, m)
				standard++
			} else {
				figures = append(figures, m)
			}
		}
		if len(figures) > standard {
			figures = figures[standard:]
		}
		all = append(all, figures...)
	}
	return all
}

// table prints the measurements, each beside its floor and as a multiple of it.
func table(w io.Writer, all []measurement) error {
	floors := map[[2]string]float64{} // by name without "/floor", and unit
	for _, m := range all {
		if name, ok := strings.CutSuffix(m.name, "/floor"); ok {
			floors[[2]string{name, m.unit}] = m.value
		}
	}
	t := tabwriter.NewWriter(w, 0, 0, 3, ' ', tabwriter.AlignRight)
	fmt.Fprintf(t, "unit\tLectern\tfloor\tratio\t  what\n")
	for _, m := range all {
		if strings.HasSuffix(m.name, "/floor") {
			continue
		}
		name := strings.TrimSuffix(m.name, "/lectern")
		unit, of := scale(m)
		floor, ratio := "", ""
		if f, ok := floors[[2]string{name, m.unit}]; ok {
			floor = figure(f / of)
			if f != 0 {
				ratio = fmt.Sprintf("%.2f", m.value/f)
			}
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t  %s\n", unit, figure(m.value/of), floor, ratio, name)
	}
	return t.Flush()
}

// scale returns the unit that suits a measurement, and how many of its own make
// one of those.
func scale(m measurement) (unit string, of float64) {
	switch {
	case m.unit != "ns/op":
		return m.unit, 1
	case m.value >= 1e9:
		return "s", 1e9
	case m.value >= 1e6:
		return "ms", 1e6
	case m.value >= 1e3:
		return "µs", 1e3
	default:
		return "ns", 1
	}
}

// figure writes a number with about four digits.
func figure(v float64) string {
	switch {
	case v == float64(int64(v)) || v >= 1000 || v <= -1000:
		return strconv.FormatFloat(v, 'f', 0, 64)
	default:
		return strconv.FormatFloat(v, 'g', 4, 64)
	}
}
