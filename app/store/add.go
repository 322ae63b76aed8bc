package store

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/app/deck"
	"lectern/app/importer/options"
)

// NewDeck is a deck on its way into the library, and the deck.Sink that takes it
// in. Pictures and originals are stored as they come, each for itself, since a
// long import must not keep a transaction open: nobody knows their addresses
// until Finish adds the deck itself, whole. If that does not happen Abandon takes
// them away, or Sweep where there was no time for that. A NewDeck is used by one
// goroutine at a time; but Original may be called at any time, by several.
type NewDeck struct {
	store    *Store
	digest   string
	header   deck.Header
	pictures map[int]deck.Picture
	pages    map[int]deck.DraftPicture // of these, those that are drawn from an original
	media    map[int]deck.Media        // and those that are films or sounds
	slides   []deck.DraftSlide
	others   []deck.DraftSlide // the same in other languages
	remarks  []deck.Remark
	stored   []storedPicture

	filing    sync.Mutex // of these
	originals []original
	room      int64 // for more of them, in bytes
	password  string
	readAs    options.Options
	known     map[string]MadePicture // by their files: they need not be made again
	made      []MadePicture
	over      int64 // the deck that this will be, or 0
	found     bool  // see Found
	stand     *stand
	ink       map[int][]deck.Stroke // see Drawn
	inkSlides int
	runs      []deck.Run
	board     bool // see Board
}

// storedPicture is a picture that was not there before, by its address and the
// moment: whoever needs it since has changed that.
type storedPicture struct {
	hash string
	at   time.Time
}

// NewDeck returns an empty one. digest is that of the files it is made from, for
// DeckOf; empty when it does not matter.
func (s *Store) NewDeck(digest string) *NewDeck {
	return &NewDeck{store: s, digest: digest, room: maxOriginals, pictures: map[int]deck.Picture{}, pages: map[int]deck.DraftPicture{}, media: map[int]deck.Media{}}
}

// Digest says what the deck is known by, where that is found out later.
func (n *NewDeck) Digest(digest string) { n.digest = digest }

// Over says that the deck is made for Replace to be another one: nobody else is to see
// it.
func (n *NewDeck) Over(id int64) { n.over = id }

// Board says that the deck is an empty slide to draw on in the midst of a talk. No file says
// so of itself.
func (n *NewDeck) Board() { n.board = true }

// Begin implements deck.Sink.
func (n *NewDeck) Begin(_ context.Context, h deck.Header) error {
	n.header = h
	return nil
}

// Picture implements deck.Sink: it stores a picture. A page's waits for Finish, when
// the original is there that it is drawn from.
func (n *NewDeck) Picture(ctx context.Context, p deck.DraftPicture) error {
	if p.Media != nil {
		n.media[p.Number] = *p.Media
		n.pictures[p.Number] = deck.Picture{}
		return nil
	}
	if p.Page != nil {
		n.pages[p.Number] = p
		n.pictures[p.Number] = deck.Picture{Width: p.Width, Height: p.Height}
		return nil
	}
	if p.Kept {
		m, known := n.known[p.File]
		if !known {
			return fmt.Errorf("store: nobody knows the picture of %q", p.File)
		}
		n.pictures[p.Number] = m.kept
		n.made = append(n.made, m)
		return nil
	}
	kept, isNew, at, err := n.store.addPicture(ctx, p)
	if err != nil {
		return err
	}
	n.pictures[p.Number] = kept
	if p.File != "" {
		n.made = append(n.made, MadePicture{deck.KnownPicture{File: p.File, Vector: p.Vector, Width: p.Width, Height: p.Height, Words: p.Words, Remark: p.Remark}, kept})
	}
	if isNew {
		n.stored = append(n.stored, storedPicture{kept.Hash, at})
	}
	return nil
}

// Slide implements deck.Sink.
func (n *NewDeck) Slide(_ context.Context, s deck.DraftSlide) error {
	if s.Lang != "" {
		n.others = append(n.others, s)
		return nil
	}
	n.slides = append(n.slides, s)
	return nil
}

// Remark implements deck.Sink.
func (n *NewDeck) Remark(_ context.Context, r deck.Remark) error {
	r.File, r.Text, r.Addresses = clean(r.File), clean(r.Text), slices.Clone(r.Addresses)
	for i, a := range r.Addresses {
		r.Addresses[i] = clean(a)
	}
	n.remarks = append(n.remarks, r)
	return nil
}

// abandonLimit is how long Abandon may take.
const abandonLimit = 5 * time.Second

