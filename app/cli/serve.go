package cli

import (
	"context"
	"errors"

	"lectern/app"
	"lectern/app/datadir"
)

// serve runs without a window until a signal.
func serve(ctx context.Context, o options) error {
	err := app.Run(ctx, o.config, func(run datadir.Run) { greet(o.config, run, true) })
	var running *datadir.Running
	if errors.As(err, &running) && len(o.config.Files) > 0 {
		here, err := handOver(ctx, o.config, running.Run)
		here.run(ctx, o.config)
		return err
	}
	return err
}
