package convert

import (
	"context"
	"io"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"lectern/app/fault"
	"lectern/app/importer/portable"
	"lectern/app/importer/source"
	"lectern/app/importer/words"
)

// Unzip takes the zip apart that is the one file of fsys: it tells which files are in
// it, in a folder that all of them lie in, and then their bytes, in the same order and in
// parts of buf's size at most.
func Unzip(ctx context.Context, fsys fs.FS, buf []byte, begin func(portable.Manifest) error, part func([]byte) error) error {
	var zip string
	err := source.Walk(ctx, fsys, func(name string, _ int64) error {
		zip = name
		return nil
	})
	if err != nil {
		return err
	}
	z, err := source.OpenZip(fsys, zip)
	if err != nil {
		return err
	}
	defer z.Close()
	names := z.Names()
	folder := ""
	if len(names) > 1 && !oneFolder(names) {
		base := words.Base(zip)
		folder = strings.TrimSuffix(base, path.Ext(base))
	}
	m := portable.Manifest{Version: portable.Version}
	for i, name := range names {
		st, err := fs.Stat(z, name)
		if err != nil {
			return err
		}
		m.Files = append(m.Files, portable.File{Name: path.Join(folder, name), Entry: path.Join("zip", strconv.Itoa(i)), Size: st.Size()})
	}
	if err := m.Check(); err != nil {
		return fault.Wrap(fault.NotADeck, err, "%s has files that cannot be unpacked; unpack it, and import the folder", words.Base(zip))
	}
	if err := begin(m); err != nil {
		return err
	}
	for i, name := range names {
		if err := copyOut(ctx, z, name, m.Files[i].Size, buf, part); err != nil {
			return err
		}
	}
	return nil
}

// copyOut gives the bytes of one file.
func copyOut(ctx context.Context, z fs.FS, name string, size int64, buf []byte, part func([]byte) error) error {
	f, err := z.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	for left := size; left > 0; {
		n, err := io.ReadFull(f, buf[:min(int64(len(buf)), left)])
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		left -= int64(n)
		if err := part(buf[:n]); err != nil {
			return err
		}
	}
	return nil
}
