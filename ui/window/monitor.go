package window

import (
	"fmt"
	"slices"
	"strings"
)

// Monitor is a screen that a window can be on.
type Monitor struct {
	ID     string `json:"id"`   // the system's name of it: the same whenever it is plugged in there
	Name   string `json:"name"` // for a person
	Width  int    `json:"width"`
	Height int    `json:"height"`
	Own    bool   `json:"own"` // the window that asks is on it
}

// setOf names monitors that are there together, in whatever order, for what is
// remembered of them.
func setOf(monitors []Monitor) string {
	var all []string
	for _, m := range monitors {
		all = append(all, fmt.Sprintf("%s %dx%d", m.ID, m.Width, m.Height))
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}

func hasMonitor(monitors []Monitor, id string) bool {
	return slices.ContainsFunc(monitors, func(m Monitor) bool { return m.ID == id })
}
