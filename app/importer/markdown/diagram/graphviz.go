package diagram

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"strings"

	"github.com/klauspost/compress/zstd"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

// Graphviz in WebAssembly, as Viz.js 3.31 has it, whose names of functions are letters.
//
//go:embed graphviz/graphviz.wasm.zst
var graphvizWasm []byte

// graphvizMemory is how much memory a drawing may take, in pages of 64 KiB.
const graphvizMemory = 96 << 20 / (64 << 10)

// What it exports.
const (
	vizStart, vizFree, vizMalloc, vizRead, vizYInvert, vizReduce = "A", "E", "F", "I", "B", "C"
	vizGraphDefault, vizNodeDefault, vizEdgeDefault              = "Q", "R", "S"
	vizContext, vizLayout, vizReset, vizRender                   = "V", "X", "Z", "_"
)

// graphviz lays out one graph. It is interpreted: compiled code could not be ended
// in mid-loop, and takes longer to compile than the graphs of a talk to draw. Each has
// a memory of its own. There are no files, no clock and no chance in there.
func (d *Drawer) graphviz(ctx context.Context, src, engine string) (svg string, err error) {
	if d.viz == nil {
		wasm, err := unpack(graphvizWasm)
		if err != nil {
			return "", err
		}
		config := wazero.NewRuntimeConfigInterpreter().WithMemoryLimitPages(graphvizMemory).WithCloseOnContextDone(true)
		d.wazero = wazero.NewRuntimeWithConfig(ctx, config)
		if err := d.imports(ctx); err != nil {
			return "", fmt.Errorf("diagram: %w", err)
		}
		if d.viz, err = d.wazero.CompileModule(ctx, wasm); err != nil {
			return "", fmt.Errorf("diagram: %w", err)
		}
	}
	d.said = nil
	m, err := d.wazero.InstantiateModule(ctx, d.viz, wazero.NewModuleConfig().WithName("").WithStartFunctions())
	if err != nil {
		return "", tooMuch(ctx, err)
	}
	defer m.Close(context.WithoutCancel(ctx))
	call := func(name string, args ...uint64) uint64 {
		if err != nil {
			return 0
		}
		var out []uint64
		if out, err = m.ExportedFunction(name).Call(ctx, args...); err == nil && len(out) > 0 {
			return out[0]
		}
		return 0
	}
	text := func(s string) uint64 {
		at := call(vizMalloc, uint64(len(s)+1))
		if err == nil && (at == 0 || !m.Memory().Write(uint32(at), append([]byte(s), 0))) {
			err = errMemory
		}
		return at
	}
	call(vizStart)
	graph := call(vizRead, text(src))
	if err == nil && graph == 0 {
		return "", d.wrong()
	}
	// The letters of the theme; whatever the author says of them counts.
	for _, of := range []string{vizGraphDefault, vizNodeDefault, vizEdgeDefault} {
		call(of, graph, text("fontname"), text("Helvetica"))
	}
	call(vizYInvert, 0)
	call(vizReduce, 0)
	viz := call(vizContext)
	call(vizReset)
	if failed := call(vizLayout, viz, graph, text(engine)); err == nil && int32(failed) != 0 {
		return "", d.wrong()
	}
	drawn := call(vizRender, viz, graph, text("svg"))
	if err != nil {
		return "", tooMuch(ctx, err)
	}
	if drawn == 0 {
		return "", d.wrong()
	}
	return bare(cString(m, uint32(drawn))), nil
}

// wrong is what Graphviz said of a graph.
func (d *Drawer) wrong() error {
	said := strings.Join(strings.Fields(strings.Join(d.said, "")), " ")
	said = strings.TrimPrefix(strings.TrimPrefix(said, "Error: "), "<stdin>: ")
	if said == "" {
		said = "Graphviz cannot read it"
	}
	return &Wrong{said}
}

var errMemory = errors.New("diagram: out of memory")

// tooMuch tells what a graph needed too much of.
func tooMuch(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return &Wrong{"it would take too long"}
	}
	return &Wrong{"it needs too much, or Graphviz stumbles over it"}
}

func unpack(packed []byte) ([]byte, error) {
	z, err := zstd.NewReader(nil)
	if err != nil {
		return nil, err
	}
	defer z.Close()
	return z.DecodeAll(packed, nil)
}

// cString is the text at a place, up to its NUL.
func cString(m api.Module, at uint32) string {
	size := m.Memory().Size()
	if at >= size {
		return ""
	}
	b, _ := m.Memory().Read(at, min(size-at, maxSVG))
	s, _, _ := strings.Cut(string(b), "\x00")
	return s
}

