package store

import (
	"context"
	"slices"

	"github.com/jackc/pgx/v5"

	"lectern/app/deck"
	"lectern/app/fault"
)

// Runs returns a deck's, the last one first.
func (s *Store) Runs(ctx context.Context, id int64) ([]deck.Run, error) {
	if _, err := s.Deck(ctx, id); err != nil {
		return nil, err
	}
	runs, err := all[deck.Run](ctx, s.pool, `SELECT r.id, r.kind, r.started_at, r.ended_at, r.elsewhere + coalesce(t.seconds, 0) AS seconds, t.slides
		FROM runs r, LATERAL (
			SELECT sum(s.seconds) AS seconds, array_agg(coalesce(s.seconds, 0) ORDER BY n) AS slides
			FROM generate_series(1, (SELECT max(number) FROM run_slides WHERE run = r.id)) n LEFT JOIN run_slides s ON s.run = r.id AND s.number = n) t
		WHERE r.deck_id = $1 ORDER BY r.id DESC`, id)
	for i := range runs {
		if runs[i].Slides == nil {
			runs[i].Slides = []float64{}
		}
	}
	return runs, asFault(err, "runs of deck %d", id)
}

// DeleteRun removes a run that is over.
func (s *Store) DeleteRun(ctx context.Context, id, run int64) error {
	ctx, cancel := context.WithTimeout(ctx, changeLimit)
	defer cancel()
	var over bool
	err := s.pool.QueryRow(ctx, `WITH gone AS (DELETE FROM runs WHERE deck_id = $1 AND id = $2 AND ended_at IS NOT NULL RETURNING id)
		SELECT EXISTS (SELECT FROM gone) FROM runs WHERE deck_id = $1 AND id = $2`, id, run).Scan(&over)
	switch {
	case err == pgx.ErrNoRows:
		return fault.Errorf(fault.NotFound, "There is no such run")
	case err == nil && !over:
		return fault.Errorf(fault.Conflict, "This run still goes on; end it first")
	}
	return asFault(err, "delete run %d", run)
}

// moveRuns has the times of a deck's runs go with their slides, where these became
// others.
func moveRuns(batch *pgx.Batch, id int64, a alignment, before []seenSlide) {
	from, to := []int{}, []int{}
	for i, s := range before {
		if a.to[i] >= 0 {
			from, to = append(from, s.number), append(to, a.to[i]+1)
		}
	}
	batch.Queue(`WITH gone AS (DELETE FROM run_slides s USING runs r WHERE r.id = s.run AND r.deck_id = $1 AND s.number <> ALL ($2) RETURNING s.run, s.seconds)
		UPDATE runs r SET elsewhere = elsewhere + g.seconds FROM (SELECT run, sum(seconds) AS seconds FROM gone GROUP BY run) g WHERE r.id = g.run`, id, from)
	batch.Queue(`UPDATE run_slides s SET number = u.became + $4 FROM runs r, unnest($2::integer[], $3::integer[]) u (number, became)
		WHERE r.id = s.run AND r.deck_id = $1 AND s.number = u.number AND u.number <> u.became`, id, from, to, parked)
	batch.Queue(`UPDATE run_slides s SET number = number - $2 FROM runs r WHERE r.id = s.run AND r.deck_id = $1 AND s.number > $2`, id, parked)
}

// Ran has the deck begin with runs of its own, that are over: the last one first.
func (n *NewDeck) Ran(runs []deck.Run) { n.runs = runs }

// addRuns adds a deck's, within the transaction that adds it.
func addRuns(ctx context.Context, tx pgx.Tx, id int64, runs []deck.Run, slides int) error {
	for _, r := range slices.Backward(runs) {
		elsewhere, numbers, seconds := r.Seconds, []int{}, []float64{}
		for i, s := range r.Slides[:min(len(r.Slides), slides)] {
			if s > 0 {
				elsewhere -= s
				numbers, seconds = append(numbers, i+1), append(seconds, s)
			}
		}
		_, err := tx.Exec(ctx, `WITH r AS (INSERT INTO runs (deck_id, kind, started_at, ended_at, clock, elsewhere) VALUES ($1, $2, $3, $4, $3, $5) RETURNING id)
			INSERT INTO run_slides (run, number, seconds) SELECT r.id, u.* FROM r, unnest($6::integer[], $7::float8[]) u`,
			id, r.Kind, r.StartedAt, r.EndedAt, max(0, elsewhere), numbers, seconds)
		if err != nil {
			return err
		}
	}
	return nil
}
