package pdfpc

import (
	"encoding/json"
	"strconv"
	"strings"
)

// parseJSON reads the format of version 4.5 and later:
// https://github.com/pdfpc/pdfpc/blob/master/schema/pdfpc.json. Several programs write
// it, so a value of another type is passed over, and the rest is taken.
func parseJSON(data []byte) (*File, error) {
	var whole map[string]json.RawMessage
	if err := json.Unmarshal(data, &whole); err != nil {
		return nil, err
	}
	f := &File{
		Minutes:   minutes(integer(whole["duration"])),
		End:       integer(whole["endSlide"]),
		NotesSide: side(text(whole["beamerNotePosition"])),
	}
	var pages []map[string]json.RawMessage
	if err := json.Unmarshal(whole["pages"], &pages); err != nil {
		// One that is no object spoils no other.
		var each []json.RawMessage
		json.Unmarshal(whole["pages"], &each)
		pages = make([]map[string]json.RawMessage, len(each))
		for i, p := range each {
			json.Unmarshal(p, &pages[i])
		}
	}
	for _, p := range pages {
		if p == nil {
			continue
		}
		f.pages = append(f.pages, page{
			index:   integer(p["idx"]),
			label:   text(p["label"]),
			overlay: max(0, integer(p["overlay"])),
			step:    truth(p["forcedOverlay"]),
			hidden:  truth(p["hidden"]),
			note:    strings.TrimSpace(text(p["note"])),
		})
	}
	return f, nil
}

// integer is a number from 0, or -1.
func integer(v json.RawMessage) int {
	var n json.Number
	if json.Unmarshal(v, &n) != nil {
		return -1
	}
	if f, err := strconv.ParseFloat(n.String(), 64); err == nil && f >= 0 && f < 1<<31 {
		return int(f)
	}
	return -1
}

// text is a string, or what a number is written as.
func text(v json.RawMessage) string {
	var s string
	if json.Unmarshal(v, &s) == nil {
		return s
	}
	var n json.Number
	json.Unmarshal(v, &n)
	return n.String()
}

func truth(v json.RawMessage) bool {
	var b bool
	json.Unmarshal(v, &b)
	return b
}
