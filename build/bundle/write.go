package bundle

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Write makes the folder dst hold exactly files. What already has the right
// bytes is left alone, and pages come after the assets they name.
func Write(dst string, files map[string][]byte) error {
	names := slices.Collect(maps.Keys(files))
	slices.SortFunc(names, func(a, b string) int {
		aPage, bPage := strings.HasSuffix(a, ".html"), strings.HasSuffix(b, ".html")
		if aPage != bPage {
			if aPage {
				return 1
			}
			return -1
		}
		return strings.Compare(a, b)
	})
	for _, name := range names {
		file := filepath.Join(dst, filepath.FromSlash(name))
		if old, err := os.ReadFile(file); err == nil && bytes.Equal(old, files[name]) {
			continue
		}
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, files[name], 0o644); err != nil {
			return err
		}
	}
	differences, err := Differences(dst, files)
	if err != nil {
		return err
	}
	for _, d := range differences {
		if d.What != LeftOver {
			continue
		}
		if err := os.Remove(filepath.Join(dst, filepath.FromSlash(d.Name))); err != nil {
			return err
		}
	}
	return nil
}

// What is wrong with a file.
const (
	Missing  = "missing"
	Changed  = "changed"
	LeftOver = "left over"
)

// A Difference is a file of a folder that is not as it should be.
type Difference struct {
	Name string // slash-separated, in the folder
	What string // Missing, Changed or LeftOver
}

func (d Difference) String() string { return fmt.Sprintf("%s: %s", d.Name, d.What) }

// Differences compares the folder dst with files and returns what differs, by
// name. A folder that does not exist is an empty one.
func Differences(dst string, files map[string][]byte) ([]Difference, error) {
	var found []Difference
	seen := map[string]bool{}
	err := filepath.WalkDir(dst, func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			if errors.Is(err, fs.ErrNotExist) && p == dst {
				return nil
			}
			return err
		}
		if e.IsDir() {
			return nil
		}
		rel, err := filepath.Rel(dst, p)
		if err != nil {
			return err
		}
		name := filepath.ToSlash(rel)
		seen[name] = true
		want, ok := files[name]
		if !ok {
			found = append(found, Difference{name, LeftOver})
			return nil
		}
		got, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		if !bytes.Equal(got, want) {
			found = append(found, Difference{name, Changed})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for name := range files {
		if !seen[name] {
			found = append(found, Difference{name, Missing})
		}
	}
	slices.SortFunc(found, func(a, b Difference) int { return strings.Compare(a.Name, b.Name) })
	return found, nil
}
