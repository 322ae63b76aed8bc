package keeper

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// makeDatabase runs initdb. It does so in embedded-postgres's place, since that
// would start the database with rules that let the password travel in clear,
// and can only work in the final folder. When ctx ends everything is killed, and
// nothing of it is left but what is in j.Data.
func makeDatabase(ctx context.Context, j job) error {
	secret := filepath.Join(j.Run, "password")
	if err := os.WriteFile(secret, []byte(j.Password), 0o600); err != nil {
		return err
	}
	defer os.Remove(secret)
	var said string
	var err error
	for _, locale := range locales(j.Major) {
		args := append([]string{"-D", j.Data, "-U", superuserName, "--pwfile=" + secret,
			"--auth=scram-sha-256", "--encoding=UTF8"}, append(locale, initdbSync...)...)
		if j.Major >= 16 { // older ones cannot be told
			args = append(args, "-c", "dynamic_shared_memory_type="+sharedMemory)
		}
		cmd := exec.CommandContext(ctx, filepath.Join(j.Programs, "bin", "initdb"), args...)
		cmd.Dir = j.Run
		setGroup(cmd)
		cmd.Cancel = func() error { return killGroup(cmd) }
		cmd.WaitDelay = time.Second
		var out []byte
		out, err = cmd.CombinedOutput()
		if ctx.Err() != nil {
			removeSharedMemory(j.Data)
			return context.Cause(ctx)
		}
		if err == nil {
			return writeAccessRules(j.Data)
		}
		said = string(out)
		if !strings.Contains(said, "locale") {
			break
		}
	}
	return fmt.Errorf("initdb: %w\n%s", err, strings.TrimSpace(said))
}

// locales are the arguments for initdb to try, the best first. The builtin
// provider sorts and folds the same on every system.
func locales(major int) [][]string {
	if major >= 17 {
		return [][]string{{"--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"}}
	}
	return [][]string{{"--locale=C.UTF-8"}, {"--locale=C"}}
}

// setPassword gives the superuser its password while nobody can connect. It is
// needed when the file that held the password was lost.
func setPassword(j job) error {
	cmd := exec.Command(filepath.Join(j.Programs, "bin", "postgres"), "--single", "-D", j.Data,
		"-c", "password_encryption=scram-sha-256", "-c", "log_min_messages=error",
		"-c", "dynamic_shared_memory_type="+sharedMemory, "postgres")
	cmd.Dir = j.Run
	cmd.Stdin = strings.NewReader("ALTER ROLE " + superuserName + " PASSWORD '" + j.Password + "'\n")
	out, err := cmd.CombinedOutput()
	if strings.Contains(string(out), `role "`+superuserName+`" does not exist`) {
		return errForeign
	}
	if err != nil || strings.Contains(string(out), "ERROR") {
		return fmt.Errorf("set the database's password: %w\n%s", err, strings.TrimSpace(string(out)))
	}
	return nil
}
