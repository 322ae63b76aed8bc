package library

import (
	"context"
	"testing"

	"lectern/app/importer/fetch"
)

// AskWeb has a library ask a test for what is on the web.
func AskWeb(t *testing.T, ask func(ctx context.Context, addresses []string, keep fetch.Keep) (map[string]string, error)) {
	t.Cleanup(func() { get = fetch.Get })
	get = ask
}
