// Package web holds the pages as they are served: HTML, and the scripts, style
// sheets and pictures that it names, built from ui/web by `go run ./build web`.
//
// The dist folder is committed, so that plain `go build` needs no bundler; a
// test in build/bundle fails when it is not what the sources give.
package web

import (
	"embed"
	"io/fs"
	"mime"
	"path"
)

//go:embed all:dist
var dist embed.FS

// Page returns the HTML of the page called name, such as "audience".
func Page(name string) ([]byte, bool) {
	html, err := dist.ReadFile("dist/" + name + ".html")
	return html, err == nil
}

// MediaType is that of one of the assets, by its name: systems' tables differ, and
// some lack fonts.
func MediaType(name string) string {
	switch ext := path.Ext(name); ext {
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".woff2":
		return "font/woff2"
	case ".mp4":
		return "video/mp4"
	default:
		return mime.TypeByExtension(ext)
	}
}

// Assets returns what the pages name under /assets/. The names hold a hash of
// the contents, so a response may be cached for ever.
func Assets() fs.FS {
	assets, err := fs.Sub(dist, "dist/assets")
	if err != nil {
		panic(err) // the path is a constant, and valid
	}
	return assets
}
