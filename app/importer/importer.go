// Package importer turns files into a deck.Draft: Markdown with its pictures,
// a PDF, a set of pictures, or a zip of any of these. One file of the package
// holds one format.
//
// Files come from strangers. The package promises that what it returns holds
// no script and no address of another site, that a file is never trusted about
// its own size or kind, and that whatever cannot become a deck is answered by
// a *fault.Error with one clear sentence. It reads and writes no database.
package importer

import (
	"context"
	"errors"
	"path"
	"slices"
	"sort"
	"strings"
	"sync"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/importer/filetype"
	"lectern/app/importer/words"
)

// File is one file as it was uploaded or read. Name may hold folders,
// separated by slashes.
type File struct {
	Name string
	Data []byte
}

// Options are the caller's wishes for one import.
type Options struct {
	// Progress, if not nil, hears how many of the deck's slides are made. It
	// is called from one goroutine at a time.
	Progress func(done, total int)
}

func (o Options) progress(done, total int) {
	if o.Progress != nil {
		o.Progress(done, total)
	}
}

// Limits of one deck. They are far beyond any talk, and keep a hostile file
// from taking the machine's memory.
const (
	maxSlides   = 2000
	maxMarkdown = 4 << 20
	maxDraft    = 1 << 30 // bytes of all renditions together
)

// Importer makes drafts. It is safe for concurrent use.
type Importer struct {
	cacheDir string
	ctx      context.Context // until Close
	cancel   context.CancelFunc
	gate     sync.RWMutex // held for reading by each import

	mu     sync.Mutex
	engine *pdfEngine // started when the first PDF comes
}

// New returns an Importer that keeps the compiled PDF engine in cacheDir, so
// that it starts at once from the second time on. With an empty cacheDir it is
// compiled anew each time.
func New(cacheDir string) *Importer {
	ctx, cancel := context.WithCancel(context.Background())
	return &Importer{cacheDir: cacheDir, ctx: ctx, cancel: cancel}
}

// Close cancels the imports that run, waits for them and frees the PDF engine.
func (im *Importer) Close() error {
	im.cancel()
	im.gate.Lock()
	defer im.gate.Unlock()
	if im.engine == nil {
		return nil
	}
	e := im.engine
	im.engine = nil
	return e.close()
}

