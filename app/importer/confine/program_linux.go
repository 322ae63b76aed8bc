package confine

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"unsafe"

	seccomp "github.com/elastic/go-seccomp-bpf"
	"github.com/elastic/go-seccomp-bpf/arch"
	"golang.org/x/sys/unix"
)

// The bounds of a Program's files.
const (
	programFiles  = 1024    // that are open
	programWrites = 1 << 30 // bytes of one
)

// denied are the calls that a Program is not left: those that reach other processes,
// connect to other programs or the network, or change what is mounted. A call that is
// made by name only, of a machine whose other calls these are not, is denied, too.
var denied = map[string]bool{}

func init() {
	for _, name := range []string{
		"connect", "sendmsg", "sendmmsg", "io_uring_setup", "io_uring_enter", "io_uring_register", // the last three make connections of their own
		"kill", "tkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo", "pidfd_open", "pidfd_getfd", "pidfd_send_signal",
		"ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "process_mrelease", "kcmp",
		"fork", "vfork", "unshare", "setns", "chroot", "pivot_root", "mount", "umount2", "mount_setattr", "move_mount",
		"open_tree", "fsopen", "fsconfig", "fsmount", "fspick", "open_by_handle_at", "name_to_handle_at", "swapon", "swapoff",
		"bpf", "perf_event_open", "userfaultfd", "keyctl", "add_key", "request_key", "personality",
		"msgget", "msgsnd", "msgrcv", "msgctl", "semget", "semop", "semctl", "semtimedop", "shmget", "shmat", "shmctl", "mq_open",
		"init_module", "finit_module", "delete_module", "kexec_load", "kexec_file_load", "reboot", "acct", "syslog", "quotactl",
		"settimeofday", "clock_settime", "clock_adjtime", "adjtimex", "sethostname", "setdomainname", "iopl", "ioperm", "modify_ldt",
		"clone3",
	} {
		denied[name] = true
	}
}

// ExecReplaces says that of a process that calls Exec nothing is left but the Program.
// Nobody in it may read what comes in then: where the Program's is put in the place of
// that there is an end, as if the parent were gone.
const ExecReplaces = true

// Exec makes the process a Program. It returns only where that fails. What this
// system does not have of the walls is told before.
func Exec(b Bounds, p Program, warn func(string)) error {
	// What is a thread's own is that of the one that becomes the program.
	runtime.LockOSThread()
	closeOthers()
	if err := limit(b, programFiles, programWrites); err != nil {
		return err
	}
	if os.Geteuid() == 0 {
		// A network with nothing in it, and with names of its own for sockets. Others
		// may not have one; they have the filter.
		unix.Unshare(unix.CLONE_NEWNET)
	}
	if err := becomeNobody(); err != nil {
		warn("LibreOffice runs as root: " + err.Error())
	}
	if err := unix.Prctl(unix.PR_SET_PDEATHSIG, uintptr(unix.SIGKILL), 0, 0, 0); err != nil {
		return err
	}
	if os.Getppid() != b.Parent {
		return errors.New("the parent is gone")
	}
	if err := unix.Chdir(p.Dir); err != nil {
		return err
	}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return err
	}
	if err := fence(p); err != nil {
		warn("LibreOffice can read what this user can, since this system has no Landlock: " + err.Error())
	}
	if err := programFilter(); err != nil {
		warn("LibreOffice is less confined than it could be, since this system has no seccomp for it: " + err.Error())
	}
	for fd, flags := range map[int]int{0: unix.O_RDONLY} {
		null, err := unix.Open(os.DevNull, flags, 0)
		if err != nil {
			return err
		}
		if err := unix.Dup3(null, fd, 0); err != nil {
			return err
		}
	}
	if err := unix.Dup3(2, 1, 0); err != nil { // our parent is told no more
		return err
	}
	return unix.Exec(p.Args[0], p.Args, p.Env)
}

// programFilter leaves the thread all calls but those that are denied.
func programFilter() error {
	here, err := arch.GetInfo("")
	if err != nil {
		return err
	}
	for _, never := range []seccomp.NameWithConditions{
		{Name: "clone", Conditions: seccomp.ArgumentConditions{{Argument: 0, Operation: seccomp.BitsNotSet, Value: unix.CLONE_THREAD}}},
		{Name: "tgkill", Conditions: seccomp.ArgumentConditions{{Argument: 0, Operation: seccomp.NotEqual, Value: uint64(os.Getpid())}}},
		{Name: "socket", Conditions: seccomp.ArgumentConditions{{Argument: 0, Operation: seccomp.NotEqual, Value: unix.AF_UNIX}}},
		{Name: "prlimit64", Conditions: seccomp.ArgumentConditions{{Argument: 0, Operation: seccomp.NotEqual, Value: 0}}},
		{Name: "sendto", Conditions: seccomp.ArgumentConditions{{Argument: 4, Operation: seccomp.NotEqual, Value: 0}}},
	} {
		err := load(seccomp.Policy{DefaultAction: seccomp.ActionAllow, Syscalls: []seccomp.SyscallGroup{
			{NamesWithCondtions: []seccomp.NameWithConditions{never}, Action: seccomp.ActionErrno},
		}})
		if err != nil {
			return err
		}
	}
	var names []string
	for name := range here.SyscallNames {
		if !denied[name] {
			names = append(names, name)
		}
	}
	return load(seccomp.Policy{DefaultAction: seccomp.ActionErrno, Syscalls: []seccomp.SyscallGroup{
		// What it is asked for cannot be looked at. The C library does with clone then.
		{Names: []string{"clone3"}, Action: seccomp.ActionErrno | seccomp.Action(unix.ENOSYS)},
		{Names: names, Action: seccomp.ActionAllow},
	}})
}

