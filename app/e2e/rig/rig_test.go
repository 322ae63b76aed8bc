//go:build linux

package rig

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"lectern/app/e2e/harness"
)

// The rig drives a talk while it does harm. LECTERN_RIG_SEED is the first seed,
// LECTERN_RIG_SEEDS how many there are; LECTERN_RIG_FACTOR stretches the limits
// for a machine that does much else. Any seed can be run again alone: the harm
// is the same, though not the moment at which the kernel runs whom.
const (
	seedEnv    = "LECTERN_RIG_SEED"
	seedsEnv   = "LECTERN_RIG_SEEDS"
	factorEnv  = "LECTERN_RIG_FACTOR"
	onlyEnv    = "LECTERN_RIG_HARM"    // the only harms to do, by their names, with commas between
	suspendEnv = "LECTERN_RIG_SUSPEND" // how long the harm "suspend" lasts; a second or two without
)

const (
	viewersInRoom = 50
	roundsOfHarm  = 4
	// settleLimit is how long after the last harm every viewer may differ from the
	// database.
	settleLimit = 2 * time.Second
)

// TestRig: after every seed, each move that was accepted was final or overtaken
// by a later accepted one; each viewer saw revisions only grow on each
// connection; each ends on what the database says; and nothing is left.
func TestRig(t *testing.T) {
	first := harness.Number(t, seedEnv, 1)
	// One is a sample for every run of the tests; its limits are wider, since
	// other tests run beside it.
	seeds, factor := 1, 4.0
	if harness.All() {
		seeds = 4
	}
	seeds = harness.Number(t, seedsEnv, seeds)
	if s := os.Getenv(factorEnv); s != "" {
		var err error
		if factor, err = strconv.ParseFloat(s, 64); err != nil {
			t.Fatalf("%s is %q", factorEnv, s)
		}
	}
	limit := time.Duration(factor * float64(settleLimit))
	net, noNetwork := newNetwork(t)
	template := newTemplate(t)
	// What cannot be harmed here is counted as skipped, and the rest is.
	for what, err := range map[string]error{"the network": noNetwork, "a disk": template.noDisk, "a disk's files": template.noLock} {
		if err != nil {
			t.Run("harm to "+what, func(t *testing.T) { t.Skipf("no harm to %s here: %v", what, err) })
		}
	}
	for seed := first; seed < first+seeds; seed++ {
		t.Run(fmt.Sprint("seed=", seed), func(t *testing.T) {
			r := newRig(t, uint64(seed), net, template, limit)
			r.run()
		})
	}
}

// rig is one seed: a Lectern, its talk, its room and the harm.
type rig struct {
	t      *testing.T
	seed   uint64
	rng    *rand.Rand // of the plan; only run's goroutine uses it
	limit  time.Duration
	net    *network // nil where none can be made
	ground *ground
	app    *supervisor
	talk   *talk
	room   *room
}

func newRig(t *testing.T, seed uint64, net *network, template *template, limit time.Duration) *rig {
	r := &rig{t: t, seed: seed, rng: rand.New(rand.NewPCG(seed, 0x1ec7e24)), limit: limit, net: net}
	r.ground = newGround(t, template)
	r.app = newSupervisor(r)
	r.talk = newTalk(r)
	r.room = newRoom(r, viewersInRoom)
	return r
}

// note tells what happens, for who reads of a failure.
func (r *rig) note(format string, args ...any) {
	r.t.Logf("%s "+format, append([]any{time.Now().Format("05.000")}, args...)...)
}

func (r *rig) run() {
	r.await("everybody to see the first slide", harness.Patience, func() string { return r.room.differs(r.talk) })
	r.talk.begin()
	var plan []string
	for round := range roundsOfHarm {
		// Consecutive seeds go through all harms in turn; chance adds a second.
		harms := r.choose(int(r.seed)*roundsOfHarm + round)
		hold := 100*time.Millisecond + time.Duration(r.rng.IntN(1400))*time.Millisecond
		var names []string
		var undo []func()
		for _, h := range harms {
			names = append(names, h.name)
			r.note("harm: %s", h.name)
			undo = append(undo, h.do(r))
		}
		plan = append(plan, strings.Join(names, " + "))
		atOnce := !slices.ContainsFunc(undo, func(f func()) bool { return f != nil })
		if round < roundsOfHarm-1 || !atOnce { // the last kill's clock runs from the kill
			r.pause(hold)
		}
		for i := len(undo) - 1; i >= 0; i-- {
			if undo[i] != nil {
				undo[i]()
			}
		}
		r.note("undone after %v: %s", hold, plan[round])
		if round < roundsOfHarm-1 {
			r.pause(time.Duration(r.rng.IntN(700)) * time.Millisecond)
		}
	}
	took, away := r.settle()
	next := r.check()
	r.end()
	fmt.Printf("rig seed %d: settled in %.2f s, the next move in %.2f s, machine away %.2f s, %s: %s\n",
		r.seed, took.Seconds(), next.Seconds(), away.Seconds(), r.talk.summary(), strings.Join(plan, ", "))
}

