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
	Programs string // folder that holds bin
	Major    int
	Data     string // the link to the database
	Run      string // a folder for the child's own files, and the socket
	Port     int    // where there are sockets, a part of its name

	Password       string // the superuser's
	SetPassword    bool   // the database may have another one
	OwnerPassword  string
	MakesDatabases bool // the owner may

	Account account
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
	eventPassword  = "password"   // the same: the database has another password
	eventForeign   = "foreign"    // the same: the database is none of this Lectern's
	eventNoLink    = "no link"    // the same: the link to the database is gone
)

var (
	errPortTaken = errors.New("the port is taken")
	errPassword  = errors.New("the database's superuser has another password")
	errForeign   = errors.New("the database has no superuser " + superuserName)

	// errNoLink says that embedded-postgres could not read which version the
	// database has, or read another, and deleted what it took for the database:
	// the link. The next child gets it again.
	errNoLink = errors.New("the version of the database could not be read")
)

// failures are the kinds of the errors that a start can end with.
var failures = map[string]error{
	eventPortTaken: errPortTaken,
	eventPassword:  errPassword,
	eventForeign:   errForeign,
	eventNoLink:    errNoLink,
}

// failure is the kind of event for an error.
func failure(err error) string {
	for kind, known := range failures {
		if errors.Is(err, known) {
			return kind
		}
	}
	return eventFailed
}
