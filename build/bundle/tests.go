package bundle

import (
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// Tests bundles every NAME.test.ts under src (ui/web) for Node's test runner. The
// result maps names such as "line/seen.test.js" to contents.
func Tests(src string) (map[string][]byte, error) {
	src, err := filepath.Abs(src)
	if err != nil {
		return nil, err
	}
	var entries []string
	err = filepath.WalkDir(src, func(p string, _ fs.DirEntry, err error) error {
		if strings.HasSuffix(p, ".test.ts") {
			entries = append(entries, p)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	result := api.Build(api.BuildOptions{
		AbsWorkingDir: src,
		EntryPoints:   entries,
		Outdir:        filepath.Join(src, "dist"), // never written to; gives the names a root
		Outbase:       src,
		Bundle:        true,
		Sourcemap:     api.SourceMapInline, // for `node --enable-source-maps`
		Platform:      api.PlatformNode,
		Format:        api.FormatCommonJS,
		Target:        api.ES2018, // as the pages
		LogLevel:      api.LogLevelSilent,
	})
	if len(result.Errors) > 0 {
		return nil, messages(result.Errors)
	}
	files := map[string][]byte{}
	for _, f := range result.OutputFiles {
		rel, err := filepath.Rel(filepath.Join(src, "dist"), f.Path)
		if err != nil {
			return nil, err
		}
		files[filepath.ToSlash(rel)] = f.Contents
	}
	return files, nil
}
