package filetype

import "testing"

func TestMedia(t *testing.T) {
	pad := "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	for head, want := range map[string]string{
		"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41": "video/mp4", "\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00": "audio/mp4",
		"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00qt  ": "", "\x00\x00\x00\x1cftypavif\x00\x00\x00\x00avifmif1": "",
		"\x1aE\xdf\xa3\x01\x00\x00\x00\x00\x00\x00\x1fB\x86\x81\x01B\x82\x84webm": "video/webm", "\x1aE\xdf\xa3\x01\x00\x00\x00\x00\x00\x00\x1fB\x82\x88matroska": "",
		"OggS\x00\x02" + pad + pad + "OpusHead": "audio/ogg", "OggS\x00\x02" + pad + pad + "\x80theora": "video/ogg", "OggS\x00\x02" + pad: "",
		"RIFF\x00\x00\x00\x00WAVEfmt ": "audio/wav", "fLaC" + pad: "audio/flac", "ID3\x04" + pad: "audio/mpeg", "\xff\xfb\x90\x64" + pad: "audio/mpeg",
		"": "", "MP3": "", "# Talk about ID3 and more": "", "\xff\xfe\x41\x00" + pad: "",
	} {
		if got := Media([]byte(head)); got != want {
			t.Errorf("%q: %q, want %q", head, got, want)
		}
		if got := Of("clip.bin", []byte(head)); (got == Playable) != (want != "") {
			t.Errorf("%q is %d", head, got)
		}
	}
	if Of("a.md", []byte("ID3 tags are fun to read")) != Markdown {
		t.Error("a text is a sound")
	}
}
