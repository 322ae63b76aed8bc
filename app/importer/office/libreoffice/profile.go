package libreoffice

import (
	"fmt"
	"strconv"
	"strings"
)

// nowhere is a proxy where nobody listens: the discard port.
const nowhere = "http://127.0.0.1:9"

type setting struct{ path, name, value string }

// settings are what a profile says that differs from what LibreOffice does by
// itself; see officecfg/registry/schema in its source.
var settings = []setting{
	// No macro runs, signed or not; no link is followed, since no place is trusted.
	{"Office.Common/Security/Scripting", "MacroSecurityLevel", "3"},
	{"Office.Common/Security/Scripting", "DisableMacrosExecution", "true"},
	{"Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"},
	{"Office.Common/Security/Scripting", "DisableActiveContent", "true"},
	{"Office.Common/Security/Scripting", "DisablePythonRuntime", "true"},
	{"Office.Common/Security/Scripting", "DisableOLEAutomation", "true"},
	// Nothing is fetched.
	{"Inet/Settings", "ooInetProxyType", "2"},
	{"Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"},
	{"Inet/Settings", "ooInetHTTPProxyPort", "9"},
	{"Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"},
	{"Inet/Settings", "ooInetHTTPSProxyPort", "9"},
	{"Office.Jobs/Jobs/org.openoffice.Office.Jobs:Job['UpdateCheck']/Arguments", "AutoCheckEnabled", "false"},
	// Of the pictures it holds at once no more than it has to.
	{"Office.Common/Cache/GraphicManager", "GraphicMemoryLimit", "100000000"},
	// Nothing is asked, and nothing is told.
	{"Office.Common/Misc", "FirstRun", "false"},
	{"Office.Common/Misc", "CrashReport", "false"},
	{"Office.Common/Misc", "UseOpenCL", "false"},
	{"Office.Recovery/AutoSave", "Enabled", "false"},
	// A page for each slide. Bookmarks would be titles such as "Slide 3".
	{"Office.Common/Filter/PDF/Export", "ExportNotes", "false"},
	{"Office.Common/Filter/PDF/Export", "ExportNotesPages", "false"},
	{"Office.Common/Filter/PDF/Export", "ExportOnlyNotesPages", "false"},
	{"Office.Common/Filter/PDF/Export", "ExportBookmarks", "false"},
	{"Office.Common/Filter/PDF/Export", "UseTransitionEffects", "false"},
	{"Office.Common/Filter/PDF/Export", "Quality", "92"},
	{"Office.Common/Filter/PDF/Export", "ReduceImageResolution", "true"},
	{"Office.Common/Filter/PDF/Export", "ImageResolution", "300"},
}

// profile is a new profile's registrymodifications.xcu. Where hidden is true the slides that
// are hidden are pages of a PDF, too.
func profile(hidden bool) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	b.WriteString(`<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` + "\n")
	all := append(settings[:len(settings):len(settings)], setting{"Office.Common/Filter/PDF/Export", "ExportHiddenSlides", strconv.FormatBool(hidden)})
	for _, s := range all {
		fmt.Fprintf(&b, `<item oor:path="/org.openoffice.%s"><prop oor:name="%s" oor:op="fuse"><value>%s</value></prop></item>`+"\n", s.path, s.name, s.value)
	}
	b.WriteString("</oor:items>\n")
	return b.String()
}
