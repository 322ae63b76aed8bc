package bundle

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// Tests bundles every NAME.test.ts under src (ui/web) into one script for Node's
// test runner: a process for each would take most of the time. modules is as for
// Build.
func Tests(src, modules string) ([]byte, error) {
	src, modules, err := absolute(src, modules)
	if err != nil {
		return nil, err
	}
	var imports strings.Builder
	err = filepath.WalkDir(src, func(p string, _ fs.DirEntry, err error) error {
		if strings.HasSuffix(p, ".test.ts") {
			fmt.Fprintf(&imports, "import %q\n", filepath.ToSlash(p))
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	result := api.Build(api.BuildOptions{
		Stdin:     &api.StdinOptions{Contents: imports.String(), ResolveDir: src},
		Bundle:    true,
		Sourcemap: api.SourceMapInline, // for `node --enable-source-maps`
		Platform:  api.PlatformNode,
		NodePaths: []string{modules},
		// Browsers have it; Node has from 20 on, and Debian 12 has 18.
		Banner: map[string]string{"js": `globalThis.crypto ??= require("node:crypto").webcrypto;`},

		Format:   api.FormatCommonJS,
		Target:   api.ES2018, // as the pages
		LogLevel: api.LogLevelSilent,
	})
	if len(result.Errors) > 0 {
		return nil, messages(result.Errors)
	}
	return result.OutputFiles[0].Contents, nil
}
