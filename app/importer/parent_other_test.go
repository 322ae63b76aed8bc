//go:build !linux

package importer

func runAsParent() {}
