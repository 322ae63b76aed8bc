//go:build linux

package cluster

import (
	"testing"

	"lectern/app/e2e/harness"
)

// pair is a primary and the standby that follows it.
type pair struct {
	primary, standby *outsidePostgres
}

func startPair(t *testing.T) pair {
	t.Helper()
	p := startOutside(t)
	p.stop() // so that a copy of its files is whole
	pair := pair{p, p.standby()}
	p.start()
	pair.standby.start()
	pair.caughtUp(t)
	return pair
}

func (p pair) url() string { return p.primary.url("lectern", p.standby) }

// caughtUp waits until the standby has all that the primary has.
func (p pair) caughtUp(t *testing.T) {
	t.Helper()
	now := ask[string](p.primary, "postgres", `SELECT pg_current_wal_flush_lsn()::text`)
	harness.Until(t, harness.Patience, "the standby to catch up", func() bool {
		return ask[bool](p.standby, "postgres", `SELECT pg_last_wal_replay_lsn() >= $1::text::pg_lsn`, now)
	})
}

// promote makes the standby the primary, and returns when it is.
func (p pair) promote() {
	p.standby.exec("postgres", `SELECT pg_promote(true)`)
}

// cut ends the replication: what the primary does now, the standby never hears
// of.
func (p pair) cut(t *testing.T) {
	t.Helper()
	p.standby.exec("postgres", `ALTER SYSTEM SET primary_conninfo = ''`)
	p.standby.exec("postgres", `SELECT pg_reload_conf()`)
	harness.Until(t, harness.Patience, "the replication to end", func() bool {
		return ask[int](p.primary, "postgres", `SELECT count(*) FROM pg_stat_replication`) == 0
	})
}
