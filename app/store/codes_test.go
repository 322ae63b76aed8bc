package store_test

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"lectern/app/fault"
	"lectern/app/store"
	"lectern/app/store/storetest"
)

func TestCodes(t *testing.T) {
	s, url := storetest.Open(t)
	expires, err := s.AddCode(t.Context(), "stage", token(1), time.Hour)
	if left := time.Until(expires); err != nil || left < 55*time.Minute || left > 65*time.Minute {
		t.Fatalf("a new code lasts for %v, %v", left, err)
	}
	if _, err := s.AddCode(t.Context(), "stage", token(2), time.Hour); err != nil {
		t.Fatal(err)
	}
	conn := storetest.Connect(t, url)
	if _, err := conn.Exec(t.Context(), `UPDATE codes SET expires_at = now() - interval '1 second' WHERE hash = $1`, token(2)); err != nil {
		t.Fatal(err)
	}
	take := func(b byte) (role string, err error) {
		err = s.TakeCode(t.Context(), token(b), func(r string, in store.Devices) error {
			role = r
			_, err := in.Add(t.Context(), r, "Ann's phone", "", token(9))
			return err
		})
		return role, err
	}
	// What it was taken for does not come about: it is as good as before.
	failed := errors.New("no device")
	err = s.TakeCode(t.Context(), token(1), func(role string, in store.Devices) error {
		if _, err := in.Add(t.Context(), role, "x", "", token(9)); err != nil {
			t.Error(err)
		}
		return failed
	})
	if !errors.Is(err, failed) {
		t.Errorf("a use that fails: %v", err)
	}
	if role, err := take(1); err != nil || role != "stage" {
		t.Errorf("taken: %q, %v", role, err)
	}
	if d, err := s.DeviceByToken(t.Context(), token(9)); err != nil || d.Role != "stage" {
		t.Errorf("the device is %+v, %v", d, err)
	}
	for b, want := range map[byte]error{1: store.ErrUsedCode, 2: store.ErrOldCode, 3: store.ErrWrongCode} {
		t.Run(want.Error(), func(t *testing.T) {
			if role, err := take(b); err != want || fault.CodeOf(err) != fault.Forbidden {
				t.Errorf("%q, %v", role, err)
			}
		})
	}
	t.Run("swept up when too old", func(t *testing.T) {
		if err := s.Sweep(t.Context(), time.Hour); err != nil {
			t.Fatal(err)
		}
		var left []byte
		if err := conn.QueryRow(t.Context(), `SELECT string_agg(hash, '') FROM codes`).Scan(&left); err != nil || !bytes.Equal(left, token(1)) {
			t.Errorf("left is %x, %v", left, err)
		}
	})
}
