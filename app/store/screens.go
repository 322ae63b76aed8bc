package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"lectern/app/deck"
	"lectern/app/fault"
)

// ScreenNews is what servers tell each other of screens; one of its parts is set. The
// first two come from the table's triggers, whoever changes it.
type ScreenNews struct {
	Screen *deck.Screen `json:"screen,omitempty"` // is new, or another one
	Gone   string       `json:"gone,omitempty"`   // is forgotten

	ID  string `json:"id,omitempty"` // has to do something,
	Act string `json:"act,omitempty"`

	Server string            `json:"server,omitempty"` // tells who follows there
	Seen   []deck.ScreenSeen `json:"seen,omitempty"`
}

const screenColumns = `id, number, kind, own_name, name, deck, lang, rotation, excused, address, width, height, last_seen`

// maxNotice is how many bytes a notification holds, less some; and mostSeen how many
// screens.
const (
	maxNotice = 7500
	mostSeen  = 100
)

// ChangeScreen changes what was chosen for a screen, some of name, deck, lang and rotation,
// or whether it is excused.
func (s *Store) ChangeScreen(ctx context.Context, id string, change map[string]any) (deck.Screen, error) {
	sets, args := []string{"id = id"}, []any{id}
	for _, column := range []string{"name", "deck", "lang", "rotation", "excused"} {
		if value, ok := change[column]; ok {
			args = append(args, value)
			sets = append(sets, fmt.Sprintf("%s = $%d", column, len(args)))
		}
	}
	ctx, cancel := context.WithTimeout(ctx, changeLimit)
	defer cancel()
	screen, err := one[deck.Screen](ctx, s.pool, `UPDATE screens SET `+strings.Join(sets, ", ")+` WHERE id = $1 RETURNING `+screenColumns, args...)
	return screen, asScreenFault(err, "change screen %s", id)
}

// ForgetScreen forgets one, with what was chosen for it.
func (s *Store) ForgetScreen(ctx context.Context, id string) error {
	ctx, cancel := context.WithTimeout(ctx, changeLimit)
	defer cancel()
	err := s.pool.QueryRow(ctx, `DELETE FROM screens WHERE id = $1 RETURNING id`, id).Scan(&id)
	return asScreenFault(err, "forget screen %s", id)
}

// ForgetScreens forgets those for which nothing was chosen, and returns how many they were.
func (s *Store) ForgetScreens(ctx context.Context, ids []string) (int64, error) {
	ctx, cancel := context.WithTimeout(ctx, changeLimit)
	defer cancel()
	done, err := s.pool.Exec(ctx, `DELETE FROM screens WHERE id = ANY($1) AND name = '' AND deck IS NULL AND lang = '' AND rotation = 0`, ids)
	return done.RowsAffected(), asFault(err, "forget screens")
}

func asScreenFault(err error, op string, args ...any) error {
	if err == pgx.ErrNoRows {
		return fault.Errorf(fault.NotFound, "There is no such screen any more")
	}
	return asFault(err, op, args...)
}

// SeeScreens notes how screens were seen now; those that are new get a number. It waits
// for no disk.
func (s *Store) SeeScreens(ctx context.Context, seen []deck.Screen) error {
	list, err := json.Marshal(seen)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, changeLimit)
	defer cancel()
	_, err = s.pool.Exec(ctx, `SELECT set_config('synchronous_commit', 'off', true), screens_seen($1)`, string(list))
	return asFault(err, "see screens")
}

// AllScreens is every one that hangs somewhere.
const AllScreens = "all"

// ActScreen has a screen do something, on whatever server it follows. Nothing of that is
// kept.
func (s *Store) ActScreen(ctx context.Context, id, act string) error {
	return s.tellScreens(ctx, ScreenNews{ID: id, Act: act})
}

// TellScreens tells the other servers which screens follow on this one, in as many
// notifications as it takes.
func (s *Store) TellScreens(ctx context.Context, server string, seen []deck.ScreenSeen) error {
	for len(seen) > 0 {
		size, n := 0, 0
		for ; n < min(len(seen), mostSeen); n++ {
			j, err := json.Marshal(seen[n])
			if err != nil {
				return err
			}
			if size += len(j) + 1; size > maxNotice-200 && n > 0 {
				break
			}
		}
		if err := s.tellScreens(ctx, ScreenNews{Server: server, Seen: seen[:n]}); err != nil {
			return err
		}
		seen = seen[n:]
	}
	return nil
}

func (s *Store) tellScreens(ctx context.Context, news ScreenNews) error {
	payload, err := json.Marshal(news)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, changeLimit)
	defer cancel()
	_, err = s.pool.Exec(ctx, `SELECT set_config('synchronous_commit', 'off', true), pg_notify('lectern_screens', $1)`, string(payload))
	return asFault(err, "tell of screens")
}

// valid reports whether one of ours could have written it: anybody may NOTIFY.
func (n ScreenNews) valid() bool {
	if len(n.Seen) > mostSeen || len(n.Server) > 64 || (n.Server == "") != (len(n.Seen) == 0) {
		return false
	}
	for _, s := range n.Seen {
		if len(s.ID) != 24 || len(s.OwnName) > 400 || len(s.Address) > 400 {
			return false
		}
	}
	return n.Screen != nil && n.Screen.ID != "" || n.Gone != "" || n.ID != "" && n.Act != "" || n.Server != ""
}
