package cli

import (
	"context"
	"fmt"

	"lectern/app/datadir"
	"lectern/app/fault"
)

// printDatabase prints where the database is, for psql.
func printDatabase(_ context.Context, o options) error {
	if o.config.DatabaseURL != "" {
		fmt.Println(o.config.DatabaseURL)
		return nil
	}
	run, ok := datadir.FindRunning(o.config.Data)
	if !ok {
		return fault.Errorf(fault.Conflict, "No Lectern runs on %s, so its database does not either; start it first", o.config.Data)
	}
	fmt.Println(run.DatabaseURL)
	return nil
}
