// Lectern lets a person present, and every screen in the room follow: one
// program with its own database, its pages and the presenter's window.
package main

import (
	"os"
	"runtime"

	"lectern/app/cli"
	"lectern/app/importer"
	"lectern/app/keeper"
)

func init() {
	// The window belongs to the main thread.
	runtime.LockOSThread()
}

func main() {
	keeper.RunIfChild()
	importer.RunIfChild()
	os.Exit(cli.Main(os.Args[1:]))
}
