//go:build linux

package rig

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/jackc/pgx/v5"
	"golang.org/x/sys/unix"
)

// fillQueue has a listening session sleep in a transaction, so that nothing
// that was notified since can be forgotten, until there is no room for more.
func fillQueue(r *rig) func() {
	return r.whileConnected(func(ctx context.Context, conn *pgx.Conn) {
		if _, err := conn.Exec(ctx, `LISTEN rig`); err != nil {
			return
		}
		if _, err := conn.Exec(ctx, `BEGIN; SELECT count(*) FROM decks`); err != nil {
			return
		}
		other, err := r.connect(ctx)
		if err != nil {
			return
		}
		defer other.Close(context.Background())
		for ctx.Err() == nil {
			if _, err := other.Exec(ctx, `SELECT pg_notify('rig', repeat('x', 7000) || g) FROM generate_series(1, 10) g`); err != nil {
				r.note("the queue: %v", err)
				break
			}
		}
		<-ctx.Done()
	})
}

func fillDisk(r *rig) func() {
	name := filepath.Join(r.ground.data, "filler")
	f, err := os.Create(name)
	if err != nil {
		r.note("the disk is full already: %v", err)
		return nil
	}
	defer f.Close()
	at := int64(0)
	for size := int64(64 << 20); size >= 4096; {
		if unix.Fallocate(int(f.Fd()), 0, at, size) != nil {
			size /= 2
			continue
		}
		at += size
	}
	switching := r.during(func(ctx context.Context) {
		conn, err := r.connect(ctx)
		if err != nil {
			return
		}
		defer conn.Close(context.Background())
		for err == nil && ctx.Err() == nil { // each takes a new file of 16 MB
			_, err = conn.Exec(ctx, `SELECT pg_switch_wal(), pg_logical_emit_message(true, 'rig', repeat('x', 1000000))`)
		}
		r.note("the full disk: %v", err)
	})
	return func() {
		switching()
		if err := os.Remove(name); err != nil {
			r.t.Error(err)
		}
	}
}

// lockDisk makes everything in the data folder immutable. (A real read-only
// remount is refused while files are open for writing.)
func lockDisk(r *rig) func() {
	set := func(flag string) {
		if out, err := exec.Command("chattr", "-R", "-f", flag, r.ground.data).CombinedOutput(); err != nil && len(out) > 0 {
			r.note("chattr %s: %v: %s", flag, err, out)
		}
	}
	set("+i")
	r.t.Cleanup(func() { set("-i") })
	return func() { set("-i") }
}

func lockDiskAndKill(r *rig) func() {
	undo := lockDisk(r)
	killPostgres(r)
	return undo
}

func cutNetwork(r *rig) func() {
	r.net.set(true, 0, 0)
	return func() { r.net.set(false, 0, 0); r.room.online() }
}

func slowNetwork(r *rig) func() {
	r.net.set(false, 0, time.Duration(50+r.rng.IntN(300))*time.Millisecond)
	return func() { r.net.set(false, 0, 0) }
}

func losePackets(r *rig) func() {
	r.net.set(false, 0.05+0.2*r.rng.Float64(), 5*time.Millisecond)
	return func() { r.net.set(false, 0, 0) }
}

func loseAddress(r *rig) func() {
	if err := r.net.address(false); err != nil {
		r.note("%v", err)
		return nil
	}
	return func() {
		if err := r.net.address(true); err != nil {
			r.t.Error(fmt.Errorf("the address is gone for good: %w", err))
		}
		r.room.online()
	}
}
