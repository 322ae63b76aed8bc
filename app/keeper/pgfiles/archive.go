package pgfiles

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/klauspost/compress/zstd"
)

// An archive is a zstd stream of a tar, with a skippable frame (RFC 8878,
// 3.1.2) before it that holds a header as JSON. Any zstd program reads it, and
// a start can tell which PostgreSQL it is without reading 17 MB.
const (
	skippableMagic = 0x184D2A5C
	maxHeader      = 4 << 10
)

type header struct {
	Version string `json:"version"` // of the PostgreSQL
	Pin     string `json:"pin"`     // pinVersion when it was made
	Digest  string `json:"digest"`  // SHA-256 of the tar, hex
}

// Archive makes destFile, the archive of the pinned PostgreSQL for goos and
// goarch, unless it exists already. destFile appears complete or not at all.
func Archive(ctx context.Context, goos, goarch, destFile string, status func(string)) error {
	if f, err := os.Open(destFile); err == nil {
		h, err := readHeader(f)
		f.Close()
		if err == nil && h.Pin == pinVersion {
			return nil
		}
	}
	dir := filepath.Dir(destFile)
	tmp, err := os.MkdirTemp("", "lectern-postgres-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	t, err := Fetch(ctx, goos, goarch, tmp, status)
	if err != nil {
		return err
	}
	status(fmt.Sprintf("Packing PostgreSQL %d", t.Major()))
	// The leading dot keeps an interrupted one out of the embedded files.
	f, err := os.CreateTemp(dir, ".archive-")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	if err := Pack(t, f); err != nil {
		return err
	}
	if err := f.Chmod(0o644); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), destFile)
}

// Pack writes t as an archive. The same files give the same bytes.
func Pack(t Tree, w io.Writer) error {
	var packed bytes.Buffer
	z, err := zstd.NewWriter(&packed,
		zstd.WithEncoderLevel(zstd.SpeedBestCompression),
		zstd.WithWindowSize(32<<20),
		zstd.WithEncoderConcurrency(1))
	if err != nil {
		return err
	}
	sum := sha256.New()
	if err := writeTar(t.Root, io.MultiWriter(z, sum)); err != nil {
		return fmt.Errorf("pack %s: %w", t.Root, err)
	}
	if err := z.Close(); err != nil {
		return err
	}
	h, err := json.Marshal(header{t.Version, pinVersion, hex.EncodeToString(sum.Sum(nil))})
	if err != nil {
		return err
	}
	frame := binary.LittleEndian.AppendUint32(nil, skippableMagic)
	frame = binary.LittleEndian.AppendUint32(frame, uint32(len(h)))
	if _, err := w.Write(append(frame, h...)); err != nil {
		return err
	}
	_, err = w.Write(packed.Bytes())
	return err
}

func writeTar(root string, w io.Writer) error {
	tw := tar.NewWriter(w)
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		h := &tar.Header{Name: filepath.ToSlash(rel), ModTime: time.Unix(0, 0), Format: tar.FormatPAX}
		switch {
		case info.Mode()&fs.ModeSymlink != 0:
			h.Typeflag, h.Mode = tar.TypeSymlink, 0o777
			if h.Linkname, err = os.Readlink(path); err != nil {
				return err
			}
			return tw.WriteHeader(h)
		case info.Mode().IsRegular():
			h.Typeflag, h.Mode, h.Size = tar.TypeReg, int64(filePerm(info.Mode())), info.Size()
		default:
			return fmt.Errorf("%s is neither a file nor a symlink", rel)
		}
		if err := tw.WriteHeader(h); err != nil {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		_, err = io.Copy(tw, f)
		return err
	})
	if err != nil {
		return err
	}
	return tw.Close()
}

func readHeader(r io.Reader) (header, error) {
	var h header
	var frame [8]byte
	if _, err := io.ReadFull(r, frame[:]); err != nil {
		return h, fmt.Errorf("the PostgreSQL archive is cut short: %w", err)
	}
	n := binary.LittleEndian.Uint32(frame[4:])
	if binary.LittleEndian.Uint32(frame[:4]) != skippableMagic || n > maxHeader {
		return h, errors.New("this is no PostgreSQL archive of Lectern's")
	}
	data := make([]byte, n)
	if _, err := io.ReadFull(r, data); err != nil {
		return h, fmt.Errorf("the PostgreSQL archive is cut short: %w", err)
	}
	if err := json.Unmarshal(data, &h); err != nil {
		return h, fmt.Errorf("the PostgreSQL archive's header: %w", err)
	}
	if len(h.Digest) != sha256.Size*2 || !treeName.MatchString("postgres-"+h.Version+"-"+h.Digest[:8]) {
		return h, errors.New("the PostgreSQL archive's header is malformed")
	}
	return h, nil
}

// Unpack puts an archive into a folder of its own beneath dir, named after its
// version and digest, unless it is there already. The digest is checked before
// the folder gets that name. It returns soon after ctx ends, and leaves nothing.
func Unpack(ctx context.Context, r io.Reader, dir string, status func(string)) (Tree, error) {
	h, err := readHeader(r)
	if err != nil {
		return Tree{}, err
	}
	t := Tree{Root: filepath.Join(dir, "postgres-"+h.Version+"-"+h.Digest[:8]), Version: h.Version}
	if complete(t.Root) {
		return t, nil
	}
	status(fmt.Sprintf("Unpacking PostgreSQL %d", t.Major()))
	tmp, err := os.MkdirTemp(dir, tempPrefix)
	if err != nil {
		return Tree{}, fmt.Errorf("unpack PostgreSQL: %w", err)
	}
	defer os.RemoveAll(tmp)
	z, err := zstd.NewReader(r)
	if err != nil {
		return Tree{}, fmt.Errorf("unpack PostgreSQL: %w", err)
	}
	defer z.Close()
	sum := sha256.New()
	all := io.TeeReader(until{ctx, z}, sum)
	if err := extract(tmp, tar.NewReader(all), func(name string) string { return name }, nil); err != nil {
		return Tree{}, fmt.Errorf("unpack PostgreSQL: %w", err)
	}
	if _, err := io.Copy(io.Discard, all); err != nil { // the tar's last blocks
		return Tree{}, fmt.Errorf("unpack PostgreSQL: %w", err)
	}
	if got := hex.EncodeToString(sum.Sum(nil)); got != h.Digest {
		return Tree{}, fmt.Errorf("unpack PostgreSQL: its digest is %s, not %s: the program file is damaged, fetch it again", got, h.Digest)
	}
	if t, err = settle(tmp, dir, h.Version, h.Digest); err != nil {
		return Tree{}, fmt.Errorf("unpack PostgreSQL: %w", err)
	}
	return t, nil
}

// until is a reader that fails once ctx has ended.
type until struct {
	ctx context.Context
	r   io.Reader
}

func (u until) Read(p []byte) (int, error) {
	if u.ctx.Err() != nil {
		return 0, context.Cause(u.ctx)
	}
	return u.r.Read(p)
}
