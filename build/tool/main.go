// Command tool does for the build what needs Lectern's own packages or large
// libraries. `go run ./build` has the standard library alone, so that it can say
// what is missing before anything large is compiled; it compiles and runs this.
//
//	tool archive OS ARCH FILE   leave the PostgreSQL of a system in FILE, to embed
//	tool database FOLDER [FILE] run a PostgreSQL, of the archive FILE, until
//	                            standard input ends; its URL is the first line
//	tool web                    write the types of what the server says to the pages,
//	                            and bundle these into embed/web/dist
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"syscall"

	"lectern/app/keeper"
	"lectern/app/keeper/pgfiles"
	"lectern/build/bundle"
)

func main() {
	keeper.RunIfChild()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	switch {
	case len(args) == 4 && args[0] == "archive":
		return archive(ctx, args[1], args[2], args[3])
	case len(args) == 2 && args[0] == "database":
		return database(ctx, args[1], "")
	case len(args) == 3 && args[0] == "database":
		return database(ctx, args[1], args[2])
	case len(args) == 1 && args[0] == "web":
		return web()
	}
	return fmt.Errorf("tool does nothing called %q", args)
}

func tell(s string) { fmt.Fprintln(os.Stderr, s) }

// archive leaves PostgreSQL out where none can be fetched and this machine has
// one: a binary that is to run here will use that.
func archive(ctx context.Context, goos, goarch, file string) error {
	err := pgfiles.Archive(ctx, goos, goarch, file, tell)
	var e *pgfiles.UnfetchedError
	if errors.As(err, &e) && goos == runtime.GOOS && goarch == runtime.GOARCH && len(pgfiles.OnMachine()) > 0 {
		tell(fmt.Sprintf("Leaving PostgreSQL out: %v. This machine's own will do", err))
		return nil
	}
	return err
}

func database(ctx context.Context, dir, archive string) error {
	if archive != "" {
		if err := unpack(ctx, dir, archive); err != nil {
			return err
		}
	}
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		defer cancel()
		io.Copy(io.Discard, os.Stdin)
	}()
	k, err := keeper.Start(ctx, keeper.Config{Dir: dir, Status: tell, MakesDatabases: true})
	if err != nil {
		return err
	}
	fmt.Println(k.URL())
	<-ctx.Done()
	return k.Stop()
}

// unpack puts the archive where keeper looks first. This program may have been
// compiled before the archive was there to embed.
func unpack(ctx context.Context, dir, archive string) error {
	f, err := os.Open(archive)
	if err != nil {
		return err
	}
	defer f.Close()
	tree, err := pgfiles.Unpack(ctx, f, dir, tell)
	if err != nil {
		return err
	}
	return tree.Secure()
}

func web() error {
	types, err := bundle.Types(".")
	if err != nil {
		return err
	}
	if err := os.WriteFile("ui/web/"+bundle.TypesFile, types, 0o644); err != nil {
		return err
	}
	files, err := bundle.Build("ui/web", ".cache/testtools/node_modules")
	if err != nil {
		return err
	}
	return bundle.Write("embed/web/dist", files)
}
