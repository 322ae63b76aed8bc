package main

import (
	"context"

	"lectern/build/bundle"
)

// web bundles the pages into what is committed and embedded.
func web(_ context.Context, c checkout, _ []string) error {
	step("Bundling the pages of ui/web into embed/web/dist")
	files, err := bundle.Build(c.path("ui/web"))
	if err != nil {
		return err
	}
	return bundle.Write(c.path("embed/web/dist"), files)
}
