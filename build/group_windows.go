package main

import "os/exec"

// alone leaves a command as it is: cancelled, it is killed.
func alone(*exec.Cmd) {}

func endGroup(int) {}
