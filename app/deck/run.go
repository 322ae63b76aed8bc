package deck

import "time"

// Run is a talk, or a rehearsal of one, and the time that it took.
type Run struct {
	ID        int64      `json:"id"`
	Kind      RunKind    `json:"kind"`
	StartedAt time.Time  `json:"started_at"`
	EndedAt   *time.Time `json:"ended_at"` // nil while it goes on
	Seconds   float64    `json:"seconds"`  // in all, without pauses
	Slides    []float64  `json:"slides"`   // seconds of each slide, from the first to the last that was shown
}

// RunKind is what a Run was.
type RunKind string

const (
	TalkRun      RunKind = "talk"
	RehearsalRun RunKind = "rehearsal"
)

// MaxRuns is how many runs of a deck are kept: the last ones.
const MaxRuns = 20
