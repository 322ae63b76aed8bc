package importer

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"path"
	"strings"
	"sync"

	"golang.org/x/image/webp"

	"lectern/app/deck"
	"lectern/app/fault"
)

const (
	maxPixels     = 100 << 20 // of one picture; what a camera of today makes
	bigPixels     = 24 << 20  // from here on one picture is decoded at a time
	maxVectorFile = 16 << 20
	maxMovingFile = 32 << 20 // of an animation, which is kept as it is
)

// bigPicture is held while a very large picture is decoded: two at once could
// need gigabytes.
var bigPicture sync.Mutex

// makePicture checks a picture and makes the sizes it is served in. All but
// animations and vectors are written anew, so that nothing of what a camera
// adds (where it was, whose it is) is passed on. The text is a vector's own.
func makePicture(f File) (p deck.DraftPicture, text string, err error) {
	name := path.Base(f.Name)
	if strings.HasPrefix(f.Name, "data:") {
		name = "The picture inside the text"
	}
	k := sniff(File{Name: name, Data: f.Data})
	switch k {
	case kindSVG:
		if len(f.Data) > maxVectorFile {
			return p, "", fault.Errorf(fault.TooLarge, "%s has %d MB; %d MB is the most for an SVG.", name, len(f.Data)>>20, maxVectorFile>>20)
		}
		return makeVector(f.Data, name)
	case kindPNG, kindJPEG, kindGIF, kindWebP:
	case kindMarkdown, kindText:
		return p, "", fault.Errorf(fault.NotADeck, "%s is no picture.", name)
	default:
		return p, "", refuse(f, k)
	}
	c, err := pictureSize(k, f.Data)
	if err != nil {
		return p, "", damaged(name, k, f.Data, err)
	}
	if c.Width <= 0 || c.Height <= 0 {
		return p, "", fault.Errorf(fault.NotADeck, "%s is a picture without a size.", name)
	}
	if int64(c.Width)*int64(c.Height) > maxPixels {
		return p, "", fault.Errorf(fault.TooLarge, "%s has %d × %d pixels; 100 million pixels are the most.", name, c.Width, c.Height)
	}
	if moving, data, err := moves(k, f.Data); err != nil {
		return p, "", damaged(name, k, f.Data, err)
	} else if moving {
		if len(data) > maxMovingFile {
			return p, "", fault.Errorf(fault.TooLarge, "%s is an animation of %d MB; %d MB is the most.", name, len(data)>>20, maxMovingFile>>20)
		}
		size := deck.PictureSize{Width: c.Width, Height: c.Height, Type: mediaTypes[k], Data: data}
		return deck.DraftPicture{Width: c.Width, Height: c.Height, Sizes: []deck.PictureSize{size}}, "", nil
	}
	if c.Width*c.Height > bigPixels {
		bigPicture.Lock()
		defer bigPicture.Unlock()
	}
	img, err := decode(k, f.Data)
	if err != nil {
		return p, "", damaged(name, k, f.Data, err)
	}
	turn := upright
	if k == kindJPEG {
		turn = exifOrientation(f.Data)
	}
	p, err = renditions(img, turn, k == kindJPEG)
	if err != nil {
		return p, "", damaged(name, k, f.Data, err)
	}
	return p, "", nil
}

var mediaTypes = map[kind]string{kindPNG: "image/png", kindJPEG: "image/jpeg", kindGIF: "image/gif", kindWebP: "image/webp"}

// pictureSize reads the header only.
func pictureSize(k kind, data []byte) (image.Config, error) {
	r := bytes.NewReader(data)
	switch k {
	case kindPNG:
		return png.DecodeConfig(r)
	case kindJPEG:
		return jpeg.DecodeConfig(r)
	case kindGIF:
		return gif.DecodeConfig(r)
	}
	if w, h, ok := webpCanvas(data); ok { // of an animation, which the decoder does not know
		return image.Config{Width: w, Height: h}, nil
	}
	return webp.DecodeConfig(r)
}

func decode(k kind, data []byte) (image.Image, error) {
	r := bytes.NewReader(data)
	switch k {
	case kindPNG:
		return png.Decode(r)
	case kindJPEG:
		return jpeg.Decode(r)
	case kindGIF:
		return gif.Decode(r)
	}
	return webp.Decode(r)
}

// moves reports whether a picture is an animation, and returns it without what
// does not belong to the picture.
func moves(k kind, data []byte) (bool, []byte, error) {
	switch k {
	case kindGIF:
		out, frames, err := cleanGIF(data)
		return frames > 1, out, err
	case kindWebP:
		return cleanWebP(data)
	}
	return false, nil, nil
}

func damaged(name string, k kind, data []byte, err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) || cutShort(k, data) {
		return fault.Wrap(fault.NotADeck, err, "%s is cut short: the file ends before the picture does.", name)
	}
	return fault.Wrap(fault.NotADeck, err, "%s is damaged and cannot be shown.", name)
}

// cutShort reports whether the mark that ends a picture is missing. The
// decoders fail at such files, but do not always say why.
func cutShort(k kind, data []byte) bool {
	switch k {
	case kindPNG:
		return !bytes.Contains(data, []byte("IEND"))
	case kindJPEG:
		return !bytes.Contains(data, []byte{0xff, 0xd9})
	case kindWebP:
		return int64(binary.LittleEndian.Uint32(data[4:8]))+8 > int64(len(data))
	}
	return false
}
