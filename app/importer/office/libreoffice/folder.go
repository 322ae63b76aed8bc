package libreoffice

import (
	"context"
	"crypto/md5"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"unicode/utf16"
)

// Folder is where one talk is converted.
type Folder struct {
	dir string
	ext string
}

// folderName begins the name of each Folder.
const folderName = "talk-"

// Empty removes the Folders that an earlier run left in dir, and nothing else.
func Empty(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, e := range entries {
		if e.IsDir() && strings.HasPrefix(e.Name(), folderName) {
			f := &Folder{dir: filepath.Join(dir, e.Name())}
			if real, linkErr := filepath.EvalSymlinks(f.dir); linkErr == nil {
				f.dir = real
			}
			err = errors.Join(err, f.Tidy(), f.Remove())
		}
	}
	return err
}

// NewFolder makes a Folder in dir, or in the system's for such things where dir is
// "", with the talk in it, which is read from r and ends in ext. Where hidden is true a PDF
// of it has its hidden slides, too.
func NewFolder(ctx context.Context, dir, ext string, hidden bool, r io.Reader) (f *Folder, err error) {
	if dir != "" {
		mode := fs.FileMode(0o700)
		if os.Geteuid() == 0 {
			mode = 0o711 // the program's user passes through
		}
		if err := os.MkdirAll(dir, mode); err != nil {
			return nil, fmt.Errorf("libreoffice: %w", err)
		}
	}
	own, err := os.MkdirTemp(dir, folderName)
	if err != nil {
		return nil, fmt.Errorf("libreoffice: %w", err)
	}
	f = &Folder{own, ext}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("libreoffice: %w", err), f.Remove())
		}
	}()
	if f.dir, err = filepath.EvalSymlinks(own); err != nil {
		return nil, err
	}
	for _, sub := range []string{"in", "out", "tmp", "home", "profile", "profile/user"} {
		if err := os.Mkdir(f.path(sub), 0o700); err != nil {
			return nil, err
		}
	}
	if err := os.WriteFile(f.path("profile/user/registrymodifications.xcu"), []byte(profile(hidden)), 0o600); err != nil {
		return nil, err
	}
	talk, err := os.OpenFile(f.path("in/talk"+ext), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	_, err = io.Copy(talk, &reader{ctx, r})
	return f, errors.Join(err, talk.Close())
}

// Path is the folder's own.
func (f *Folder) Path() string { return f.dir }

func (f *Folder) path(elem string) string { return filepath.Join(f.dir, filepath.FromSlash(elem)) }

// Remove removes the folder.
func (f *Folder) Remove() error { return os.RemoveAll(f.dir) }

// Form is what a talk is made into.
type Form struct{ ext, filter string }

// What a talk is made into.
var (
	PDF          = Form{".pdf", "pdf:impress_pdf_Export"}
	OpenDocument = Form{".odp", "odp:impress8"}
)

// Ext is what files of the form end in.
func (m Form) Ext() string { return m.ext }

// Open opens what was made. What made it may be in a stranger's hands by now: no link is
// followed.
func (f *Folder) Open(m Form) (*os.File, error) {
	root, err := os.OpenRoot(f.path("out"))
	if err != nil {
		return nil, err
	}
	defer root.Close()
	info, err := root.Lstat("talk" + m.ext)
	if err == nil && !info.Mode().IsRegular() {
		err = fs.ErrNotExist
	}
	if err != nil {
		return nil, err
	}
	return root.Open("talk" + m.ext)
}

// Command is what converts the talk.
type Command struct {
	Args []string // the program first
	Env  []string
	Dir  string   // all that it writes is in here
	Read []string // what else it needs to read, files or folders
}

// Command returns what converts the talk in the folder. It ends with status 0
// whether it is made then or not, and with Again where it wants to be run anew.
func (p Program) Command(f *Folder, m Form) Command {
	c := Command{Dir: f.dir, Read: append([]string{p.root}, systemFiles...)}
	c.Args = []string{
		p.path, "-env:UserInstallation=" + fileURL(f.path("profile")),
		"--headless", "--invisible", "--norestore", "--nologo", "--nodefault", "--nolockcheck", "--nofirststartwizard",
		"--convert-to", m.filter, "--outdir", f.path("out"), f.path("in/talk" + f.ext),
	}
	c.Env = []string{
		"HOME=" + f.path("home"), "TMPDIR=" + f.path("tmp"), "XDG_CACHE_HOME=" + f.path("home"), "XDG_CONFIG_HOME=" + f.path("home"),
		"PATH=/usr/bin:/bin", "LANG=C.UTF-8", "SAL_USE_VCLPLUGIN=svp", "SAL_DISABLE_OPENCL=1",
		"http_proxy=" + nowhere, "https_proxy=" + nowhere, "ftp_proxy=" + nowhere,
	}
	if runtime.GOOS == "windows" {
		c.Env = append(c.Env, "TEMP="+f.path("tmp"), "TMP="+f.path("tmp"), "USERPROFILE="+f.path("home"), "APPDATA="+f.path("home"), "LOCALAPPDATA="+f.path("home"))
		for _, name := range []string{"SystemRoot", "SystemDrive", "windir", "ComSpec", "PATHEXT"} {
			c.Env = append(c.Env, name+"="+os.Getenv(name))
		}
	}
	// The fonts that the user has put there are the user's to use.
	if home, err := os.UserHomeDir(); err == nil {
		data := os.Getenv("XDG_DATA_HOME")
		if data == "" {
			data = filepath.Join(home, ".local", "share")
		}
		c.Env = append(c.Env, "XDG_DATA_HOME="+data)
		c.Read = append(c.Read, filepath.Join(data, "fonts"))
	}
	return c
}

// Tidy removes what the program leaves outside of the folder: the socket that it is
// known by to others of the same profile, since it may remove nothing there. It is
// to be called before the program is run again, too.
func (f *Folder) Tidy() error {
	// See desktop/source/app/officeipcthread.cxx and sal/osl/unx/pipe.cxx.
	var letters []byte
	for _, u := range utf16.Encode([]rune(fileURL(f.path("profile")))) {
		letters = binary.LittleEndian.AppendUint16(letters, u)
	}
	name := ""
	for _, b := range md5.Sum(letters) {
		name += strconv.FormatUint(uint64(b), 16)
	}
	sockets, err := filepath.Glob("/tmp/OSL_PIPE_*_SingleOfficeIPC_" + name)
	for _, s := range sockets {
		err = errors.Join(err, os.Remove(s))
	}
	return err
}

// Again is the status of a program that wants to be run anew: it has set up its
// profile.
const Again = 81

// systemFiles are what programs read of a Linux.
var systemFiles = []string{
	"/usr", "/lib", "/lib64", "/lib32", "/etc", "/var/lib/libreoffice", "/var/spool/libreoffice", "/var/cache/fontconfig",
	"/dev/null", "/dev/zero", "/dev/random", "/dev/urandom", "/sys/devices/system/cpu", "/nix/store",
}

func fileURL(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	return (&url.URL{Scheme: "file", Path: path}).String()
}

// reader ends with its context.
type reader struct {
	ctx context.Context
	r   io.Reader
}

func (r *reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(p)
}
