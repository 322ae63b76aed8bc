// Package rig does harm to a running talk and looks whether everybody sees it
// right all the same. `go run ./build rig` does so for as long as is wanted. It
// holds tests only.
package rig
