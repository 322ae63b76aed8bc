//go:build unix

package source

import "syscall"

// atOnce has a pipe opened without a wait for who writes to it.
const atOnce = syscall.O_NONBLOCK
