package main

import "context"

// run builds the binary and becomes it.
func run(ctx context.Context, c checkout, args []string) error {
	if err := binary(ctx, c, nil); err != nil {
		return err
	}
	return become(c.program(), args)
}
