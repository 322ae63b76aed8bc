package keeper

import (
	"os"
	"strings"
)

// isForClients reports whether a variable is one that PostgreSQL's clients and
// programs read: PGHOST, PGOPTIONS, PGSERVICE and two dozen more.
func isForClients(name string) bool { return strings.HasPrefix(name, "PG") }

// ForgetClientEnvironment takes from this process what the user has set for psql
// and databases elsewhere: pgx and every program would heed it for the embedded
// one, too.
func ForgetClientEnvironment() {
	for _, v := range os.Environ() {
		if name, _, _ := strings.Cut(v, "="); isForClients(name) {
			os.Unsetenv(name)
		}
	}
}

// childEnviron leaves out what would change how PostgreSQL and its client
// behave, and how the child's programs find their libraries.
func childEnviron(mode, tmp string) []string {
	var env []string
	for _, v := range os.Environ() {
		name, _, _ := strings.Cut(v, "=")
		switch {
		case isForClients(name), strings.HasPrefix(name, "LC_"), name == "LANG", name == "LANGUAGE", name == "LOCPATH",
			name == "TZ", name == "LD_LIBRARY_PATH", name == "TMPDIR", name == "TMP", name == "TEMP":
		default:
			env = append(env, v)
		}
	}
	// embedded-postgres leaves a file in the temporary folder at every start.
	return append(env, childEnv+"="+mode, "LC_ALL=C", "TMPDIR="+tmp, "TMP="+tmp, "TEMP="+tmp)
}
