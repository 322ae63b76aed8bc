package convert

import (
	"io/fs"
	"path"
	"slices"

	"lectern/app/importer/markdown"
	"lectern/app/importer/names"
)

// partsOf is the files that a text takes in, and those that these do.
func partsOf(fsys fs.FS, files []string, main string) map[string]bool {
	parts := map[string]bool{}
	index := names.NewIndex(files)
	for queue := []string{main}; len(queue) > 0 && len(parts) < maxLooks; queue = queue[1:] {
		for _, p := range markdown.Parts(fsys, queue[0]) {
			part := index.Find(queue[0], p.Name)
			if part == "" || part == main || parts[part] {
				continue
			}
			parts[part] = true
			if slices.Contains(markdown.Endings, path.Ext(part)) {
				queue = append(queue, part)
			}
		}
	}
	return parts
}

// withoutParts leaves out the files that another one takes in: they are no decks.
func withoutParts(fsys fs.FS, files []string) []string {
	taken := map[string]bool{}
	looks := 0
	for _, name := range files {
		if !slices.Contains(markdown.Endings, path.Ext(name)) || taken[name] {
			continue
		}
		if looks++; looks > maxLooks {
			break
		}
		for part := range partsOf(fsys, files, name) {
			taken[part] = true
		}
	}
	if rest := without(files, func(name string) bool { return taken[name] }); len(rest) > 0 {
		return rest
	}
	return files // each takes in the other
}
