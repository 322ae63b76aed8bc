package cli

import (
	"log/slog"
	"net/netip"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/alecthomas/kong"

	"lectern/app/fault"
)

// environment resolves flags from LECTERN_… variables.
func environment(environ []string) kong.Resolver {
	return kong.ResolverFunc(func(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
		if slices.Equal(flag.Envs, []string{"-"}) {
			return nil, nil
		}
		value := variable(environ, flag.Name)
		if _, err := strconv.ParseBool(value); value == "" || flag.IsBool() && err != nil {
			return nil, nil // a wrong one is told where it is looked at
		}
		return value, nil
	})
}

// variable is the environment's value of a flag.
func variable(environ []string, flag string) string {
	prefix := "LECTERN_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_")) + "="
	for _, e := range slices.Backward(environ) {
		if value, ok := strings.CutPrefix(e, prefix); ok && value != "" {
			return value
		}
	}
	return ""
}

// booleans refuses variables of flags that are neither set nor not.
func booleans(environ []string, flags ...string) error {
	for _, flag := range flags {
		value := variable(environ, flag)
		if _, err := strconv.ParseBool(value); value != "" && err != nil {
			return fault.Errorf(fault.Malformed, "LECTERN_%s is 1 or 0; %q is neither", strings.ToUpper(strings.ReplaceAll(flag, "-", "_")), value)
		}
	}
	return nil
}

func count(flag, s string) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return 0, fault.Errorf(fault.Malformed, "%s is a number, and 0 for no limit; %q is neither", flag, s)
	}
	return n, nil
}

// proxies reads --trusted-proxy: addresses or networks, separated by commas.
func proxies(s string) ([]netip.Prefix, error) {
	var list []netip.Prefix
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' }) {
		p, err := netip.ParsePrefix(part)
		if err != nil {
			a, err := netip.ParseAddr(part)
			if err != nil {
				return nil, fault.Errorf(fault.Malformed, "--trusted-proxy takes addresses or networks such as 10.0.0.0/8; %q is neither", part)
			}
			p = netip.PrefixFrom(a, a.BitLen())
		}
		list = append(list, p)
	}
	return list, nil
}

func logger(format, level string) (*slog.Logger, error) {
	var l slog.Level
	if err := l.UnmarshalText([]byte(level)); err != nil {
		return nil, fault.Errorf(fault.Malformed, "--log-level is debug, info, warn or error; %q is none of them", level)
	}
	o := &slog.HandlerOptions{Level: l}
	switch format {
	case "text":
		return slog.New(slog.NewTextHandler(os.Stderr, o)), nil
	case "json":
		return slog.New(slog.NewJSONHandler(os.Stderr, o)), nil
	}
	return nil, fault.Errorf(fault.Malformed, "--log-format is text or json; %q is neither", format)
}
