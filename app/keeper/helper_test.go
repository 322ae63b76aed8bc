package keeper

import (
	"context"
	"fmt"
	"io"
	"os"

	"lectern/app/fault"
)

const helperEnv = "LECTERN_KEEPER_TEST_HELPER"

// runAsHelper is a program that keeps a database until its standard input
// ends. Tests kill it.
func runAsHelper() {
	dir := os.Getenv(helperEnv)
	if dir == "" {
		return
	}
	os.Unsetenv(helperEnv)
	k, err := Start(context.Background(), Config{Dir: dir})
	if err != nil {
		fmt.Println("error", fault.Sentence(err))
		os.Exit(1)
	}
	fmt.Println(k.URL())
	io.Copy(io.Discard, os.Stdin)
	if err := k.Stop(); err != nil {
		os.Exit(1)
	}
	os.Exit(0)
}