// choose returns the harms of one round.
func (r *rig) choose(turn int) []harm {
	var able []harm
	for _, h := range harms {
		if only := os.Getenv(onlyEnv); only != "" && !slices.Contains(strings.Split(only, ","), h.name) {
			continue
		}
		if h.able == nil || h.able(r) {
			able = append(able, h)
		}
	}
	if len(able) == 0 {
		r.t.Fatal("no harm can be done")
	}
	chosen := []harm{able[turn%len(able)]}
	if second := able[r.rng.IntN(len(able))]; r.rng.IntN(5) < 2 && second.name != chosen[0].name {
		chosen = append(chosen, second)
	}
	return chosen
}

// settle waits until all viewers show what the database says, after the last
// harm was undone. It returns how long that took, and for how long of it at
// once this process was not run itself.
func (r *rig) settle() (took, away time.Duration) {
	// A killed server's next start is the undoing of its kill.
	r.app.awaitReady()
	begin := time.Now()
	r.talk.stop()
	deadline := begin.Add(harness.Patience)
	last := begin
	tick := time.NewTicker(10 * time.Millisecond) // for what the database says
	defer tick.Stop()
	for {
		why := r.room.differs(r.talk)
		now := time.Now()
		away = max(away, now.Sub(last))
		last = now
		took = now.Sub(begin)
		if why == "" {
			break
		}
		if now.After(deadline) {
			r.t.Fatalf("seed %d: %v after the last harm: %s\nPostgreSQL's log ends:\n%s", r.seed, harness.Patience, why, r.ground.log())
		}
		select {
		case <-r.room.news:
		case <-tick.C:
		}
	}
	if took > r.limit {
		r.t.Errorf("seed %d: the room differed from the database for %v after the last harm; %v is the limit. (The machine was away for %v at once.)",
			r.seed, took.Round(time.Millisecond), r.limit, away.Round(time.Millisecond))
	}
	return took, away
}

// check holds the moves against the database, and makes one more. It returns
// how long that took to reach everybody.
func (r *rig) check() time.Duration {
	var slide int
	var rev int64
	// A backend that was killed last takes the others with it a moment later.
	harness.Until(r.t, harness.Patience, "the database after the last harm", func() (ok bool) {
		var err error
		slide, rev, err = r.talk.database()
		return err == nil
	})
	for _, wrong := range append(r.talk.verdict(slide, rev), r.room.wrong()...) {
		r.t.Errorf("seed %d: %s", r.seed, wrong)
	}
	begin := time.Now()
	// The last kill may have been so late that its effect is still to come; a
	// console that hears 503 tries again.
	r.await("a move after the last harm to be accepted", harness.Patience, func() string {
		if err := r.talk.put(context.Background()); err != nil {
			return err.Error()
		}
		return ""
	})
	r.await("a move after the last harm", harness.Patience, func() string { return r.room.differs(r.talk) })
	took := time.Since(begin)
	if took > r.limit {
		r.t.Errorf("seed %d: a move after the last harm took %v to everybody", r.seed, took)
	}
	return took
}

// end stops everything and looks for what is left.
func (r *rig) end() {
	r.talk.close()
	r.room.close()
	if err := r.app.stop(); err != nil {
		r.t.Errorf("seed %d: exit on SIGTERM: %v", r.seed, err)
	}
	for _, left := range r.ground.leftovers(r.app.addr) {
		r.t.Errorf("seed %d: left after the end: %s", r.seed, left)
	}
}

// await waits until why returns nothing.
func (r *rig) await(what string, limit time.Duration, why func() string) {
	r.t.Helper()
	reason := ""
	deadline := time.After(limit)
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		if reason = why(); reason == "" {
			return
		}
		select {
		case <-tick.C:
		case <-deadline:
			r.t.Fatalf("seed %d: waited %v for %s: %s", r.seed, limit, what, reason)
		}
	}
}

// pause is for how long a plan leaves a harm, or nothing, be done.
func (r *rig) pause(d time.Duration) { <-time.After(d) }
