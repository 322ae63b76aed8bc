package reach

import (
	"context"
	"os"
	"strings"
)

// socketfilterfw is where macOS has the program that its firewall is asked with.
const socketfilterfw = "/usr/libexec/ApplicationFirewall/socketfilterfw"

// rules are what the firewall of macOS lets in: by program, and not by port.
type rules struct {
	on, blocked bool
	program     string
}

func readRules(ctx context.Context) rules {
	out, err := say(ctx, socketfilterfw, "--getglobalstate")
	r := rules{on: err == nil && strings.Contains(out, "enabled")}
	if r.program, err = os.Executable(); err == nil && r.on {
		out, err := say(ctx, socketfilterfw, "--getappblocked", r.program)
		r.blocked = err == nil && strings.Contains(out, "blocked") && !strings.Contains(out, "permitted")
	}
	return r
}

// ask says what they do with a packet, or nil where there is no firewall.
func (r rules) ask(context.Context, packet) *Firewall {
	switch {
	case !r.on:
		return nil
	case r.blocked:
		return &Firewall{Name: "the firewall of macOS", State: Blocks, Command: "sudo " + socketfilterfw + " --unblockapp '" + strings.ReplaceAll(r.program, "'", `'\''`) + "'"}
	}
	return &Firewall{Name: "the firewall of macOS", State: Open}
}
