package wire

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"sync"

	"lectern/app/deck"
	"lectern/app/importer/confine"
	"lectern/app/importer/fonts"
	"lectern/app/importer/options"
	"lectern/app/importer/source"
)

// Job is what a child is to do.
type Job struct {
	Parent     int      // its process
	Processors int      // how many it may keep busy
	Cache      string   // the folder of the compiled PDF engine, or ""
	Memory     uint64   // bytes of data that it may have more than it has when it begins; 0 for any
	SoftMemory int64    // bytes from which on it collects garbage without a break; 0 for never
	Seconds    uint64   // of processor time, beside what it has had when it begins; 0 for any
	Program    *Program // to become, or nil
}

// task is what is to be made of which files.
type task struct {
	Files   []entry
	Draw    string // the PDF whose pages are to be drawn; "" for a deck of the files
	Keep    []int  // pages of that PDF, from 0: it is to be given with these alone; nil for it to be drawn
	Options options.Options
	Undrawn string
	Known   []deck.KnownPicture
}

// Program is what a child becomes, or runs.
type Program confine.Program

type entry struct {
	Name string
	Size int64
}

// Task is what is to be made of which files. They are read where they are needed.
type Task struct {
	Files   fs.FS
	Draw    string // the PDF whose pages are to be drawn; "" for a deck of the files
	Keep    []int  // pages of that PDF, from 0: it is to be given with these alone; nil for it to be drawn
	Options options.Options
	Undrawn string              // why no talk can be drawn, a clause; "" where the parent has it drawn
	Known   []deck.KnownPicture // pictures that need not be made again
}

// Ask is a page to make.
type Ask struct {
	Page  deck.Page
	Width int // to draw it in; 0 for it to be read
}

// Parent is the child's ear: what the parent answers.
type Parent struct {
	teller *Teller
	in     chan answer

	files int // of the task

	mu sync.Mutex // of a question and its answer
}

type answer struct {
	k       kind
	payload []byte
}

// ReadJob reads the job, which is what the parent says first, and nothing after it.
func ReadJob(r io.Reader) (Job, error) {
	var j Job
	k, payload, err := readFrame(r)
	if err == nil && k != kindJob {
		err = wrong("kind %q for a job", k)
	}
	if err == nil {
		err = json.Unmarshal(payload, &j)
	}
	return j, err
}

// Listen reads, from now on, what the parent answers to what t asks. over is called
// when the parent is gone.
func Listen(r io.Reader, t *Teller, over func()) *Parent {
	p := &Parent{teller: t, in: make(chan answer)}
	go func() {
		for {
			k, payload, err := readFrame(r)
			if err != nil {
				over()
				close(p.in)
				return
			}
			p.in <- answer{k, payload}
		}
	}()
	return p
}

func (p *Parent) ask(k kind, question []byte) (answer, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.teller.tell(k, question); err != nil {
		return answer{}, err
	}
	a, ok := <-p.in
	switch {
	case !ok:
		return a, errors.New("wire: the parent is gone")
	case a.k == kindFault:
		return a, errors.New(string(a.payload))
	}
	return a, nil
}

// Task asks what is to be made.
func (p *Parent) Task() (Task, error) {
	a, err := p.ask(kindList, nil)
	if err != nil {
		return Task{}, err
	}
	var t task
	if err := json.Unmarshal(a.payload, &t); err != nil {
		return Task{}, err
	}
	p.files = len(t.Files)
	files := source.NewFiles()
	for i, e := range t.Files {
		if !files.Add(e.Name, e.Size, func() (io.ReadCloser, error) { return &remote{parent: p, file: i, size: e.Size}, nil }) {
			return Task{}, wrong("file %q", e.Name)
		}
	}
	return Task{files, t.Draw, t.Keep, t.Options, t.Undrawn, t.Known}, nil
}

// Fonts asks which fonts the computer has, and returns what reads their files. It can be
// asked once.
func (p *Parent) Fonts() (*fonts.Set, func(file int) io.ReaderAt, error) {
	a, err := p.ask(kindAlso, nil)
	if err != nil {
		return nil, nil, err
	}
	set := &fonts.Set{}
	if err := json.Unmarshal(a.payload, set); err != nil {
		return nil, nil, err
	}
	return set, func(file int) io.ReaderAt {
		return &remote{parent: p, file: p.files + file, size: set.Files[file].Size}
	}, nil
}

// Next asks which page to make. There may be none for long.
func (p *Parent) Next() (ask Ask, err error) {
	a, err := p.ask(kindNext, nil)
	if err == nil {
		err = json.Unmarshal(a.payload, &ask)
	}
	return ask, err
}

// ahead is how much is read at least: formats ask for a few bytes at a time.
const ahead = 128 << 10

// remote is a file that the parent has.
type remote struct {
	parent *Parent
	file   int
	size   int64

	mu  sync.Mutex
	pos int64
	// What was read last, of two places: who reads a file's list of contents goes
	// to and fro.
	kept [2]part
}

type part struct {
	at   int64
	data []byte
}

func (f *remote) Close() error { return nil }

func (f *remote) Read(p []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	n, err := f.readAt(p, f.pos, true)
	f.pos += int64(n)
	return n, err
}

func (f *remote) ReadAt(p []byte, at int64) (n int, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for n < len(p) && err == nil {
		var got int
		got, err = f.readAt(p[n:], at+int64(n), len(p) < ahead)
		n += got
	}
	if n == len(p) {
		err = nil
	}
	return n, err
}

// readAt reads something, once. The lock is held.
func (f *remote) readAt(p []byte, at int64, keep bool) (int, error) {
	switch {
	case at < 0:
		return 0, fs.ErrInvalid
	case len(p) == 0:
		return 0, nil
	case at >= f.size:
		return 0, io.EOF
	}
	for i, k := range f.kept {
		if at >= k.at && at < k.at+int64(len(k.data)) {
			f.kept[0], f.kept[i] = f.kept[i], f.kept[0]
			return copy(p, k.data[at-k.at:]), nil
		}
	}
	if len(p) >= ahead || !keep {
		data, err := f.ask(at, min(len(p), MaxRead))
		return copy(p, data), err
	}
	from := at - at%(4<<10) // a little before it, too: lists are read from their end
	data, err := f.ask(from, ahead)
	if err != nil {
		return 0, err
	}
	if at-from >= int64(len(data)) {
		return 0, io.ErrUnexpectedEOF
	}
	f.kept[1] = f.kept[0]
	f.kept[0] = part{from, data}
	return copy(p, data[at-from:]), nil
}

func (f *remote) ask(at int64, n int) ([]byte, error) {
	question := binary.BigEndian.AppendUint32(make([]byte, 0, readHead), uint32(f.file))
	question = binary.BigEndian.AppendUint64(question, uint64(at))
	question = binary.BigEndian.AppendUint32(question, uint32(n))
	a, err := f.parent.ask(kindRead, question)
	if err == nil && len(a.payload) == 0 {
		err = io.ErrUnexpectedEOF // it is shorter than it was
	}
	return a.payload, err
}
