package importer

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"runtime/debug"
	"time"

	"lectern/app/importer/confine"
	"lectern/app/importer/convert"
	"lectern/app/importer/pdf"
	"lectern/app/importer/wire"
)

// RunIfChild runs an import's child, and does not return, if this process was
// started as one. It stands at the top of main, and of every TestMain whose tests
// import.
func RunIfChild() {
	if mode, is := os.LookupEnv(childEnv); is {
		os.Exit(runChild(mode))
	}
}

// testModes are what tests have a child do once it is locked in.
var testModes map[string]func(fs.FS, *wire.Teller) error

// testStarted is called, in tests, when a child asks for its files, and testEnded
// when it is gone.
var (
	testStarted func(pid int)
	testEnded   func(*os.ProcessState)
)

func runChild(mode string) int {
	tell := wire.NewTeller(os.Stdout)
	os.Stdout = os.Stderr // what a library might say
	confine.StepBack()
	parent, job, err := wire.Listen(os.Stdin, tell, func() { os.Exit(1) })
	if err != nil {
		fmt.Fprintln(os.Stderr, "no job:", err)
		return 2
	}
	runtime.GOMAXPROCS(job.Processors)
	if job.SoftMemory > 0 {
		debug.SetMemoryLimit(job.SoftMemory)
	}
	var engine convert.PDF
	switch mode {
	case modeCompile:
		if err := pdf.Compile(context.Background(), job.Cache); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		return 0
	case modePDF:
		if engine, err = pdf.Open(job.Cache); err != nil {
			tell.Failed(err)
			return 1
		}
	}
	// From here on there may be strangers' bytes.
	warnings, err := confine.Enter(confine.Bounds{
		Parent: job.Parent, Memory: job.Memory, CPU: time.Duration(job.Seconds) * time.Second, Code: engine != nil,
	})
	if err != nil {
		tell.Failed(fmt.Errorf("lock the process in: %w", err))
		return 1
	}
	for _, w := range warnings {
		tell.Warn(w)
	}
	files, err := parent.Files()
	if err == nil {
		if test := testModes[mode]; test != nil {
			err = test(files, tell)
		} else if mode == modeUnpack {
			err = unpack(files, tell)
		} else {
			err = convert.Convert(context.Background(), files, engine, job.Options, tell)
		}
	}
	switch err {
	case nil:
		err = tell.Done()
	case convert.ErrNeedsPDF:
		err = tell.NeedsPDF()
	default:
		err = tell.Failed(err)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}
