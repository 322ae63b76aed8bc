package filetype

import (
	"bytes"
	"io"
	"io/fs"
	"slices"
	"strings"
)

// MediaTypes are those of films and sounds that browsers play.
var MediaTypes = []string{"video/mp4", "video/webm", "video/ogg", "audio/mp4", "audio/ogg", "audio/mpeg", "audio/wav", "audio/flac"}

// Media is the media type of the film or sound that begins with b, or "" where it is
// none that browsers play. What they play of a container hangs on its codecs, too.
func Media(b []byte) string {
	has := func(prefix string) bool { return bytes.HasPrefix(b, []byte(prefix)) }
	head := b[:min(len(b), 512)]
	switch {
	case len(b) < 12:
	case string(b[4:8]) == "ftyp":
		return mp4(b)
	case has("\x1aE\xdf\xa3"):
		if bytes.Contains(head[:min(len(head), 64)], []byte("webm")) {
			return "video/webm"
		}
	case has("OggS"):
		if bytes.Contains(head, []byte("\x80theora")) {
			return "video/ogg"
		}
		if bytes.Contains(head, []byte("OpusHead")) || bytes.Contains(head, []byte("\x01vorbis")) || bytes.Contains(head, []byte("\x7fFLAC")) {
			return "audio/ogg"
		}
	case has("RIFF") && string(b[8:12]) == "WAVE":
		return "audio/wav"
	case has("fLaC"):
		return "audio/flac"
	case has("ID3"), b[0] == 0xff && (b[1] == 0xfb || b[1] == 0xf3 || b[1] == 0xf2) && b[2]>>4 != 0xf && b[2]>>4 != 0:
		return "audio/mpeg"
	}
	return ""
}

// mp4 tells films from sounds by the brands that a file says (ISO/IEC 14496-12, 4.3).
func mp4(b []byte) string {
	main := string(b[8:12])
	switch {
	case main == "M4A " || main == "M4B ":
		return "audio/mp4"
	case ofBrand(b) != Film:
		return ""
	case slices.Contains(strings.Fields("isom iso2 iso3 iso4 iso5 iso6 mp41 mp42 avc1 dash MSNV f4v M4V M4VH M4VP mmp4"), strings.TrimSpace(main)):
		return "video/mp4"
	}
	return ""
}

// MediaOfFile is Media of a file.
func MediaOfFile(fsys fs.FS, name string) (string, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	head, err := io.ReadAll(io.LimitReader(f, 4096))
	return Media(head), err
}
