package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/puddle/v2"

	"lectern/app/fault"
)

// noPrivilege is SQLSTATE insufficient_privilege. Nothing is forbidden to the
// owner of the schema; PostgreSQL also says it of its own files, when their disk
// has become read-only.
const noPrivilege = "42501"

// diskFull is SQLSTATE disk_full.
const diskFull = "53100"

// asFault turns what the database refused into what a person can be told, and
// adds the operation to everything else.
func asFault(err error, op string, args ...any) error {
	if err == nil {
		return nil
	}
	var known *fault.Error
	if errors.As(err, &known) {
		return err
	}
	if errors.Is(err, pgx.ErrNoRows) {
		return fault.Wrap(fault.NotFound, err, "There is no such deck")
	}
	wrapped := fmt.Errorf("store: %s: %w", fmt.Sprintf(op, args...), err)
	unavailable := func(why string) error {
		return fault.Wrap(fault.Unavailable, wrapped, "%s; please try again", why)
	}
	var pg *pgconn.PgError
	if !errors.As(err, &pg) {
		if errors.Is(err, context.Canceled) || !away(err) {
			return wrapped
		}
		return unavailable("The database is away for a moment")
	}
	switch pg.ConstraintName {
	case "slide_in_range":
		return fault.Wrap(fault.OutOfRange, err, "The deck has no such slide")
	case "step_in_range":
		return fault.Wrap(fault.OutOfRange, err, "The slide has no such step")
	case "played_in_range":
		return fault.Wrap(fault.OutOfRange, err, "A film is played from 0 to 86400 seconds on")
	case "advance_in_range":
		return fault.Wrap(fault.OutOfRange, err, "A deck goes on by itself after 0.5 to 86400 seconds, or by 0 never")
	case "words_length":
		return fault.Wrap(fault.OutOfRange, err, "Words for the screens are 500 characters at the most, in lines")
	case "zoom_in_range":
		return fault.Wrap(fault.OutOfRange, err, "zoom is a part of the slide: x, y and w of 0 to 1, w at least 0.05")
	case "planned_in_range":
		return fault.Wrap(fault.OutOfRange, err, "A talk is planned for 0 to 86400 seconds")
	case "message_text":
		return fault.Wrap(fault.OutOfRange, err, "A message is one line of 1 to 140 characters")
	case "notice_text":
		return errNoticeText
	case "screen_name":
		return fault.Wrap(fault.OutOfRange, err, "A screen's name is one line of up to 100 characters, and without any it goes by its own")
	case "screen_lang":
		return fault.Wrap(fault.OutOfRange, err, "lang is a language such as de or pt-BR, or nothing for the screen's own")
	case "screen_rotation":
		return fault.Wrap(fault.OutOfRange, err, "rotation is 0, 90, 180 or 270 degrees, clockwise")
	case "screens_deck_fkey":
		return fault.Wrap(fault.OutOfRange, err, "There is no such deck for the screen")
	case "programme_seconds":
		return fault.Wrap(fault.OutOfRange, err, "Between talks a slide stays for 2 to 3600 seconds")
	case "programme_days":
		return fault.Wrap(fault.OutOfRange, err, "days are of 1, Monday, to 7")
	case "programme_hours":
		return fault.Wrap(fault.OutOfRange, err, "An hour is as 08:00")
	case "programme_screens":
		return fault.Wrap(fault.OutOfRange, err, "screens are 50 names at the most")
	case "programme_deck_id_fkey":
		return fault.Wrap(fault.NotFound, err, "There is no such deck")
	case "blank_known":
		return fault.Wrap(fault.OutOfRange, err, `blank is one of "", "black", "white" and "freeze"`)
	case "interlude_of_talk":
		return fault.Wrap(fault.Conflict, err, "Only in the midst of a talk another deck can be shown for a moment: interlude_of is the deck that is live")
	case "rehearsed_unseen":
		return fault.Wrap(fault.Conflict, err, "This deck is open, and whoever follows it, or a screen that has it, would see the rehearsal: close it first")
	case "begins_closed":
		return fault.Wrap(fault.Conflict, err, "A deck is made live, or published, once it is there")
	case "times_in_range":
		return fault.Wrap(fault.OutOfRange, err, "A time lies in the years 1970 to 9998")
	case "title_length":
		return fault.Wrap(fault.OutOfRange, err, "A title has 1 to 500 characters")
	}
	switch pg.Code {
	case readOnly:
		return unavailable("The database changes servers")
	case changed:
		return unavailable("The library was brought up to date by a newer Lectern")
	case diskFull:
		return fault.Wrap(fault.Unavailable, wrapped, "The database's disk is full, and nothing was changed: make room there, and try again")
	case noPrivilege:
		return unavailable("The database cannot use its disk")
	}
	switch pg.Code[:2] {
	case "08", "57", "53", "54", "58", "40", "55":
		// Connection, operator intervention, no resources, a limit (such as the
		// NOTIFY queue's, while a sleeping transaction holds it), the disk; a
		// deadlock with somebody's own transaction, or a lock that they hold.
		return unavailable("The database is away for a moment")
	case "22": // a value that no column takes
		return fault.Wrap(fault.OutOfRange, err, "A value is out of range")
	}
	return wrapped
}

// away reports whether err, which is no answer of the database, says that the way
// to it is broken. Everything else is a fault of ours.
func away(err error) bool {
	var network net.Error
	var connect *pgconn.ConnectError
	return errors.As(err, &network) || errors.As(err, &connect) || pgconn.SafeToRetry(err) || pgconn.Timeout(err) ||
		errors.Is(err, context.DeadlineExceeded) || errors.Is(err, net.ErrClosed) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, puddle.ErrClosedPool)
}
