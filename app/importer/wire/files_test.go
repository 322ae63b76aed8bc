package wire

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"

	"lectern/app/importer/options"
	"lectern/app/importer/source"
)

// onlyForward is files that can be read from their beginning only.
type onlyForward struct{ fs.FS }

func (f onlyForward) Open(name string) (fs.File, error) {
	file, err := f.FS.Open(name)
	if _, folder := file.(fs.ReadDirFile); err != nil || folder {
		return file, err
	}
	return struct{ fs.File }{file}, nil
}

// TestFiles: files are the same on both sides, wherever they are read.
func TestFiles(t *testing.T) {
	content := make([]byte, 3<<20+17)
	rng := rand.New(rand.NewPCG(1, 2))
	for i := range content {
		content[i] = byte(rng.Uint32())
	}
	tree := fstest.MapFS{"a/b\u202fc.bin": {Data: content}, "ü": {Data: []byte("x")}, "empty": {}}
	for i := range 30 {
		tree[strings.Repeat("x", i+1)] = &fstest.MapFile{Data: content[i : 2*i+1]}
	}
	for name, served := range map[string]fs.FS{"ReaderAt": tree, "forward": onlyForward{tree}} {
		t.Run(name, func(t *testing.T) {
			there := connect(t, served)
			err := source.Walk(t.Context(), tree, func(name string, _ int64) error {
				want, _ := fs.ReadFile(tree, name)
				got, err := fs.ReadFile(there, name)
				if err != nil || !bytes.Equal(got, want) {
					t.Errorf("%q: %d bytes, %v; want %d", name, len(got), err, len(want))
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			f, err := there.Open("a/b\u202fc.bin")
			if err != nil {
				t.Fatal(err)
			}
			for range 50 {
				at, n := rng.IntN(len(content)), 1+rng.IntN(1<<(1+rng.IntN(20)))
				p := make([]byte, n)
				got, err := f.(io.ReaderAt).ReadAt(p, int64(at))
				want := content[at:min(at+n, len(content))]
				if !bytes.Equal(p[:got], want) || (err == nil) != (got == n) {
					t.Errorf("%d bytes at %d: %d, %v", n, at, got, err)
				}
			}
		})
	}
}

// endless is a file that can be read forwards only. The first part of it is the
// last that anybody waits for.
type endless struct {
	fs.File
	read int
	end  func()
}

func (e *endless) Read(p []byte) (int, error) {
	e.read += len(p)
	e.end()
	return len(p), nil
}

type oneFile struct {
	fs.FS
	file fs.File
}

func (o oneFile) Open(name string) (fs.File, error) {
	if name == "." {
		return o.FS.Open(name)
	}
	return o.file, nil
}

// TestGone: nobody reads a file to a place far in it for a child that is not wanted
// any more.
func TestGone(t *testing.T) {
	ctx, end := context.WithCancel(t.Context())
	defer end()
	tree := fstest.MapFS{"a": {}}
	inside, _ := tree.Open("a")
	file := &endless{File: inside, end: end}
	files, err := NewFiles(ctx, oneFile{tree, file})
	if err != nil {
		t.Fatal(err)
	}
	defer files.Close()
	if err := files.Answer(ctx, io.Discard, ReadAsked{At: 1 << 30, N: 1}); err != nil {
		t.Fatal(err)
	}
	if file.read > 2*MaxRead || !errors.Is(files.Err(), context.Canceled) {
		t.Errorf("%d bytes were read: %v", file.read, files.Err())
	}
}

// connect returns files as a child sees them.
func connect(t *testing.T, fsys fs.FS) fs.FS {
	t.Helper()
	files, err := NewFiles(t.Context(), fsys)
	if err != nil {
		t.Fatal(err)
	}
	inR, inW := io.Pipe()
	outR, outW := io.Pipe()
	over := make(chan struct{})
	go func() {
		defer close(over)
		SendJob(inW, Job{})
		r := NewReader(outR, files.Sizes())
		for {
			m, err := r.Next()
			if err == nil {
				switch m := m.(type) {
				case TaskAsked:
					err = files.Task(inW, "", nil, options.Options{})
				case ReadAsked:
					err = files.Answer(context.Background(), inW, m)
				}
			}
			if err != nil {
				return
			}
		}
	}()
	t.Cleanup(func() {
		outW.Close()
		<-over
		inW.Close()
		files.Close()
	})
	if _, err := ReadJob(inR); err != nil {
		t.Fatal(err)
	}
	p := Listen(inR, NewTeller(outW), func() {})
	task, err := p.Task()
	if err != nil {
		t.Fatal(err)
	}
	return task.Files
}