// What Landlock may forbid, by the version of it that brought each: see
// landlock(7).
const (
	readFiles  = unix.LANDLOCK_ACCESS_FS_READ_FILE | unix.LANDLOCK_ACCESS_FS_READ_DIR
	allOfFirst = unix.LANDLOCK_ACCESS_FS_MAKE_SYM<<1 - 1
	sockets    = "/tmp" // where the program makes the socket that it knows its like by
)

// fence lets the thread read and write only what it is to.
func fence(p Program) error {
	version, _, errno := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, 0, 0, unix.LANDLOCK_CREATE_RULESET_VERSION)
	if errno != 0 {
		return errno
	}
	rules := unix.LandlockRulesetAttr{Handled_access_fs: allOfFirst}
	size := unsafe.Sizeof(rules.Handled_access_fs)
	if version >= 2 {
		rules.Handled_access_fs |= unix.LANDLOCK_ACCESS_FS_REFER
	}
	if version >= 3 {
		rules.Handled_access_fs |= unix.LANDLOCK_ACCESS_FS_TRUNCATE
	}
	if version >= 4 {
		rules.Handled_access_net = unix.LANDLOCK_ACCESS_NET_BIND_TCP | unix.LANDLOCK_ACCESS_NET_CONNECT_TCP
		size += unsafe.Sizeof(rules.Handled_access_net)
	}
	if version >= 5 {
		rules.Handled_access_fs |= unix.LANDLOCK_ACCESS_FS_IOCTL_DEV
	}
	if version >= 6 {
		rules.Scoped = unix.LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET | unix.LANDLOCK_SCOPE_SIGNAL
		size += unsafe.Sizeof(rules.Scoped)
	}
	set, _, errno := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, uintptr(unsafe.Pointer(&rules)), size, 0)
	if errno != 0 {
		return errno
	}
	defer unix.Close(int(set))
	allow := func(path string, access uint64) error {
		fd, err := unix.Open(path, unix.O_PATH|unix.O_CLOEXEC, 0)
		if err != nil {
			return nil // what is not there is not needed
		}
		defer unix.Close(fd)
		var st unix.Stat_t
		if err := unix.Fstat(fd, &st); err != nil {
			return err
		}
		if st.Mode&unix.S_IFMT != unix.S_IFDIR { // others are for folders
			access &= unix.LANDLOCK_ACCESS_FS_READ_FILE | unix.LANDLOCK_ACCESS_FS_WRITE_FILE | unix.LANDLOCK_ACCESS_FS_EXECUTE
		}
		rule := unix.LandlockPathBeneathAttr{Allowed_access: access & rules.Handled_access_fs, Parent_fd: int32(fd)}
		_, _, errno := unix.Syscall6(unix.SYS_LANDLOCK_ADD_RULE, set, unix.LANDLOCK_RULE_PATH_BENEATH, uintptr(unsafe.Pointer(&rule)), 0, 0, 0)
		if errno != 0 {
			return fmt.Errorf("%s: %w", path, errno)
		}
		return nil
	}
	errs := []error{allow(p.Dir, rules.Handled_access_fs&^unix.LANDLOCK_ACCESS_FS_EXECUTE), allow(sockets, unix.LANDLOCK_ACCESS_FS_MAKE_SOCK), allow(os.DevNull, unix.LANDLOCK_ACCESS_FS_WRITE_FILE)}
	for _, path := range p.Read {
		errs = append(errs, allow(path, readFiles))
	}
	// The program itself, and what loads its libraries.
	for _, path := range append(loaders(), p.Args[0]) {
		errs = append(errs, allow(path, unix.LANDLOCK_ACCESS_FS_EXECUTE|unix.LANDLOCK_ACCESS_FS_READ_FILE))
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	if _, _, errno := unix.Syscall(unix.SYS_LANDLOCK_RESTRICT_SELF, set, 0, 0); errno != 0 {
		return errno
	}
	return nil
}

// loaders are the programs that load others' libraries.
func loaders() (all []string) {
	for _, pattern := range []string{"/lib*/ld-*", "/lib/*/ld-*"} {
		found, _ := filepath.Glob(pattern)
		all = append(all, found...)
	}
	return all
}
