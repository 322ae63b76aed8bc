package avif

import (
	"bytes"
	"compress/gzip"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"image"
	"io"
	"runtime/debug"
	"sync"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"

	"lectern/app/importer/linear"
)

// libavif with the decoder of AV1, in WebAssembly: a hostile file finds no files there,
// no network and no memory but its own. It is machine code that nothing interrupts:
// whoever must be able to end it runs it in a process that can be killed.
//
//go:embed decoder/decode.wasm.gz
var decoderWasm []byte

// maxMemory is what the decoder of one picture may take; see Bytes.
const maxMemory = 512 << 20

// decoder is the process's own.
var decoder struct {
	sync.Mutex
	runtime wazero.Runtime
	code    wazero.CompiledModule
}

// Loaded reports whether there is a decoder.
func Loaded() bool {
	decoder.Lock()
	defer decoder.Unlock()
	return decoder.code != nil
}

// Load makes the decoder ready, for all of the process. What was compiled lies in the
// folder cache, unless that is "".
func Load(ctx context.Context, cache string) error {
	decoder.Lock()
	defer decoder.Unlock()
	if decoder.code != nil {
		return nil
	}
	z, err := gzip.NewReader(bytes.NewReader(decoderWasm))
	if err != nil {
		return err
	}
	wasm, err := io.ReadAll(z)
	if err != nil {
		return err
	}
	config := wazero.NewRuntimeConfig().WithMemoryLimitPages(maxMemory >> 16)
	if cache != "" {
		// A folder that cannot be written costs a second, not the picture.
		if c, err := wazero.NewCompilationCacheWithDir(cache); err == nil {
			config = config.WithCompilationCache(c)
		}
	}
	r := wazero.NewRuntimeWithConfig(ctx, config)
	if _, err := wasi_snapshot_preview1.Instantiate(ctx, r); err != nil {
		return fmt.Errorf("avif: %w", err)
	}
	code, err := r.CompileModule(ctx, wasm)
	if err != nil {
		return fmt.Errorf("avif: %w", err)
	}
	decoder.runtime, decoder.code = r, code
	return nil
}

// Bytes is how many bytes decoding needs for each pixel, as measured: what the decoder
// knows of each block, its planes, what they become, twice; and the picture.
func (i Info) Bytes() int64 {
	n := int64(25 + 4)
	if i.Deep {
		n += 12
	}
	if i.Clear {
		n += 15 // another decoder
	}
	return n
}

// ErrMemory says that there was not enough memory.
var ErrMemory = errors.New("avif: out of memory")

var errWrong = errors.New("avif: it is damaged")

// large is from how many bytes on what Go has no use for is given back first.
const large = 64 << 20

// Decode decodes a picture, of a sequence the first: i.Crop of it, as it is stored.
func Decode(ctx context.Context, data []byte, i Info) (img *image.RGBA, err error) {
	decoder.Lock()
	r, code := decoder.runtime, decoder.code
	decoder.Unlock()
	if code == nil {
		return nil, errors.New("avif: there is no decoder")
	}
	if int64(i.Width)*int64(i.Height)*i.Bytes() > large {
		debug.FreeOSMemory()
	}
	memory := &linear.Allocator{Limit: maxMemory, All: maxMemory}
	defer func() {
		if err != nil && memory.Last != nil && memory.Last.Refused() {
			err = ErrMemory
		}
	}()
	ctx = experimental.WithMemoryAllocator(ctx, memory)
	m, err := r.InstantiateModule(ctx, code, wazero.NewModuleConfig().WithName("").WithStartFunctions("_initialize"))
	if err != nil {
		return nil, fmt.Errorf("avif: %w", err)
	}
	defer m.Close(context.WithoutCancel(ctx))
	d := decoding{ctx: ctx, m: m}
	file, said := d.place(data), d.alloc(4*4+8)
	// What its decoder finds is what it will write.
	if d.call("decode", file, uint64(len(data)), 1, 0, said, said+4, said+8, said+12, 0, 0) != 1 {
		return nil, d.failed()
	}
	w, h, depth := d.number(said), d.number(said+4), d.number(said+8)
	if int64(w) != int64(i.Width) || int64(h) != int64(i.Height) {
		return nil, errWrong
	}
	bytes := 1
	if depth > 8 {
		bytes = 2
	}
	out := d.alloc(i.Width * i.Height * 4 * bytes)
	// Of a picture that cannot be decoded it says nothing, and writes nothing.
	m.Memory().WriteUint64Le(uint32(said+16), unwritten)
	if d.err != nil || d.call("decode", file, uint64(len(data)), 0, 0, said, said+4, said+8, said+12, said+16, out) != 1 {
		return nil, d.failed()
	}
	if v, _ := m.Memory().ReadUint64Le(uint32(said + 16)); v == unwritten || d.number(said) != w || d.number(said+4) != h {
		return nil, errWrong
	}
	img = image.NewRGBA(image.Rectangle{Max: i.Crop.Size()})
	for y := range i.Crop.Dy() {
		at := ((i.Crop.Min.Y+y)*i.Width + i.Crop.Min.X) * 4 * bytes
		row, ok := m.Memory().Read(uint32(out)+uint32(at), uint32(i.Crop.Dx()*4*bytes))
		if !ok {
			return nil, errWrong
		}
		to := img.Pix[y*img.Stride:][:4*i.Crop.Dx()]
		if bytes == 1 {
			copy(to, row)
			continue
		}
		for x := range to {
			to[x] = byte((uint32(row[2*x]) + uint32(row[2*x+1])<<8 + 128) / 257)
		}
	}
	return img, nil
}

// unwritten is no length of time, which is written of each picture.
const unwritten = 1<<64 - 1

// decoding is one use of the decoder. Its error is the first.
type decoding struct {
	ctx context.Context
	m   api.Module
	err error
}

func (d *decoding) call(name string, args ...uint64) uint64 {
	if d.err != nil {
		return 0
	}
	out, err := d.m.ExportedFunction(name).Call(d.ctx, args...)
	if d.err = err; err != nil || len(out) == 0 {
		return 0
	}
	return out[0]
}

func (d *decoding) alloc(bytes int) uint64 {
	at := d.call("malloc", uint64(bytes))
	if d.err == nil && at == 0 {
		d.err = errors.New("avif: out of memory")
	}
	return at
}

func (d *decoding) place(data []byte) uint64 {
	at := d.alloc(len(data))
	if d.err == nil && !d.m.Memory().Write(uint32(at), data) {
		d.err = errWrong
	}
	return at
}

func (d *decoding) number(at uint64) uint32 {
	v, _ := d.m.Memory().ReadUint32Le(uint32(at))
	return v
}

// failed is why there is no picture.
func (d *decoding) failed() error {
	if d.err != nil {
		return fmt.Errorf("avif: %w", d.err)
	}
	return errWrong
}
