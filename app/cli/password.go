package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"lectern/app/fault"
)

// passwordAsked stands for a password on the command line, which every user of the
// computer may read.
const passwordAsked = "-"

// askPassword asks for the password of a PDF without showing it, where in is a
// terminal, and else reads the first line of in.
func askPassword(ctx context.Context, in *os.File, out io.Writer) (string, error) {
	read := func() (string, error) {
		line, err := bufio.NewReader(io.LimitReader(in, 64<<10)).ReadString('\n')
		if err == io.EOF {
			err = nil
		}
		return strings.TrimRight(line, "\r\n"), err
	}
	fd := int(in.Fd())
	if term.IsTerminal(fd) {
		fmt.Fprint(out, "Password of the PDF: ")
		before, err := term.GetState(fd)
		if err != nil {
			return "", err
		}
		// A signal ends the question, not the reading.
		defer func() { term.Restore(fd, before); fmt.Fprintln(out) }()
		read = func() (string, error) {
			b, err := term.ReadPassword(fd)
			return string(b), err
		}
	}
	type answer struct {
		password string
		err      error
	}
	answered := make(chan answer, 1)
	go func() {
		password, err := read()
		answered <- answer{password, err}
	}()
	select {
	case a := <-answered:
		switch {
		case errors.Is(a.err, io.EOF) || a.err == nil && a.password == "":
			return "", fault.Errorf(fault.Malformed, "--password - found no password on the standard input")
		case a.err != nil:
			return "", fault.Wrap(fault.Malformed, a.err, "The password cannot be read: %s", fault.Reason(a.err))
		}
		return a.password, nil
	case <-ctx.Done():
		return "", ctx.Err()
	}
}
