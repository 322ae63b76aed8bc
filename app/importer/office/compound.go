package office

import (
	"encoding/binary"
	"io"
	"io/fs"
	"unicode/utf16"
)

// maxSectors is how many sectors of names are read of a compound file: 4,000 names.
const maxSectors = 128

// kindOfCompound goes by the names of a compound file's streams ([MS-CFB]), which
// the old programs kept their files as, and the new ones those with a password.
func kindOfCompound(f fs.File) (Kind, error) {
	at, err := readerAt(f)
	if err != nil {
		return None, err
	}
	head := make([]byte, 512)
	if _, err := at.ReadAt(head, 0); err != nil {
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			return OtherDocument, nil
		}
		return None, err
	}
	shift := binary.LittleEndian.Uint16(head[30:])
	if shift != 9 && shift != 12 {
		return OtherDocument, nil
	}
	size := int64(1) << shift
	sector := make([]byte, size)
	read := func(n uint32) bool {
		_, err := at.ReadAt(sector, (int64(n)+1)*size)
		return err == nil || err == io.EOF // the last one may be cut short
	}
	kind := OtherDocument
	next := binary.LittleEndian.Uint32(head[48:])
	for range maxSectors {
		if next > 0xFFFFFFFA || !read(next) {
			break
		}
		for i := 0; i+128 <= len(sector); i += 128 {
			switch streamName(sector[i : i+128]) {
			case "PowerPoint Document", "PP97_DUALSTORAGE":
				kind = OldPowerPoint
			case "EncryptedPackage", "EncryptedSummary":
				return Locked, nil
			}
		}
		// Where the chain of sectors goes on stands in a table, itself in sectors, the
		// first 109 of which the head lists.
		perSector := uint32(size / 4)
		if next/perSector >= 109 || !read(binary.LittleEndian.Uint32(head[76+4*(next/perSector):])) {
			break
		}
		next = binary.LittleEndian.Uint32(sector[4*(next%perSector):])
	}
	return kind, nil
}

// streamName is the name in an entry of the list of streams.
func streamName(entry []byte) string {
	n := int(binary.LittleEndian.Uint16(entry[64:]))
	if n < 2 || n > 64 {
		return ""
	}
	letters := make([]uint16, n/2-1)
	for i := range letters {
		letters[i] = binary.LittleEndian.Uint16(entry[2*i:])
	}
	return string(utf16.Decode(letters))
}
