package portable

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"io"
	"path"
	"strings"
)

// Write writes a .lectern file. It fills in what m says of the files; open gives the
// bytes of m.Files[i], as many as its size says.
func Write(w io.Writer, m Manifest, open func(i int) (io.Reader, error)) error {
	m.Version = Version
	entries := map[string]bool{}
	for i := range m.Files {
		m.Files[i].Entry = entryOf(i, m.Files[i].Name, entries)
	}
	if err := m.Check(); err != nil {
		return err
	}
	z := zip.NewWriter(w)
	// Known by its place in the file, it must have no field of unknown length before it.
	first, err := z.CreateRaw(&zip.FileHeader{
		Name: "mimetype", Method: zip.Store, CRC32: crc32.ChecksumIEEE([]byte(MediaType)),
		CompressedSize64: uint64(len(MediaType)), UncompressedSize64: uint64(len(MediaType)),
	})
	if err != nil {
		return err
	}
	if _, err := io.WriteString(first, MediaType); err != nil {
		return err
	}
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(m); err != nil {
		return err
	}
	if text.Len() > MaxManifest {
		return fmt.Errorf("portable: a manifest of %d bytes", text.Len())
	}
	out, err := z.Create("deck.json")
	if err != nil {
		return err
	}
	if _, err := out.Write(text.Bytes()); err != nil {
		return err
	}
	for i, f := range m.Files {
		// Stored: most are compressed already, and so nothing unpacks to more than it is.
		out, err := z.CreateHeader(&zip.FileHeader{Name: f.Entry, Method: zip.Store})
		if err != nil {
			return err
		}
		r, err := open(i)
		if err != nil {
			return err
		}
		if n, err := io.Copy(out, r); err != nil || n != f.Size {
			return fmt.Errorf("portable: %q: %d of %d bytes: %w", f.Name, n, f.Size, err)
		}
	}
	return z.Close()
}

// entryOf is a name for an original that can be unpacked anywhere.
func entryOf(i int, name string, taken map[string]bool) string {
	parts := strings.Split(name, "/")
	for at, part := range parts {
		parts[at] = SafeName(part)
	}
	entry := path.Join(append([]string{"originals"}, parts...)...)
	key := strings.ToLower(entry)
	if len(entry) > 200 || taken[key] || taken[strings.ToLower(path.Dir(entry))] {
		entry = fmt.Sprintf("originals/%d-%s", i+1, parts[len(parts)-1])
		key = strings.ToLower(entry)
	}
	for dir := key; dir != "."; dir = path.Dir(dir) {
		taken[dir] = taken[dir] || dir == key
	}
	return entry
}
