package main

import (
	"context"
	"os"

	"lectern/build/bundle"
)

// web writes the types of what the server says to the pages, and bundles these
// into what is committed and embedded.
func web(_ context.Context, c checkout, _ []string) error {
	types, err := bundle.Types(c.path("."))
	if err != nil {
		return err
	}
	if err := os.WriteFile(c.path("ui/web/"+bundle.TypesFile), types, 0o644); err != nil {
		return err
	}
	step("Bundling the pages of ui/web into embed/web/dist")
	files, err := bundle.Build(c.path("ui/web"))
	if err != nil {
		return err
	}
	return bundle.Write(c.path("embed/web/dist"), files)
}