// Abandon takes away what was stored of a deck that does not come to be: its
// import failed, or was cancelled, which ctx may say as well.
func (n *NewDeck) Abandon(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), abandonLimit)
	defer cancel()
	batch := &pgx.Batch{}
	for _, p := range n.stored {
		batch.Queue(`DELETE FROM pictures p WHERE hash = $1 AND used_at = $2
			AND NOT EXISTS (SELECT FROM deck_pictures u WHERE u.hash = p.hash)`, p.hash, p.at)
	}
	for _, o := range n.originals {
		batch.Queue(`DELETE FROM originals o WHERE id = $1
			AND NOT EXISTS (SELECT FROM deck_originals d WHERE d.original = o.id)`, o.id)
	}
	if batch.Len() == 0 {
		return nil
	}
	return asFault(n.store.pool.SendBatch(ctx, batch).Close(), "abandon a new deck")
}

// complete reports what is missing before the deck can be added.
func (n *NewDeck) complete() error {
	slices.SortFunc(n.slides, func(a, b deck.DraftSlide) int { return a.Number - b.Number })
	if len(n.slides) == 0 || len(n.slides) != n.header.Slides {
		return fmt.Errorf("store: %d of %d slides of a new deck", len(n.slides), n.header.Slides)
	}
	for i, s := range n.slides {
		if s.Number != i+1 {
			return fmt.Errorf("store: slide %d of a new deck is number %d", i+1, s.Number)
		}
	}
	for _, s := range slices.Concat(n.slides, n.others) {
		if s.Number < 1 || s.Number > len(n.slides) || s.Lang != "" && !slices.Contains(n.header.Others, s.Lang) || len(s.Views) < 1 || len(s.Views) > deck.MaxSteps+1 {
			return fmt.Errorf("store: slide %d of a new deck in %q has %d views", s.Number, s.Lang, len(s.Views))
		}
		for step, v := range s.Views {
			if _, known := n.pictures[v.Picture]; v.HTML == "" && !known || v.HTML != "" && v.Picture >= 0 {
				return fmt.Errorf("store: slide %d of a new deck has at step %d picture %d and %d bytes of HTML", s.Number, step, v.Picture, len(v.HTML))
			}
		}
	}
	return nil
}

// addPicture also returns whether the picture was not there before, and when it
// was stored.
func (s *Store) addPicture(ctx context.Context, p deck.DraftPicture) (kept deck.Picture, isNew bool, at time.Time, err error) {
	if len(p.Sizes) == 0 {
		return kept, false, at, fmt.Errorf("store: picture without a size")
	}
	mac := hmac.New(sha256.New, s.key)
	for _, size := range p.Sizes {
		fmt.Fprintf(mac, "%d %s %d\n", size.Width, size.Type, len(size.Data))
		mac.Write(size.Data)
	}
	kept = deck.Picture{
		Hash:  base64.RawURLEncoding.EncodeToString(mac.Sum(nil)),
		Width: p.Width, Height: p.Height, Vector: p.Vector,
	}
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		// xmax is 0 in a row that was not there before.
		err := tx.QueryRow(ctx, `INSERT INTO pictures (hash, width, height, vector) VALUES ($1, $2, $3, $4)
			ON CONFLICT (hash) DO UPDATE SET used_at = clock_timestamp() RETURNING xmax = 0, used_at`,
			kept.Hash, p.Width, p.Height, p.Vector).Scan(&isNew, &at)
		if err != nil {
			return err
		}
		for _, size := range p.Sizes {
			width := size.Width
			if p.Vector {
				width = 0
			}
			kept.Widths = append(kept.Widths, width)
			_, err := tx.Exec(ctx, `INSERT INTO picture_sizes (hash, width, height, type, data) VALUES ($1, $2, $3, $4, $5)
				ON CONFLICT DO NOTHING`, kept.Hash, width, size.Height, size.Type, size.Data)
			if err != nil {
				return err
			}
		}
		return nil
	})
	slices.Sort(kept.Widths)
	return kept, isNew, at, asFault(err, "add picture")
}

var placeholder = regexp.MustCompile(`src="picture:([0-9]{1,6})"`)

// place puts the pictures' addresses into html and returns it with the hashes of
// these pictures, in order. A placeholder that names no
// picture loses its address.
func place(html string, pictures map[int]deck.Picture) (string, []string) {
	uses := []string{}
	html = placeholder.ReplaceAllStringFunc(html, func(m string) string {
		i, err := strconv.Atoi(placeholder.FindStringSubmatch(m)[1])
		p, known := pictures[i]
		if err != nil || !known {
			return ""
		}
		if len(p.Widths) == 0 { // it is played
			uses = append(uses, p.Hash)
			return `src="/media/` + p.Hash + `"`
		}
		largest := address(p, p.Widths[len(p.Widths)-1])
		uses = append(uses, p.Hash)
		if len(p.Widths) == 1 {
			return `src="` + largest + `"`
		}
		set := make([]string, len(p.Widths))
		for i, w := range p.Widths {
			set[i] = fmt.Sprintf("%s %dw", address(p, w), w)
		}
		return `src="` + largest + `" srcset="` + strings.Join(set, ", ") + `" sizes="100vw"`
	})
	return html, uses
}

func address(p deck.Picture, width int) string {
	return fmt.Sprintf("/pictures/%s/%d", p.Hash, width)
}
