// Package fonts finds the computer's own fonts, for files that bring none: which there
// are, what they are called, and how they look. Which letters a font has is for whoever
// needs them to find out.
package fonts

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"
)

const (
	maxFiles = 5000
	maxFile  = 64 << 20 // bytes; the largest of Chinese, Japanese and Korean have half of it
)

// Set is fonts, and the files that they are in.
type Set struct {
	Files []File
	Faces []Face
}

// File is a file with fonts.
type File struct {
	Path string `json:"-"` // nobody else's matter
	Size int64
}

// Sizes are the sizes of the files, in bytes.
func (s *Set) Sizes() []int64 {
	sizes := make([]int64, len(s.Files))
	for i, f := range s.Files {
		sizes[i] = f.Size
	}
	return sizes
}

// Face is a font.
type Face struct {
	File   int      // an index of Set.Files
	At     int64    // where its list of tables begins in the file
	Family string   // "DejaVu Sans"
	Names  []string // by which it may be asked for, as Key writes them
	Bold   bool
	Italic bool
	Serif  bool
	Fixed  bool // all letters have one width
}

// Key is a font's name as it is compared: without spaces, signs and capitals.
func Key(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r > 0x7f:
			return r
		}
		return -1
	}, name)
}

// keptFor is how long it is believed that no font was added.
const keptFor = 10 * time.Minute

var installed struct {
	sync.Mutex
	set *Set
	at  time.Time
}

// Installed returns the computer's fonts. It may take a second, but not every time.
func Installed() *Set {
	installed.Lock()
	defer installed.Unlock()
	if installed.set == nil || time.Since(installed.at) > keptFor {
		installed.set, installed.at = In(Folders()...), time.Now()
	}
	return installed.set
}

// In returns the fonts in folders, and those within them. What cannot be read is left out.
func In(folders ...string) *Set {
	s := &Set{}
	seen := map[string]bool{}
	for _, folder := range folders {
		filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if len(s.Files) >= maxFiles {
				return filepath.SkipAll
			}
			if err == nil && !d.IsDir() && isFont(path) && !seen[path] {
				seen[path] = true
				s.add(path)
			}
			return nil
		})
	}
	return s
}

func isFont(path string) bool {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".ttf", ".otf", ".ttc", ".otc":
		return true
	}
	return false
}

func (s *Set) add(path string) {
	st, err := os.Stat(path) // what a link leads to
	if err != nil || !st.Mode().IsRegular() || st.Size() > maxFile {
		return
	}
	f, err := os.Open(path)
	if err != nil {
		return
	}
	defer f.Close()
	faces := Faces(f, st.Size())
	for i := range faces {
		faces[i].File = len(s.Files)
	}
	if len(faces) > 0 {
		s.Files = append(s.Files, File{path, st.Size()})
		s.Faces = append(s.Faces, faces...)
	}
}

// Folders are where this system keeps fonts, the user's own first.
func Folders() []string {
	home, _ := os.UserHomeDir()
	var list []string
	add := func(base string, parts ...string) {
		if base != "" {
			list = append(list, filepath.Join(append([]string{base}, parts...)...))
		}
	}
	switch runtime.GOOS {
	case "windows":
		add(os.Getenv("LOCALAPPDATA"), "Microsoft", "Windows", "Fonts")
		add(os.Getenv("WINDIR"), "Fonts")
	case "darwin":
		add(home, "Library", "Fonts")
		add("/Library/Fonts")
		add("/System/Library/Fonts")
	default: // as fontconfig has it
		data := os.Getenv("XDG_DATA_HOME")
		if data == "" && home != "" {
			data = filepath.Join(home, ".local", "share")
		}
		add(data, "fonts")
		add(home, ".fonts")
		dirs := os.Getenv("XDG_DATA_DIRS")
		if dirs == "" {
			dirs = "/usr/local/share:/usr/share"
		}
		for _, d := range filepath.SplitList(dirs) {
			add(d, "fonts")
		}
		for _, d := range []string{"/usr/local/share/fonts", "/usr/share/fonts", "/usr/share/X11/fonts", "/run/host/fonts", "/run/current-system/sw/share/X11/fonts"} {
			add(d)
		}
	}
	return list
}
