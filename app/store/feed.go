package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"lectern/app/deck"
)

// Snapshot is the state of every deck at one moment.
type Snapshot struct {
	Rev      int64 // the counter; no deck has a later one
	Decks    []deck.State
	Drive    deck.Drive
	Messages []deck.Message
	Notice   deck.Notice
	Ink      []deck.InkNews // of every slide on which something is drawn; the versions alone
	Screens  []deck.Screen
}

// Notice is what a Feed hears; one of its fields is set.
type Notice struct {
	Deck     *deck.State    // has changed
	Peer     *Peer          // another server, or this one, tells who follows it
	Device   int64          // is gone, or may do something else now
	Pages    *PageNews      // of a deck
	Drive    *deck.Drive    // is another one
	Messages []deck.Message // to the speaker: all that there are, or an empty list
	Notice   *deck.Notice   // to everybody
	Round    bool           // what goes round between talks has changed
	Mark     *deck.Mark     // is where the presenter points at
	Ink      *deck.InkNews
	Screens  *ScreenNews
}

// Feed is the one connection that hears of changes.
type Feed struct {
	conn  *pgx.Conn
	store *Store
}

// beginLimit is how long the database may take for the first answers.
const beginLimit = 5 * time.Second

// Follow connects, listens, and only then reads the state: a change that
// commits in between is heard, seen or both, but never missed.
func (s *Store) Follow(ctx context.Context) (*Feed, Snapshot, error) {
	config, err := pgx.ParseConfig(s.url)
	if err != nil {
		return nil, Snapshot{}, err
	}
	config.RuntimeParams["application_name"] = "lectern listener"
	limitConnect(config)
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return nil, Snapshot{}, asFault(err, "follow")
	}
	f := &Feed{conn: conn, store: s}
	snap, err := f.begin(ctx)
	if err != nil {
		f.Close()
		return nil, Snapshot{}, err
	}
	return f, snap, nil
}

func (f *Feed) begin(ctx context.Context) (Snapshot, error) {
	ctx, cancel := context.WithTimeout(ctx, beginLimit)
	defer cancel()
	if _, err := f.conn.Exec(ctx, `LISTEN lectern; LISTEN lectern_servers; LISTEN lectern_devices; LISTEN lectern_pages; LISTEN lectern_messages; LISTEN lectern_notice; LISTEN lectern_programme; LISTEN lectern_drive; LISTEN lectern_marks; LISTEN lectern_ink; LISTEN lectern_screens`); err != nil {
		return Snapshot{}, asFault(err, "listen")
	}
	// Before the snapshot: what else is heard meanwhile is in that.
	if err := f.store.checkNotify(ctx, f.conn); err != nil {
		return Snapshot{}, err
	}
	var snap Snapshot
	// One statement, so one snapshot of the database.
	var rows []byte
	err := f.conn.QueryRow(ctx, `SELECT rev, coalesce((SELECT jsonb_agg(deck_state(d)) FROM decks d WHERE deleted_at IS NULL), '[]'),
		coalesce((SELECT drive_state(d) FROM drive d), '{}'),
		coalesce((SELECT jsonb_agg(jsonb_build_object('deck', deck_id, 'slide', number, 'ink', version)) FROM ink), '[]'), messages_state(), notice_state(),
		coalesce((SELECT jsonb_agg(to_jsonb(s)) FROM screens s), '[]') FROM revision`).
		Scan(&snap.Rev, &rows, &snap.Drive, &snap.Ink, &snap.Messages, &snap.Notice, &snap.Screens)
	if err != nil {
		return snap, asFault(err, "snapshot")
	}
	if err := json.Unmarshal(rows, &snap.Decks); err != nil {
		return snap, fmt.Errorf("store: snapshot: %w", err)
	}
	return snap, nil
}

// Next waits for the next notice. When none comes within quiet it asks the
// server for a sign of life, since a connection whose other end has vanished
// waits for ever. Any error means that the Feed is of no more use.
func (f *Feed) Next(ctx context.Context, quiet time.Duration) (Notice, error) {
	for {
		wait, cancel := context.WithTimeout(ctx, quiet)
		n, err := f.conn.WaitForNotification(wait)
		cancel()
		switch {
		case err == nil:
			if notice, ok := parseNotice(n); ok {
				return notice, nil
			}
			continue
		case ctx.Err() != nil:
			return Notice{}, ctx.Err()
		case !pgconn.Timeout(err) && !errors.Is(err, context.DeadlineExceeded):
			f.store.pool.renew(false)
			return Notice{}, asFault(err, "wait")
		}
		ping, cancel := context.WithTimeout(ctx, quiet)
		_, err = f.conn.Exec(ping, makeRoom) // a full queue is quiet, too
		cancel()
		if ctx.Err() != nil {
			return Notice{}, ctx.Err()
		}
		if err != nil {
			f.store.pool.renew(pgconn.Timeout(err))
			return Notice{}, asFault(err, "ping")
		}
	}
}

// parseNotice reads a notification. Anybody may NOTIFY: what is not ours is
// passed over.
func parseNotice(n *pgconn.Notification) (Notice, bool) {
	switch n.Channel {
	case "lectern":
		var d deck.State
		if json.Unmarshal([]byte(n.Payload), &d) != nil || d.ID == 0 {
			return Notice{}, false
		}
		return Notice{Deck: &d}, true
	case "lectern_servers":
		var s Peer
		if json.Unmarshal([]byte(n.Payload), &s) != nil || !s.valid() {
			return Notice{}, false
		}
		return Notice{Peer: &s}, true
	case "lectern_messages":
		all := []deck.Message{}
		if json.Unmarshal([]byte(n.Payload), &all) != nil {
			return Notice{}, false
		}
		return Notice{Messages: all}, true
	case "lectern_notice":
		var urgent deck.Notice
		if json.Unmarshal([]byte(n.Payload), &urgent) != nil {
			return Notice{}, false
		}
		return Notice{Notice: &urgent}, true
	case "lectern_programme":
		return Notice{Round: true}, true
	case "lectern_pages":
		var p PageNews
		if json.Unmarshal([]byte(n.Payload), &p) != nil || p.Deck <= 0 {
			return Notice{}, false
		}
		return Notice{Pages: &p}, true
	case "lectern_drive":
		var d deck.Drive
		if json.Unmarshal([]byte(n.Payload), &d) != nil || d.Turn <= 0 {
			return Notice{}, false
		}
		return Notice{Drive: &d}, true
	case "lectern_marks":
		var m deck.Mark
		if json.Unmarshal([]byte(n.Payload), &m) != nil || m.Deck <= 0 || m.Check() != nil {
			return Notice{}, false
		}
		return Notice{Mark: &m}, true
	case "lectern_ink":
		var i deck.InkNews
		if json.Unmarshal([]byte(n.Payload), &i) != nil || i.Deck <= 0 || i.Slide <= 0 {
			return Notice{}, false
		}
		return Notice{Ink: &i}, true
	case "lectern_screens":
		var news ScreenNews
		if json.Unmarshal([]byte(n.Payload), &news) != nil || !news.valid() {
			return Notice{}, false
		}
		return Notice{Screens: &news}, true
	case "lectern_devices":
		id, err := strconv.ParseInt(n.Payload, 10, 64)
		return Notice{Device: id}, err == nil && id > 0
	}
	return Notice{}, false
}

// Close ends the connection.
func (f *Feed) Close() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	f.conn.Close(ctx)
}
