//go:build !cgo || headless || !(window || darwin || windows)

package window

import "context"

// Available tells whether this binary can open windows.
const Available = false

// Run returns ErrNotBuilt.
func Run(context.Context, Options) error { return ErrNotBuilt }
