package importer

import (
	"context"
	"errors"
	"time"

	"lectern/app/importer/pdf"
)

// compileMost is how long the PDF engine may take to be compiled.
const compileMost = 10 * time.Minute

// calm is how long Precompile waits: much is to be done when an app starts.
const calm = 3 * time.Second

// Precompile has the PDF engine compiled into the cache, unless it is there, for the
// first PDF that comes. It begins after a moment, and takes only what no other process
// wants of the processors. It returns when that is done, when ctx ends, or when somebody
// needs the engine now.
func (im *Importer) Precompile(ctx context.Context) {
	im.precompile(ctx, calm)
}

func (im *Importer) precompile(ctx context.Context, wait time.Duration) {
	if im.config.EngineCache == "" || pdf.Compiled(im.config.EngineCache) || !im.begin() {
		return
	}
	defer im.running.Done()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(im.ctx, cancel)()
	im.mu.Lock()
	im.ahead = cancel
	im.mu.Unlock()
	select {
	case <-time.After(wait):
		im.compileAs(ctx, modeAhead)
	case <-ctx.Done():
	}
}

// compile has the engine compiled now, if it is not in the cache.
func (im *Importer) compile(ctx context.Context) error {
	im.mu.Lock()
	if im.ahead != nil {
		im.ahead() // what waits for idle processors may wait for long
	}
	im.mu.Unlock()
	return im.compileAs(ctx, modeCompile)
}

// compileAs has the engine compiled by a process that reads no stranger's byte: it
// takes many seconds that nothing but a kill interrupts. Where that fails each child
// compiles it for itself.
func (im *Importer) compileAs(ctx context.Context, mode string) error {
	if im.config.EngineCache == "" {
		return nil
	}
	select {
	case im.compiling <- struct{}{}:
		defer func() { <-im.compiling }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if im.compiled = im.compiled || pdf.Compiled(im.config.EngineCache); im.compiled {
		return nil
	}
	ctx, cancel := context.WithTimeoutCause(ctx, compileMost, errors.New("it took too long"))
	defer cancel()
	p, err := im.start(mode, im.job(Limits{Processors: im.config.Limits.Processors, Soft: im.config.Limits.Soft}), im.config.Limits.withoutRace().Resident)
	if err != nil {
		return err
	}
	defer p.out.Close()
	defer context.AfterFunc(ctx, func() { p.end(context.Cause(ctx)) })()
	<-p.exited
	if testEnded != nil {
		testEnded(p.cmd.ProcessState)
	}
	switch {
	case ctx.Err() != nil && ctx.Err() != context.DeadlineExceeded:
		return ctx.Err()
	case !p.well():
		im.config.Log.Warn("The PDF engine could not be compiled ahead", "folder", im.config.EngineCache, "err", p.state, "said", p.stderr.String())
	}
	im.compiled = true
	return nil
}
