package keeper

import (
	"os"
	"path/filepath"
	"runtime"

	"lectern/app/datadir"
)

// sharedMemory is where PostgreSQL's processes share what they ask for while they
// run: in files of the database's folder, so that a kill leaves nothing in the
// system's memory, and a container whose /dev/shm is tiny will do.
var sharedMemory = map[bool]string{true: "windows", false: "mmap"}[runtime.GOOS == "windows"]

// settings are given on the command line, where nothing in the data folder
// overrides them. They suit a laptop on which the database is a guest.
func (j job) settings() map[string]string {
	s := map[string]string{
		"listen_addresses":        "", // nobody else can fill its places
		"unix_socket_directories": j.Run,
		"unix_socket_permissions": "0700",
		"authentication_timeout":  "5s",
		"password_encryption":     "scram-sha-256",
		"ssl":                     "off",

		"dynamic_shared_memory_type": sharedMemory,

		"fsync":              "on",
		"full_page_writes":   "on",
		"synchronous_commit": "on",

		"shared_buffers":                 "32MB",
		"max_connections":                "25",
		"superuser_reserved_connections": "2",
		"max_worker_processes":           "2",
		"max_parallel_workers":           "0",
		"autovacuum_max_workers":         "1",
		"jit":                            "off",

		// Nobody replicates this database, so the log need not say how.
		"wal_level":       "minimal",
		"max_wal_senders": "0",
		"min_wal_size":    "32MB",
		"max_wal_size":    "256MB",

		// One file, which instance.trimLog keeps small.
		"logging_collector": "on",
		"log_directory":     "log",
		"log_filename":      logName,
		"log_rotation_age":  "0",
		"log_rotation_size": "0",
		"log_line_prefix":   "%m [%p] ",
		"log_min_messages":  "warning",
		"log_checkpoints":   "off",
	}
	if byPort {
		s["listen_addresses"], s["unix_socket_directories"] = "127.0.0.1", ""
		delete(s, "unix_socket_permissions")
	}
	if j.Major >= 18 {
		s["io_method"] = "sync" // no worker processes of its own for reading
	}
	if j.MakesDatabases { // each for a moment: none lives to be cleaned
		s["autovacuum"] = "off"
		s["max_connections"] = "200" // of a Lectern for each of them
	}
	return s
}

const (
	logName = "postgres.log"
	maxLog  = 4 << 20
)

// accessRules let in who comes to the socket, or over the loopback interface
// where systems have none, with the password, and nobody else.
func accessRules() string {
	rule := "local all all scram-sha-256\n"
	if byPort {
		rule = "host all all 127.0.0.1/32 scram-sha-256\n"
	}
	return "# Written by lectern at every start.\n" + rule
}

func writeAccessRules(data string) error {
	path := filepath.Join(data, "pg_hba.conf")
	if got, err := os.ReadFile(path); err == nil && string(got) == accessRules() {
		return nil
	}
	return datadir.WriteFile(path, []byte(accessRules()), 0o600)
}
