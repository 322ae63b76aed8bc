package datadir

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"lectern/app/fault"
)

const (
	keyFile   = "presenter.key"
	keyLength = 32 // characters, at the least
)

// PresenterKey returns the key that makes whoever has it the presenter. It is
// made once: links and cookies hold over restarts. Servers on one database have
// one key, out of the file given. A key that others may read is told by warn, and
// the folder's own is closed.
func (d *Dir) PresenterKey(given string, warn func(string)) (string, error) {
	if given != "" {
		return givenKey(given, warn)
	}
	root, err := os.OpenRoot(d.path)
	if err != nil {
		return "", err
	}
	defer root.Close()
	f, err := root.OpenFile(keyFile, os.O_RDONLY, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return d.newKey()
	}
	if err != nil {
		return "", fault.Wrap(fault.Conflict, err, "The presenter's key %s cannot be read: %s", d.File(keyFile), fault.Reason(err))
	}
	defer f.Close()
	key, info, err := readKey(f)
	if err != nil {
		return "", fault.Wrap(fault.Conflict, err, "The presenter's key %s cannot be read: %s", d.File(keyFile), fault.Reason(err))
	}
	if link, err := root.Lstat(keyFile); err != nil || !link.Mode().IsRegular() || !Ours(info) {
		return "", fault.Errorf(fault.Conflict, "The presenter's key %s is not a file of yours; please delete it", d.File(keyFile))
	}
	if openToOthers(info) {
		warn(fmt.Sprintf("Other users could read the presenter's key %s, which is closed now; if they may have done so, delete it and start again", d.File(keyFile)))
		if err := f.Chmod(0o600); err != nil {
			return "", err
		}
	}
	if len(key) < keyLength {
		return d.newKey() // cut short, as by a full disk
	}
	return key, nil
}

func (d *Dir) newKey() (string, error) {
	raw := make([]byte, 32)
	rand.Read(raw)
	key := base64.RawURLEncoding.EncodeToString(raw)
	if err := WriteFile(d.File(keyFile), []byte(key+"\n"), 0o600); err != nil {
		return "", fault.Wrap(fault.Conflict, err, "The presenter's key %s cannot be written: %s", d.File(keyFile), fault.Reason(err))
	}
	return key, nil
}

// givenKey reads a key that somebody else has made.
func givenKey(path string, warn func(string)) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", fault.Wrap(fault.Conflict, err, "The presenter's key %s cannot be read: %s", path, fault.Reason(err))
	}
	defer f.Close()
	key, info, err := readKey(f)
	if err != nil {
		return "", fault.Wrap(fault.Conflict, err, "The presenter's key %s cannot be read: %s", path, fault.Reason(err))
	}
	printable := func(r rune) bool { return r > ' ' && r < 0x7f }
	if len(key) < keyLength || strings.ContainsFunc(key, func(r rune) bool { return !printable(r) }) {
		return "", fault.Errorf(fault.Malformed, "The presenter's key in %s is one line of at least %d letters and digits; `openssl rand -hex 32` makes one", path, keyLength)
	}
	if openToOthers(info) {
		warn(fmt.Sprintf("Other users can read the presenter's key %s; `chmod 600` closes it", path))
	}
	return key, nil
}

func readKey(f *os.File) (string, fs.FileInfo, error) {
	info, err := f.Stat()
	if err != nil {
		return "", nil, err
	}
	b, err := io.ReadAll(io.LimitReader(f, 4<<10))
	return strings.TrimSpace(string(b)), info, err
}
