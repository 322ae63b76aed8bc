package importer

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"runtime/debug"
	"time"

	"lectern/app/deck"
	"lectern/app/importer/confine"
	"lectern/app/importer/convert"
	"lectern/app/importer/pdf"
	"lectern/app/importer/raster/avif"
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

// testStarted is called, in tests, when a child asks for its files, testPage when it
// has been sent a page, and testEnded when it is gone.
var (
	testStarted func(pid int)
	testPage    func(number int)
	testEnded   func(*os.ProcessState)
)

func runChild(mode string) int {
	tell := wire.NewTeller(os.Stdout)
	os.Stdout = os.Stderr // what a library might say
	confine.StepBack(mode == modeAhead)
	job, err := wire.ReadJob(os.Stdin)
	if err != nil {
		fmt.Fprintln(os.Stderr, "no job:", err)
		return 2
	}
	var parent *wire.Parent
	if mode != modeTalk || !confine.ExecReplaces {
		parent = wire.Listen(os.Stdin, tell, func() {
			if mode == modeTalk {
				killOwn()
			}
			os.Exit(1)
		})
	}
	runtime.GOMAXPROCS(job.Processors)
	if job.SoftMemory > 0 {
		debug.SetMemoryLimit(job.SoftMemory)
	}
	var engine *pdf.Engine
	switch mode {
	case modeTalk:
		return becomeTalk(job, tell)
	case modeCompile, modeAhead:
		if err := pdf.Compile(context.Background(), job.Cache); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		return 0
	case modeAVIF:
		if err := avif.Load(context.Background(), job.Cache); err != nil {
			tell.Failed(err)
			return 1
		}
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
	if engine != nil {
		engine.Fonts = func() (*pdf.Fonts, error) {
			set, read, err := parent.Fonts()
			return &pdf.Fonts{Set: set, Read: read}, err
		}
	}
	task, err := parent.Task()
	if err == nil {
		if test := testModes[mode]; test != nil {
			err = test(task.Files, tell)
		} else if mode == modeUnpack {
			err = unpack(task.Files, tell)
		} else if mode == modeUnzip {
			err = convert.Unzip(context.Background(), task.Files, make([]byte, wire.MaxRead), tell.Pack, tell.Part)
		} else {
			err = work(context.Background(), task, engine, parent, tell)
		}
	}
	var talk *convert.NeedsDrawing
	switch {
	case err == nil:
		err = tell.Done()
	case err == convert.ErrNeedsPDF:
		err = tell.NeedsPDF()
	case err == convert.ErrNeedsAVIF:
		err = tell.NeedsAVIF()
	case err == convert.ErrNeedsFiles:
		err = tell.NeedsFiles()
	case errors.As(err, &talk):
		err = tell.NeedsTalk(wire.Talk{File: talk.File, Ext: talk.Ext})
	default:
		err = tell.Failed(err)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// work makes a deck, or opens one that was made. Of a PDF it then makes the pages that
// the parent asks for, until it is ended.
func work(ctx context.Context, task wire.Task, engine *pdf.Engine, parent *wire.Parent, tell *wire.Teller) (err error) {
	if task.Keep != nil {
		return trim(ctx, task, engine, tell)
	}
	var d *pdf.Document
	if task.Draw == "" {
		d, err = convert.Convert(ctx, task.Files, engine, task.Options, task.Undrawn, &remembering{tell, task.Known})
	} else {
		d, err = convert.OpenPDF(ctx, task.Files, task.Draw, engine, task.Options)
	}
	for err == nil && d != nil {
		var ask wire.Ask
		if ask, err = parent.Next(); err == nil {
			err = makePage(ctx, d, ask, tell)
		}
	}
	return err
}

// remembering is a sink that knows pictures.
type remembering struct {
	*wire.Teller
	known []deck.KnownPicture
}

// Known implements deck.Rememberer.
func (r *remembering) Known() []deck.KnownPicture { return r.known }

// makePage answers for one page. Its error is one that leaves no hope for the others.
func makePage(ctx context.Context, d *pdf.Document, ask wire.Ask, tell *wire.Teller) error {
	if ask.Width == 0 {
		c, err := d.Read(ctx, ask.Page)
		if err == nil {
			return tell.Content(c)
		}
		return refuse(err, tell)
	}
	s, err := d.Draw(ctx, ask.Page, ask.Width)
	if err == nil {
		return tell.Drawn(s)
	}
	return refuse(err, tell)
}

func refuse(err error, tell *wire.Teller) error {
	if pdf.IsUnreadable(err) {
		return err
	}
	return tell.Unable(err)
}
