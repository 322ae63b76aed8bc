package stranger

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"html"
	"image"
	"image/color"
	_ "image/gif"
	_ "image/jpeg"
	_ "image/png"
	"io"
	"net/url"
	"regexp"
	"strings"
	"sync"

	_ "golang.org/x/image/webp"
)

// A secret is a word or a colour that stands in one view of one deck: its spot is
// the zero one where it is the deck's title.
type secret struct {
	deck string // the kind's name
	at   spot
	note bool
}

// secrets are those of all kinds, by their words, and by their colours as SVG has
// them.
var secrets = func() map[string]secret {
	all := map[string]secret{}
	for _, k := range kinds {
		all[k.title()] = secret{deck: k.name}
		for _, at := range k.spots() {
			all[k.word(at, heading)] = secret{k.name, at, false}
			all[k.word(at, text)] = secret{k.name, at, false}
			all[k.word(at, note)] = secret{k.name, at, true}
			if k.pictures {
				all[strings.ToLower(hexOf(k.colour(at)))] = secret{k.name, at, false}
			}
		}
	}
	return all
}()

// telling matches whatever may be one of them. Colours count in SVG only: other
// bytes hold six such digits by chance.
var (
	telling = regexp.MustCompile(`zqx[a-z]+xqz`)
	colours = regexp.MustCompile(`#[0-9a-f]{6}`)
	base64d = regexp.MustCompile(`[A-Za-z0-9+/_-]{24,}`)
)

// known is what some bytes tell, remembered by them: the same answer comes often.
var known = struct {
	sync.Mutex
	of map[[32]byte][]secret
}{of: map[[32]byte][]secret{}}

// tells finds all secrets in the bytes of an answer: as they are, unescaped,
// unpacked, decoded, and looked at.
func tells(b []byte) []secret {
	key := sha256.Sum256(b)
	known.Lock()
	found, ok := known.of[key]
	known.Unlock()
	if ok {
		return found
	}
	seen := map[secret]bool{}
	look(b, 3, func(s secret) {
		if !seen[s] {
			seen[s] = true
			found = append(found, s)
		}
	})
	known.Lock()
	known.of[key] = found
	known.Unlock()
	return found
}

func look(b []byte, depth int, found func(secret)) {
	if plain := gunzip(b); plain != nil && depth > 0 {
		look(plain, depth-1, found)
		return
	}
	if m, _, err := image.Decode(bytes.NewReader(b)); err == nil {
		if s, ok := nearest(average(m)); ok {
			found(s)
		}
	}
	plain := strings.ToLower(string(b))
	for _, word := range telling.FindAllString(plain, -1) {
		if s, ok := secrets[word]; ok {
			found(s)
		}
	}
	if strings.Contains(plain, "<svg") {
		for _, c := range colours.FindAllString(plain, -1) {
			if s, ok := secrets[c]; ok {
				found(s)
			}
		}
	}
	if depth == 0 {
		return
	}
	if strings.Contains(plain, "%") || strings.Contains(plain, "&#") {
		if s, err := url.QueryUnescape(html.UnescapeString(string(b))); err == nil && s != string(b) {
			look([]byte(s), depth-1, found)
		}
	}
	for _, run := range base64d.FindAll(b, -1) {
		for _, coding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			if inner, err := coding.DecodeString(string(run[:len(run)/4*4])); err == nil {
				look(inner, depth-1, found)
			}
		}
	}
}

// gunzip unpacks what is packed. It returns nil for what is not.
func gunzip(b []byte) []byte {
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil
	}
	plain, _ := io.ReadAll(z)
	return plain
}

func hexOf(c color.NRGBA) string { return "#" + hex.EncodeToString([]byte{c.R, c.G, c.B}) }

// average is the mean colour of a picture, of a few thousand of its pixels.
func average(m image.Image) (mean [3]int) {
	b := m.Bounds()
	n := 0
	for y := b.Min.Y; y < b.Max.Y; y += max(1, b.Dy()/40) {
		for x := b.Min.X; x < b.Max.X; x += max(1, b.Dx()/40) {
			red, green, blue, _ := m.At(x, y).RGBA()
			mean[0], mean[1], mean[2] = mean[0]+int(red>>8), mean[1]+int(green>>8), mean[2]+int(blue>>8)
			n++
		}
	}
	for i := range mean {
		mean[i] /= max(1, n)
	}
	return mean
}

// nearest is the view whose colour a picture has.
func nearest(mean [3]int) (secret, bool) {
	for _, k := range kinds {
		for _, at := range k.spots() {
			c := k.colour(at)
			far := func(a int, b uint8) bool { return max(a-int(b), int(b)-a) > 25 }
			if k.pictures && !far(mean[0], c.R) && !far(mean[1], c.G) && !far(mean[2], c.B) {
				return secret{deck: k.name, at: at}, true
			}
		}
	}
	return secret{}, false
}
