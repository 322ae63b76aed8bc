package keeper

import (
	"errors"
)

// The child is told one job, as a line of JSON on its standard input, and
// tells what happens as lines of JSON on its standard output. When its input
// ends it stops PostgreSQL and exits: at once, unless stopLine came before.
const (
	childEnv = "LECTERN_KEEPER_CHILD"

	modeInit  = "initdb" // make a database, then exit
	modeServe = "serve"  // run PostgreSQL until the input ends

	stopLine  = "stop"
	childName = "lectern: database" // in the list of processes
)

type job struct {
	Programs    string // folder that holds bin
	Major       int
	Data        string // the database
	Run         string // a folder for the child's own files
	Port        int
	Password    string
	SetPassword bool // the database may have another one
	Account     account
}

type event struct {
	Kind string // one of the kinds below
	Text string // for the log, where there is something to say
}

const (
	eventReady     = "ready"      // PostgreSQL answers
	eventDown      = "down"       // it died, and is started again
	eventRetry     = "retry"      // it could not be started, and is tried again
	eventFailed    = "failed"     // it could not be started; the child exits
	eventPortTaken = "port taken" // the same, because of the port
)

var errPortTaken = errors.New("the port is taken")