// What it imports, by its letters: no file is there, and what it writes to its error
// output, or says by its own function, is kept.
func (d *Drawer) imports(ctx context.Context) error {
	const noEntry, noSystem = -44, -52 // ENOENT, ENOSYS in WASI's numbers
	i32, i64 := api.ValueTypeI32, api.ValueTypeI64
	b := d.wazero.NewHostModuleBuilder("a")
	for _, f := range []struct {
		name   string
		params []api.ValueType
		result []api.ValueType
		do     func(m api.Module, stack []uint64) int32
	}{
		{"a", []api.ValueType{i32, i32, i32, i32}, nil, func(api.Module, []uint64) int32 { panic(errMemory) }}, // assert
		{"b", []api.ValueType{i32, i32, i32}, nil, func(api.Module, []uint64) int32 { panic(errMemory) }},      // throw
		{"c", []api.ValueType{i32}, nil, func(api.Module, []uint64) int32 { panic(errMemory) }},                // exit
		{"d", []api.ValueType{i32, i32, i32, i32}, []api.ValueType{i32}, d.write},
		{"e", []api.ValueType{i32}, []api.ValueType{i32}, func(api.Module, []uint64) int32 { return 0 }},
		{"f", []api.ValueType{i32, i32, i32}, []api.ValueType{i32}, func(api.Module, []uint64) int32 { return noSystem }},
		{"g", nil, []api.ValueType{api.ValueTypeF64}, func(api.Module, []uint64) int32 { return 0 }},
		{"h", nil, nil, func(api.Module, []uint64) int32 { panic(errMemory) }}, // abort
		{"i", []api.ValueType{i32, i32, i32, i32}, []api.ValueType{i32}, func(api.Module, []uint64) int32 { return 8 }},
		{"j", []api.ValueType{i32, i32, i32}, []api.ValueType{i32}, func(api.Module, []uint64) int32 { return noSystem }},
		{"k", []api.ValueType{i32}, []api.ValueType{i32}, grow},
		{"l", []api.ValueType{i32, i32, i32, i32}, []api.ValueType{i32}, func(api.Module, []uint64) int32 { return noEntry }},
		{"m", []api.ValueType{i32, i32, i32, i32, i64, i32, i32}, []api.ValueType{i32}, func(api.Module, []uint64) int32 { return noSystem }},
		{"n", []api.ValueType{i32, i32, i32, i32, i32, i64}, []api.ValueType{i32}, func(api.Module, []uint64) int32 { return noSystem }},
		{"o", []api.ValueType{i64, i32}, []api.ValueType{i32}, func(api.Module, []uint64) int32 { return 0 }},
		{"p", []api.ValueType{i32}, []api.ValueType{i32}, func(m api.Module, stack []uint64) int32 {
			d.say(cString(m, uint32(stack[0])))
			return 0
		}},
		{"q", []api.ValueType{i32, i32, i32, i32}, nil, func(api.Module, []uint64) int32 { return 0 }},
		{"r", []api.ValueType{i32, i64, i32, i32}, []api.ValueType{i32}, func(api.Module, []uint64) int32 { return 8 }},
		{"s", []api.ValueType{i32, i32}, []api.ValueType{i32}, func(api.Module, []uint64) int32 { return 0 }},
		{"t", []api.ValueType{i32, i32}, []api.ValueType{i32}, func(m api.Module, stack []uint64) int32 {
			m.Memory().WriteUint32Le(uint32(stack[0]), 0)
			m.Memory().WriteUint32Le(uint32(stack[1]), 0)
			return 0
		}},
		{"u", []api.ValueType{i32, i32}, []api.ValueType{i32}, func(api.Module, []uint64) int32 { return 0 }},
		{"v", []api.ValueType{i32, i32, i32, i32}, []api.ValueType{i32}, func(api.Module, []uint64) int32 { return noEntry }},
		{"w", []api.ValueType{i32, i32}, []api.ValueType{i32}, func(api.Module, []uint64) int32 { return noEntry }},
		{"x", []api.ValueType{i32, i64, i32}, []api.ValueType{i32}, func(m api.Module, stack []uint64) int32 {
			m.Memory().WriteUint64Le(uint32(stack[2]), 0)
			return 0
		}},
		{"y", []api.ValueType{i32, i32, i32, i32}, []api.ValueType{i32}, func(api.Module, []uint64) int32 { return noEntry }},
	} {
		b.NewFunctionBuilder().WithGoModuleFunction(api.GoModuleFunc(func(_ context.Context, m api.Module, stack []uint64) {
			if result := f.do(m, stack); len(f.result) > 0 {
				stack[0] = api.EncodeI32(result)
			}
		}), f.params, f.result).Export(f.name)
	}
	_, err := b.Instantiate(ctx)
	return err
}

// grow gives a module more memory, if it may have so much (emscripten_resize_heap).
func grow(m api.Module, stack []uint64) int32 {
	want := uint64(uint32(stack[0]))
	have := uint64(m.Memory().Size())
	if want <= have {
		return 1
	}
	if _, ok := m.Memory().Grow(uint32((want - have + 1<<16 - 1) >> 16)); !ok {
		return 0
	}
	return 1
}

// write is fd_write.
func (d *Drawer) write(m api.Module, stack []uint64) int32 {
	vectors, count, written := uint32(stack[1]), min(uint32(stack[2]), 64), uint32(0)
	for i := range count {
		at, _ := m.Memory().ReadUint32Le(vectors + 8*i)
		n, _ := m.Memory().ReadUint32Le(vectors + 8*i + 4)
		if b, ok := m.Memory().Read(at, n); ok {
			d.say(string(b))
		}
		written += n
	}
	m.Memory().WriteUint32Le(uint32(stack[3]), written)
	return 0
}

// maxSaid is how many pieces of what Graphviz says are kept.
const maxSaid = 20

func (d *Drawer) say(s string) {
	if len(d.said) < maxSaid {
		d.said = append(d.said, s[:min(len(s), 500)])
	}
}
