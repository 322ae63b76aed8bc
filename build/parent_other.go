//go:build !linux

package main

// endWithParent is for Linux only; elsewhere SIGTERM must go to the program itself.
func endWithParent() {}
