package confine

import (
	"errors"
	"os"
	"runtime"

	seccomp "github.com/elastic/go-seccomp-bpf"
	"github.com/elastic/go-seccomp-bpf/arch"
	"golang.org/x/sys/unix"
)

// allowed is what Go's runtime, and the C library's where it is linked, need to go
// on: memory, threads, time, and the files that are open. fcntl is not among them,
// since it can have the kernel signal another process.
var allowed = []string{
	"read", "pread64", "write", "close", "fstat", "lseek",
	"mmap", "munmap", "mprotect", "mremap", "madvise", "mincore", "brk", "membarrier",
	"clone", "set_robust_list", "rseq", "exit", "exit_group", "futex", "restart_syscall",
	"rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "tgkill",
	"gettid", "getpid", "getppid", "getrusage", "getrandom",
	"clock_gettime", "clock_getres", "clock_nanosleep", "gettimeofday", "time", "nanosleep",
	"sched_yield", "sched_getaffinity",
	"epoll_create1", "epoll_ctl", "epoll_wait", "epoll_pwait", "eventfd2",
}

// filter leaves the process these calls, and answers all others with EPERM.
func filter(code bool) error {
	// no_new_privs is a thread's; the filters bring it to the others.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	here, err := arch.GetInfo("")
	if err != nil {
		return err
	}
	// A condition that does not hold spoils what the calls after it are compared
	// with (elastic/go-seccomp-bpf 1.6), so that each has a filter of its own. The
	// kernel heeds the strictest.
	never := []seccomp.NameWithConditions{
		// A process, not a thread.
		{Name: "clone", Conditions: seccomp.ArgumentConditions{{Argument: 0, Operation: seccomp.BitsNotSet, Value: unix.CLONE_THREAD}}},
		// A signal to others.
		{Name: "tgkill", Conditions: seccomp.ArgumentConditions{{Argument: 0, Operation: seccomp.NotEqual, Value: uint64(os.Getpid())}}},
	}
	if !code {
		for _, name := range []string{"mmap", "mprotect"} {
			never = append(never, seccomp.NameWithConditions{Name: name, Conditions: seccomp.ArgumentConditions{{Argument: 2, Operation: seccomp.BitsSet, Value: unix.PROT_EXEC}}})
		}
	}
	for _, n := range never {
		err := load(seccomp.Policy{DefaultAction: seccomp.ActionAllow, Syscalls: []seccomp.SyscallGroup{
			{NamesWithCondtions: []seccomp.NameWithConditions{n}, Action: seccomp.ActionErrno},
		}})
		if err != nil {
			return err
		}
	}
	var names []string
	for _, name := range allowed {
		if _, known := here.SyscallNames[name]; known { // arm64 has no epoll_wait
			names = append(names, name)
		}
	}
	err = load(seccomp.Policy{DefaultAction: seccomp.ActionErrno, Syscalls: []seccomp.SyscallGroup{
		// What it is asked for cannot be looked at. The C library does with clone then.
		{Names: []string{"clone3"}, Action: seccomp.ActionErrno | seccomp.Action(unix.ENOSYS)},
		{Names: names, Action: seccomp.ActionAllow},
	}})
	if err != nil {
		return err
	}
	if fd, err := unix.Open("/", unix.O_RDONLY|unix.O_CLOEXEC, 0); err != unix.EPERM {
		if err == nil {
			unix.Close(fd)
		}
		return errors.New("the filter does not hold")
	}
	return nil
}

func load(p seccomp.Policy) error {
	return seccomp.LoadFilter(seccomp.Filter{NoNewPrivs: true, Flag: seccomp.FilterFlagTSync, Policy: p})
}
