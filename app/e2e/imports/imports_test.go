//go:build linux

package imports

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"mime/multipart"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"lectern/app/e2e/harness"
)

// The first seed, how many there are, and how far the rig's limits are stretched for
// a machine that does much else: as the rig of harm has them.
const (
	seedEnv   = "LECTERN_RIG_SEED"
	seedsEnv  = "LECTERN_RIG_SEEDS"
	factorEnv = "LECTERN_RIG_FACTOR"
	onlyEnv   = "LECTERN_RIG_HARM" // the only files to make, by their names, with commas between
)

const (
	memoryLimit = 1500 << 20
	patientSeed = 10 // in one of so many seeds the first sender waits for minutes
)

// bounds are how long things may take. The rig measures; the suite runs beside much
// else, on any machine, and takes offence only at what nobody could talk through.
type bounds struct {
	put      time.Duration // until a move is answered
	multiple int           // of the slowest one while nothing is imported, where that is more
	missed   time.Duration // until everybody has seen it
	stop     time.Duration // until all processes are gone, after SIGTERM or a sender
	files    int           // in a seed
	delay    time.Duration // until a sender cancels, at the most
	patience time.Duration // of whoever waits, beyond that
}

var inSuite = bounds{put: 2 * time.Second, multiple: 10, missed: 30 * time.Second, stop: 15 * time.Second, files: 4, delay: time.Second, patience: 2 * time.Second}

func inRig(factor float64) bounds {
	return bounds{
		put: time.Duration(factor * float64(100*time.Millisecond)), multiple: 3, missed: 5 * time.Second,
		stop: time.Duration(factor * float64(2*time.Second)), files: 6, delay: 3 * time.Second, patience: 5 * time.Second,
	}
}

// TestImports: see the package.
func TestImports(t *testing.T) {
	b, seeds := inSuite, 1
	if harness.All() {
		seeds = 3
	}
	if os.Getenv(seedsEnv) != "" {
		factor := 1.0
		if s := os.Getenv(factorEnv); s != "" {
			var err error
			if factor, err = strconv.ParseFloat(s, 64); err != nil {
				t.Fatalf("%s is %q", factorEnv, s)
			}
		}
		b = inRig(factor)
	}
	// The third is one that SIGTERM ends.
	first, seeds := harness.Number(t, seedEnv, 3), harness.Number(t, seedsEnv, seeds)
	for seed := first; seed < first+seeds; seed++ {
		t.Run(fmt.Sprint("seed=", seed), func(t *testing.T) { run(t, uint64(seed), b) })
	}
}

func run(t *testing.T, seed uint64, b bounds) {
	rng := rand.New(rand.NewPCG(seed, 0xf11e5))
	l := harness.ServeForPDF(t, harness.Write(t, "talk.md", harness.Talk(9)))
	l.Follow("/live").Slide(t, 1)
	r := newRoom(l, b.missed)
	defer r.leave()
	meter := newMeter(l.Cmd.Process.Pid)
	r.begin()
	r.moves(20)
	r.files(true)
	stopped := seed%3 == 0 // in the midst of the last
	var told []string
	for i := range b.files {
		maker := choose(t, int(seed)*b.files+int(seed)/3+i)
		f := maker.make(rng)
		how := wait
		switch n := rng.IntN(10); {
		case stopped && i == b.files-1:
			how = stop
		case n == 0:
			how = hangUpSending
		case n < 4:
			how = cancel
		}
		u := &upload{t: t, l: l, f: f, how: how, after: time.Duration(rng.Int64N(int64(b.delay)))}
		u.most = u.after + b.patience
		if seed%patientSeed == 0 && i == 0 {
			u.most = 3 * time.Minute
		}
		if how == stop {
			told = append(told, maker.name+": "+u.stop(r, b.stop))
			break
		}
		told = append(told, maker.name+": "+u.run())
		if t.Failed() {
			break
		}
		gone(t, l, b.stop)
	}
	if !stopped {
		r.files(false)
		r.moves(20)
	}
	meter.close()
	r.leave()
	quiet, loud := r.worst[0], r.worst[1]
	for _, w := range r.wrong {
		t.Errorf("seed %d: %s", seed, w)
	}
	limit := max(b.put, time.Duration(b.multiple)*quiet.put)
	if loud.put > limit {
		t.Errorf("seed %d: a move was answered after %v beside the imports; %v at the most without them, %v is the limit", seed, loud.put, quiet.put, limit)
	}
	if meter.together > memoryLimit {
		t.Errorf("seed %d: all processes together had %d MB", seed, meter.together>>20)
	}
	if !stopped {
		begun := time.Now()
		if err := l.End(syscall.SIGTERM); err != nil {
			t.Errorf("seed %d: exit: %v", seed, err)
		}
		if took := time.Since(begun); took > b.stop {
			t.Errorf("seed %d: SIGTERM: ended after %v; %v is the limit", seed, took, b.stop)
		}
		told = append(told, fmt.Sprintf("ended in %.2f s", time.Since(begun).Seconds()))
	}
	fmt.Printf("rig imports seed %d: slowest PUT %d ms (quiet %d), delivery %d ms (%d), of %d moves, memory %d MB (import %d): %s\n",
		seed, loud.put.Milliseconds(), quiet.put.Milliseconds(), loud.delivery.Milliseconds(), quiet.delivery.Milliseconds(),
		loud.moves+quiet.moves, meter.together>>20, meter.import_>>20, strings.Join(told, ", "))
}

