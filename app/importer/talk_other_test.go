//go:build !linux

package importer

const officeName = "soffice"

func escapeOffice(string) string { return "" }
