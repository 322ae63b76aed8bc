package confine

// Program is a program that is not ours, and what it may have. It is less locked in
// than our own: it opens files by itself.
//
// On Linux it starts no other program, makes no connection, reaches no other process,
// and, where there is Landlock, reads and writes only what is listed; it has the
// bounds of memory and time. Elsewhere on Unix there is the bound of time; on Windows
// that of memory, by the parent.
type Program struct {
	Args []string // its path first
	Env  []string
	Dir  string   // all in here it may read and write
	Read []string // all in here it may read
}
