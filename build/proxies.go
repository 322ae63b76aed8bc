package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
)

// The proxies that the tests put in front of Lectern, and of its database; Debian's packages have
// the same names.
var proxyNames = []string{"nginx", "caddy", "haproxy", "pgbouncer"}

// proxyNeeds are those that neither are here nor can be fetched.
func proxyNeeds(c checkout) []need {
	var needs []need
	for _, name := range proxyNames {
		needs = append(needs, need{name, func(context.Context) bool {
			return installedProxy(name) || unpackedProxy(c.path(".cache/proxies"), name) || have("apt-get") && have("dpkg-deb")
		}, []string{name}})
	}
	return needs
}

// installedProxy looks also where an ordinary user's PATH does not lead.
func installedProxy(name string) bool { return have(name, "/usr/sbin/"+name) }

func unpackedProxy(dir, name string) bool {
	return have(dir+"/usr/bin/"+name, dir+"/usr/sbin/"+name)
}

// proxies makes ready what is missing of the proxies and returns the folder
// that holds it, or "" where all are installed. Debian's packages are unpacked
// there, and not installed: that would start four servers on this computer, now
// and at every boot. It takes no rights either.
func proxies(ctx context.Context, c checkout) (string, error) {
	dir := c.path(".cache/proxies")
	missing := slices.DeleteFunc(slices.Clone(proxyNames), installedProxy)
	if len(missing) == 0 || runtime.GOOS != "linux" {
		return "", nil
	}
	if !slices.ContainsFunc(missing, func(name string) bool { return !unpackedProxy(dir, name) }) {
		return dir, nil
	}
	if os.Geteuid() == 0 {
		if err := apt(c, "update", "-qq").run(ctx); err != nil {
			return "", err
		}
	}
	step("Fetching %v, for the tests", missing)
	packages := c.path(".cache/proxies.deb")
	defer os.RemoveAll(packages)
	if err := os.MkdirAll(packages+"/partial", 0o755); err != nil {
		return "", err
	}
	// Nothing of the system's is written, so no lock of its is needed.
	fetch := append([]string{"-o", "Debug::NoLocking=1", "-o", "Dir::Cache::archives=" + packages,
		"install", "--download-only", "--yes", "--no-install-recommends"}, missing...)
	if err := apt(c, fetch...).run(ctx); err != nil {
		return "", err
	}
	files, err := filepath.Glob(packages + "/*.deb")
	if err != nil {
		return "", err
	}
	fresh := dir + ".new"
	defer os.RemoveAll(fresh)
	for _, file := range files {
		if err := c.cmd("dpkg-deb", "--extract", file, fresh).run(ctx); err != nil {
			return "", err
		}
	}
	if err := os.RemoveAll(dir); err != nil {
		return "", err
	}
	if err := os.Rename(fresh, dir); err != nil {
		return "", fmt.Errorf("apt-get has brought nothing of %v: %w", missing, err)
	}
	return dir, nil
}