// choose goes through all makers in turn; chance makes the file.
func choose(t *testing.T, turn int) maker {
	able := slices.Clone(makers)
	if only := os.Getenv(onlyEnv); only != "" {
		able = slices.DeleteFunc(able, func(m maker) bool { return !slices.Contains(strings.Split(only, ","), m.name) })
	}
	if len(able) == 0 {
		t.Fatal("no file can be made")
	}
	return able[turn%len(able)]
}

// What a sender does.
const (
	wait          = "waits"
	cancel        = "cancels"
	hangUpSending = "hangs up while sending"
	stop          = "SIGTERM"
)

type upload struct {
	t     *testing.T
	l     *harness.Lectern
	f     file
	how   string
	after time.Duration // until it is cancelled
	most  time.Duration // until even who waits has enough; 0 for never
}

// post sends the file.
func (u *upload) post(ctx context.Context) (status int, text string, err error) {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", u.f.name)
	if err != nil {
		return 0, "", err
	}
	part.Write(u.f.data)
	form.Close()
	var from io.Reader = bytes.NewReader(body.Bytes())
	if u.how == hangUpSending {
		from = io.MultiReader(bytes.NewReader(body.Bytes()[:body.Len()/2]), broken{})
	}
	q, err := http.NewRequestWithContext(ctx, "POST", u.l.At("/api/decks"), from)
	if err != nil {
		return 0, "", err
	}
	q.Header.Set("Authorization", "Bearer "+u.l.Info.PresenterKey)
	q.Header.Set("Content-Type", form.FormDataContentType())
	client := &http.Client{Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	res, err := client.Do(q)
	if err != nil {
		return 0, "", err
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	return res.StatusCode, string(answer), err
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, fmt.Errorf("the sender's battery is empty") }

// run sends it, and says what came of it.
func (u *upload) run() string {
	ctx, end := context.WithCancel(context.Background())
	defer end()
	begun := time.Now()
	limit := u.most
	if u.how == cancel {
		limit = u.after
	}
	if limit > 0 {
		defer time.AfterFunc(limit, end).Stop()
	}
	status, text, err := u.post(ctx)
	took := time.Since(begun).Seconds()
	switch {
	case err != nil && ctx.Err() != nil:
		return fmt.Sprintf("%s after %.1f s", cancel, took)
	case err != nil && u.how == hangUpSending:
		return u.how
	case err != nil:
		u.t.Errorf("%s: %v", u.f.name, err)
	case status == http.StatusCreated:
	case (status == http.StatusRequestEntityTooLarge || status == http.StatusUnsupportedMediaType) && strings.Contains(text, `"detail":"`) && !strings.Contains(text, "a fault of Lectern's"):
	default:
		u.t.Errorf("%s: %d %s", u.f.name, status, text)
		keep(u.t, u.f)
	}
	return fmt.Sprintf("%d in %.1f s", status, took)
}

// stop ends Lectern while the file is imported.
func (u *upload) stop(r *room, limit time.Duration) string {
	done := make(chan struct{})
	go func() {
		defer close(done)
		u.post(context.Background()) // which the end may cut off
	}()
	harness.Until(u.t, harness.Patience, "the import to begin, or to end", func() bool {
		select {
		case <-done:
			return true
		default:
			return importing(u.t, u.l)
		}
	})
	select {
	case <-time.After(min(u.after, time.Second)):
	case <-done:
	}
	r.cancel() // whose streams and moves end now
	family := below(u.l.Cmd.Process.Pid)
	begun := time.Now()
	if err := u.l.End(syscall.SIGTERM); err != nil {
		u.t.Errorf("exit: %v", err)
	}
	harness.Until(u.t, harness.Patience, "all processes to end", func() bool { return !slices.ContainsFunc(family, harness.Alive) })
	took := time.Since(begun)
	if took > limit {
		u.t.Errorf("SIGTERM in the midst of %s: ended after %v; %v is the limit", u.f.name, took, limit)
	}
	<-done
	return fmt.Sprintf("%s, ended in %.2f s", stop, took.Seconds())
}

func importing(t *testing.T, l *harness.Lectern) bool {
	return slices.ContainsFunc(harness.Children(t, l.Cmd.Process.Pid), isImport)
}

// gone waits until no child is left of an import whose sender is gone.
func gone(t *testing.T, l *harness.Lectern, limit time.Duration) {
	harness.Until(t, limit, "the import's process to end", func() bool { return !importing(t, l) })
}

// keep leaves a file for who looks into a failure.
func keep(t *testing.T, f file) {
	out, err := os.CreateTemp("", "lectern-import-*-"+f.name)
	if err != nil {
		return
	}
	defer out.Close()
	out.Write(f.data)
	t.Logf("the file is %s", out.Name())
}
