package window

import (
	"fmt"
	"net/url"
	"os/exec"
	"runtime"
)

// openInBrowser shows an address in the system's own browser. Only what a browser
// is for is opened: a deck is a stranger's, and its links must start no programs.
func openInBrowser(address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return err
	}
	switch u.Scheme {
	case "http", "https", "mailto":
	default:
		return fmt.Errorf("links to %s: are not opened", u.Scheme)
	}
	var cmd *exec.Cmd
	switch runtime.GOOS {
	case "darwin":
		cmd = exec.Command("open", u.String())
	case "windows":
		cmd = exec.Command("rundll32", "url.dll,FileProtocolHandler", u.String())
	default:
		cmd = exec.Command("xdg-open", u.String())
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("opening the browser: %w", err)
	}
	go cmd.Wait() // so that no zombie stays; the browser may outlive the window
	return nil
}
