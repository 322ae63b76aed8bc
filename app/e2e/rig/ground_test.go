//go:build linux

package rig

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"lectern/app/e2e/harness"
)

// slideCount is so many that no slide comes again while a move to it is in doubt.
const slideCount = 240

// template is a data folder with a live deck, from which each seed begins.
type template struct {
	data  string
	names []string // what an ended Lectern leaves in it

	noDisk error // why a seed has no disk of its own, or nil
	noLock error // why the files on it cannot be made immutable
}

func newTemplate(t *testing.T) *template {
	t.Helper()
	// The first PDF has its engine compiled, for seconds; seeds find it in the
	// cache, as all starts but the first do.
	p := &template{data: harness.PreparedForPDF(t)}
	p.noDisk, p.noLock = tryDisk(t)
	l := harness.Start(t, p.data, harness.Write(t, "talk.md", harness.Talk(slideCount)))
	l.Follow("/live").Slide(t, 1)
	// So small that a sleeping transaction can fill it.
	if _, err := l.ConnectAsSuperuser().Exec(context.Background(), `ALTER SYSTEM SET max_notify_queue_pages = 64`); err != nil {
		t.Fatal(err)
	}
	if err := l.End(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	p.names = namesIn(t, p.data)
	return p
}

// tryDisk mounts a disk and makes a file on it immutable, and returns what
// keeps it from that.
func tryDisk(t *testing.T) (noDisk, noLock error) {
	t.Helper()
	dir := t.TempDir()
	if err := unix.Mount("lectern-rig", dir, "tmpfs", 0, "size=1m"); err != nil {
		err = fmt.Errorf("mounting one: %w", err)
		return err, err
	}
	name := filepath.Join(dir, "file")
	if err := os.WriteFile(name, nil, 0o600); err != nil {
		t.Error(err)
	}
	if out, err := exec.Command("chattr", "+i", name).CombinedOutput(); err != nil {
		noLock = fmt.Errorf("chattr: %w: %s", err, bytes.TrimSpace(out))
	}
	exec.Command("chattr", "-i", name).Run()
	if err := unix.Unmount(dir, 0); err != nil {
		t.Error(err)
	}
	return nil, noLock
}

func namesIn(t *testing.T, dir string) (names []string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// ground is where one seed happens: a data folder on a small disk of its
// own, if one can be mounted, and a folder for temporary files.
type ground struct {
	t        *testing.T
	template *template
	data     string
	disk     bool // data is a file system of its own
	tmp      string
	mark     string      // in the environment of all processes
	segments map[int]int // shared memory segments that were there before

	mu          sync.Mutex
	postmasters map[int][]string // all there were, and their shared memory's files
}

func newGround(t *testing.T, template *template) *ground {
	t.Helper()
	g := &ground{t: t, template: template, data: harness.Folder(t), mark: rand.Text(), postmasters: map[int][]string{}}
	g.segments = harness.Segments()
	if err := os.Mkdir(g.data, 0o711); err != nil {
		t.Fatal(err)
	}
	if template.noDisk == nil {
		if err := unix.Mount("lectern-rig", g.data, "tmpfs", 0, "size=320m,mode=711"); err != nil {
			t.Fatal(err)
		}
		g.disk = true
		t.Cleanup(g.unmount)
		g.spread()
	}
	if out, err := exec.Command("cp", "-a", template.data+"/.", g.data).CombinedOutput(); err != nil {
		t.Fatalf("cp: %v: %s", err, out)
	}
	g.tmp = filepath.Join(filepath.Dir(g.data), "tmp")
	if err := os.Mkdir(g.tmp, 0o777); err != nil {
		t.Fatal(err)
	}
	t.Setenv("TMPDIR", g.tmp)
	t.Setenv("LECTERN_RIG_MARK", g.mark)
	return g
}

// spread uses up some of the disk's inode numbers. PostgreSQL finds the shared
// memory of its dead by the number of its folder's, and those of two such disks
// would be the same: with two rigs at once, it would take the other's for a
// stranger's, its own for nobody's, and leave it.
func (g *ground) spread() {
	name := filepath.Join(g.data, "used")
	for range os.Getpid() % 512 * 16 {
		if err := os.WriteFile(name, nil, 0o600); err != nil {
			g.t.Fatal(err)
		}
		os.Remove(name)
	}
}

func (g *ground) unmount() {
	deadline := time.Now().Add(5 * time.Second)
	for {
		err := unix.Unmount(g.data, 0)
		if err == nil {
			return
		}
		if time.Now().After(deadline) {
			g.t.Errorf("the disk is still in use: %v", err)
			unix.Unmount(g.data, unix.MNT_DETACH)
			return
		}
		<-time.After(20 * time.Millisecond)
	}
}

// postmaster is PostgreSQL's process now, or 0.
func (g *ground) postmaster() int {
	files, _ := filepath.Glob(filepath.Join(g.data, "pg[0-9]*", "postmaster.pid"))
	if len(files) != 1 {
		return 0
	}
	b, err := os.ReadFile(files[0])
	if err != nil {
		return 0
	}
	line, _, _ := strings.Cut(string(b), "\n")
	pid, err := strconv.Atoi(line)
	if err != nil || pid <= 1 || !harness.Alive(pid) {
		return 0
	}
	return pid
}

// log is the end of PostgreSQL's, and what its processes do.
func (g *ground) log() string {
	var out strings.Builder
	files, _ := filepath.Glob(filepath.Join(g.data, "pg[0-9]*", "log", "postgres.log"))
	for _, file := range files {
		text, _ := os.ReadFile(file)
		out.Write(text[max(0, len(text)-4000):])
	}
	for _, pid := range append(harness.Children(g.t, g.postmaster()), g.postmaster()) {
		title, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
		status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/wchan", pid))
		fmt.Fprintf(&out, "process %d waits in %s: %.60s\n", pid, status, title)
	}
	return out.String()
}

// watch notes which PostgreSQL there is.
func (g *ground) watch() {
	pid := g.postmaster()
	if pid == 0 {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	before, known := g.postmasters[pid]
	if len(before) > 0 {
		return
	}
	if !known {
		g.t.Logf("%s PostgreSQL is process %d", time.Now().Format("05.000"), pid)
	}
	g.postmasters[pid] = nil
	maps, _ := os.ReadFile(fmt.Sprintf("/proc/%d/maps", pid))
	for line := range strings.Lines(string(maps)) {
		// The data folder may be in /dev/shm as well.
		if _, name, ok := strings.Cut(line, "/dev/shm/PostgreSQL."); ok {
			g.postmasters[pid] = append(g.postmasters[pid], "/dev/shm/PostgreSQL."+strings.TrimSpace(name))
		}
	}
}

// leftovers returns what an ended Lectern must not leave.
func (g *ground) leftovers(addr string) (left []string) {
	left = append(left, harness.Users(g.t, g.data)...)
	left = append(left, g.processes()...)
	if c, err := net.DialTimeout("tcp", addr, time.Second); err == nil {
		c.Close()
		left = append(left, "a listener on "+addr)
	}
	for _, name := range namesIn(g.t, g.tmp) {
		left = append(left, "a temporary file "+name)
	}
	for _, name := range namesIn(g.t, g.data) {
		if !slices.Contains(g.template.names, name) {
			left = append(left, "a file "+name)
		}
	}
	if files, _ := filepath.Glob(filepath.Join(g.data, "pg[0-9]*", "postmaster.pid")); files != nil {
		left = append(left, files...)
	}
	return append(left, g.sharedMemory()...)
}

// processes returns those that carry the mark.
func (g *ground) processes() (left []string) {
	files, _ := filepath.Glob("/proc/[0-9]*/environ")
	for _, file := range files {
		env, err := os.ReadFile(file)
		if err != nil || !bytes.Contains(env, []byte(g.mark)) {
			continue
		}
		pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(file)))
		if line, err := os.ReadFile(filepath.Join(filepath.Dir(file), "cmdline")); err == nil && pid != os.Getpid() && harness.Alive(pid) {
			left = append(left, fmt.Sprintf("process %d: %s", pid, bytes.ReplaceAll(line, []byte{0}, []byte(" "))))
		}
	}
	return left
}

// sharedMemory returns what any of the PostgreSQLs made and nobody removed.
func (g *ground) sharedMemory() (left []string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for pid, files := range g.postmasters {
		for _, name := range files {
			if _, err := os.Stat(name); err == nil {
				left = append(left, fmt.Sprintf("shared memory %s of process %d", name, pid))
			}
		}
	}
	for id, creator := range harness.Segments() {
		// An earlier process may have had the number of one of ours.
		_, old := g.segments[id]
		if _, ours := g.postmasters[creator]; ours && !old {
			left = append(left, fmt.Sprintf("shared memory segment %d of process %d", id, creator))
		}
	}
	return left
}