// Import makes one deck of files. It returns ctx.Err() soon after ctx is
// cancelled; every other error is for the person who chose the files.
func (im *Importer) Import(ctx context.Context, files []File, o Options) (*deck.Draft, error) {
	im.gate.RLock()
	defer im.gate.RUnlock()
	if im.ctx.Err() != nil {
		return nil, errors.New("importer: closed")
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(im.ctx, cancel)()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	files, source, warnings, err := unpackZip(cleanNames(files))
	if err != nil {
		return nil, err
	}
	set, err := sortOut(files, source != "")
	if err != nil {
		return nil, err
	}
	if source == "" {
		source = set.source()
	}
	var d *deck.Draft
	switch set.format {
	case deck.Markdown:
		d, err = importMarkdown(ctx, set.main, set.pictures, o)
	case deck.PDF:
		d, err = im.importPDF(ctx, set.main, o)
	default:
		d, err = importPictures(ctx, set.pictures, source, o)
	}
	if err != nil {
		return nil, err
	}
	d.Source = path.Base(source)
	d.Warnings = append(append(warnings, set.warnings...), d.Warnings...)
	return d, nil
}

// cleanNames makes names fit for a sentence: they are a stranger's too.
func cleanNames(files []File) []File {
	out := slices.Clone(files)
	for i, f := range out {
		out[i].Name = words.Name(f.Name)
	}
	return out
}

// fileSet is the files of one deck, sorted by what they are.
type fileSet struct {
	format   deck.Format
	main     File // of Markdown and PDF
	pictures []File
	warnings []string
}

func (s fileSet) source() string {
	if s.format == deck.Pictures {
		return s.pictures[0].Name
	}
	return s.main.Name
}

// sortOut decides by content which one deck the files make. Files of a zip are
// forgiven more: a folder has a licence and a read-me beside the talk.
func sortOut(files []File, zipped bool) (fileSet, error) {
	var set fileSet
	var markdown, pdf []File
	if len(files) == 0 {
		return set, fault.Errorf(fault.NotADeck, "There is no file to make a deck of.")
	}
	for _, f := range files {
		k := filetype.Of(f.Name, f.Data)
		switch {
		case k == filetype.Markdown:
			markdown = append(markdown, f)
		case k == filetype.PDF:
			pdf = append(pdf, f)
		case k.Picture():
			set.pictures = append(set.pictures, f)
		case zipped:
			set.warnings = append(set.warnings, path.Base(f.Name)+" was left out: it is no slide.")
		default:
			return set, filetype.Refuse(f.Name, k)
		}
	}
	if zipped && len(markdown) > 1 {
		markdown = mainMarkdown(markdown, &set)
	}
	if zipped && len(markdown) == 1 && isReadme(markdown[0].Name) && len(pdf)+len(set.pictures) > 0 && !refersTo(markdown[0], set.pictures) {
		set.warnings = append(set.warnings, path.Base(markdown[0].Name)+" was left out: it is no slide.")
		markdown = nil
	}
	switch {
	case len(pdf) == 1 && len(markdown) == 0 && len(set.pictures) == 0:
		set.format, set.main = deck.PDF, pdf[0]
	case len(pdf) == 0 && len(markdown) == 1:
		set.format, set.main = deck.Markdown, markdown[0]
	case len(pdf) == 0 && len(markdown) == 0 && len(set.pictures) > 0:
		set.format = deck.Pictures
	case len(pdf) == 0 && len(markdown) == 0:
		return set, fault.Errorf(fault.NotADeck, "There is no Markdown, PDF or picture in this zip file.")
	case len(markdown) > 1:
		return set, fault.Errorf(fault.NotADeck, "%s and %s are two decks; import one Markdown file at a time.", path.Base(markdown[0].Name), path.Base(markdown[1].Name))
	case len(pdf) > 1:
		return set, fault.Errorf(fault.NotADeck, "%s and %s are two decks; import one PDF at a time.", path.Base(pdf[0].Name), path.Base(pdf[1].Name))
	default:
		other := append(markdown, set.pictures...)[0]
		return set, fault.Errorf(fault.NotADeck, "%s and %s do not make one deck; import the PDF by itself.", path.Base(pdf[0].Name), path.Base(other.Name))
	}
	return set, nil
}

// mainMarkdown chooses the deck among a folder's Markdown files: the only one
// in the outermost folder that is no read-me. With a choice that is not clear
// it returns them all.
func mainMarkdown(files []File, set *fileSet) []File {
	sort.SliceStable(files, func(i, j int) bool {
		return strings.Count(files[i].Name, "/") < strings.Count(files[j].Name, "/")
	})
	depth := strings.Count(files[0].Name, "/")
	var top []File
	for _, f := range files {
		if strings.Count(f.Name, "/") == depth && !isReadme(f.Name) {
			top = append(top, f)
		}
	}
	if len(top) != 1 {
		return files
	}
	for _, f := range files {
		if f.Name != top[0].Name {
			set.warnings = append(set.warnings, path.Base(f.Name)+" was left out: the deck is "+path.Base(top[0].Name)+".")
		}
	}
	return top
}

func isReadme(name string) bool {
	base := strings.ToLower(strings.TrimSuffix(path.Base(name), path.Ext(name)))
	switch base {
	case "readme", "license", "licence", "changelog", "contributing", "credits", "notice":
		return true
	}
	return false
}

// refersTo reports whether the Markdown names one of the pictures: then it is
// the deck, whatever it is called.
func refersTo(markdown File, pictures []File) bool {
	text := string(markdown.Data)
	for _, p := range pictures {
		if strings.Contains(text, path.Base(p.Name)) {
			return true
		}
	}
	return false
}
