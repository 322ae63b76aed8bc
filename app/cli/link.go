package cli

import (
	"context"
	"fmt"

	"lectern/app/client"
	"lectern/app/datadir"
	"lectern/app/fault"
)

// printLink prints a link that opens the console in one browser, on any computer
// or phone.
func printLink(ctx context.Context, o options) error {
	run, ok := datadir.FindRunning(o.config.Data)
	if !ok {
		return fault.Errorf(fault.Conflict, "No Lectern runs on %s; start it first", o.config.Data)
	}
	link, err := client.Client{Run: run}.NewLink(ctx)
	if err != nil {
		return err
	}
	fmt.Println(link.URL)
	return nil
}
