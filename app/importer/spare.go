package importer

import (
	"time"

	"lectern/app/importer/pdf"
)

// spareMost is how long a child waits for its files.
const spareMost = time.Minute

// Warm starts a child that has the PDF engine open, if there is none, for the next PDF
// that is imported or drawn within a minute. It returns at once.
func (im *Importer) Warm() {
	if !im.begin() {
		return
	}
	go func() {
		defer im.running.Done()
		im.startSpare()
	}()
}

func (im *Importer) startSpare() {
	if im.config.EngineCache == "" || !pdf.Compiled(im.config.EngineCache) {
		return // it would compile for long
	}
	im.mu.Lock()
	defer im.mu.Unlock()
	if im.closed {
		return
	}
	if im.spare != nil && !im.spare.gone() {
		im.spareEnd.Reset(spareMost)
		return
	}
	im.endSpare() // one that died by itself
	limits := im.config.Limits.ofPDF(0).withoutRace()
	p, err := im.start(modePDF, im.job(limits), limits.Resident)
	if err != nil {
		im.config.Log.Warn("no process waits for a PDF", "err", err)
		return
	}
	im.spare = p
	im.spareEnd = time.AfterFunc(spareMost, func() {
		im.mu.Lock()
		defer im.mu.Unlock()
		if im.spare == p {
			im.spare = nil
			p.end(errOver)
		}
	})
	im.running.Add(1)
	go func() {
		defer im.running.Done()
		<-p.exited
	}()
}

// takeSpare returns the child that waits, or nil.
func (im *Importer) takeSpare() *process {
	im.mu.Lock()
	defer im.mu.Unlock()
	p := im.spare
	if p == nil {
		return nil
	}
	im.spare = nil
	im.spareEnd.Stop()
	if p.gone() {
		p.end(errOver)
		return nil
	}
	return p
}

// endSpare ends it, if there is one. The lock is held.
func (im *Importer) endSpare() {
	if im.spare != nil {
		im.spareEnd.Stop()
		im.spare.end(errOver)
		im.spare = nil
	}
}
