package cli

import (
	"context"
	"fmt"

	"lectern/app/keeper"
	"lectern/app/version"
	"lectern/ui/window"
)

func printVersion(context.Context, options) error {
	with := "with window"
	if !window.Available {
		with = "without window (headless)"
	}
	fmt.Printf("lectern %s\ncommit %s\nPostgreSQL %s\n%s\n", version.Number, version.Commit(), keeper.Version(), with)
	return nil
}
