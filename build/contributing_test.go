package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestContributing: the picture of the house has every room and every table, and
// none that is gone.
func TestContributing(t *testing.T) {
	text, err := os.ReadFile("../CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	section := func(title string) string {
		_, s, ok := strings.Cut(string(text), "\n## "+title+"\n")
		if !ok {
			t.Fatalf("CONTRIBUTING has no section %q", title)
		}
		s, _, _ = strings.Cut(s, "\n## ")
		return s
	}
	for _, c := range []struct {
		section string
		want    []string
	}{
		{"The house", houseRooms()},
		{"The schema", schemaTables(t)},
	} {
		t.Run(c.section, func(t *testing.T) {
			got := firstColumn(section(c.section))
			slices.Sort(got)
			slices.Sort(c.want)
			if !slices.Equal(got, c.want) {
				t.Errorf("the table has\n%q, want\n%q", got, c.want)
			}
		})
	}
}

// houseRooms are the rooms that are there, as the table names them. Some of the
// layers are of rooms to come.
func houseRooms() []string {
	list := []string{"ui/web"} // no Go
	for _, layer := range layers {
		for _, room := range layer {
			name := strings.TrimPrefix(room, "lectern/")
			if room == "lectern" {
				name = "main.go"
			}
			if _, err := os.Stat(filepath.Join("..", name)); err == nil {
				list = append(list, name)
			}
		}
	}
	return list
}

func schemaTables(t *testing.T) (list []string) {
	files, err := filepath.Glob("../migrations/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?m)^CREATE (?:UNLOGGED )?TABLE (\w+)`).FindAllStringSubmatch(string(text), -1) {
			list = append(list, m[1])
		}
	}
	return list
}

// firstColumn returns what a table's first column has in code letters.
func firstColumn(section string) (list []string) {
	for _, row := range regexp.MustCompile("(?m)^\\| (`.*?) \\|").FindAllStringSubmatch(section, -1) {
		for _, code := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(row[1], -1) {
			list = append(list, code[1])
		}
	}
	return list
}
