package store_test

import (
	"bytes"
	"testing"
	"time"

	"lectern/app/fault"
	"lectern/app/store/storetest"
)

func token(b byte) []byte { return bytes.Repeat([]byte{b}, 32) }

func TestDevices(t *testing.T) {
	s, url := storetest.Open(t)
	feed := follow(t, s)
	hears := func(want int64) {
		t.Helper()
		if n, err := feed.Next(t.Context(), time.Minute); err != nil || n.Device != want {
			t.Errorf("the feed heard %+v of device %d, %v", n, want, err)
		}
	}
	var ids []int64
	for b := range byte(3) {
		d, err := s.Devices().Add(t.Context(), "presenter", " Laptop\x00 ", "", token(b))
		if err != nil || d.Name != "Laptop" || d.Role != "presenter" || d.LastSeen.IsZero() {
			t.Fatalf("a new device is %+v, %v", d, err)
		}
		ids = append(ids, d.ID)
	}

	t.Run("found by its token alone", func(t *testing.T) {
		if d, err := s.DeviceByToken(t.Context(), token(1)); err != nil || d.ID != ids[1] {
			t.Errorf("%+v, %v", d, err)
		}
		if _, err := s.DeviceByToken(t.Context(), token(9)); fault.CodeOf(err) != fault.NotFound {
			t.Errorf("a token of nobody: %v", err)
		}
	})
	t.Run("seen now and then", func(t *testing.T) {
		conn := storetest.Connect(t, url)
		if _, err := conn.Exec(t.Context(), `UPDATE devices SET last_seen = now() - interval '1 hour' WHERE id = $1`, ids[0]); err != nil {
			t.Fatal(err)
		}
		see := func() time.Time {
			t.Helper()
			if err := s.SeeDevices(t.Context(), ids[0]); err != nil {
				t.Fatal(err)
			}
			list, err := s.Devices().All(t.Context())
			if err != nil || len(list) != 3 || list[0].ID != ids[0] {
				t.Fatalf("the devices are %+v, %v: the one just seen comes first", list, err)
			}
			return list[0].LastSeen
		}
		if first := see(); time.Since(first) > time.Minute || !see().Equal(first) {
			t.Errorf("seen at %v, and then at another time", first)
		}
	})
	t.Run("refused", func(t *testing.T) {
		if _, err := s.Devices().Add(t.Context(), "king", "x", "", token(7)); err == nil {
			t.Error("a role that does not exist is taken")
		}
		if _, err := s.Devices().Add(t.Context(), "stage", "x", "", token(0)); err == nil {
			t.Error("a token is two devices'")
		}
	})
	t.Run("deleted, and every server hears of it", func(t *testing.T) {
		if err := s.DeleteDevice(t.Context(), ids[0]); err != nil {
			t.Fatal(err)
		}
		hears(ids[0])
		if err := s.DeleteDevice(t.Context(), ids[0]); fault.CodeOf(err) != fault.NotFound {
			t.Errorf("deleted twice: %v", err)
		}
		if err := s.DeleteOtherDevices(t.Context(), ids[1]); err != nil {
			t.Fatal(err)
		}
		hears(ids[2])
		if list, err := s.Devices().All(t.Context()); err != nil || len(list) != 1 || list[0].ID != ids[1] {
			t.Errorf("left are %+v, %v", list, err)
		}
	})
	t.Run("swept up a year after it was seen", func(t *testing.T) {
		old, err := s.Devices().Add(t.Context(), "stage", "Old phone", "", token(5))
		if err != nil {
			t.Fatal(err)
		}
		conn := storetest.Connect(t, url)
		for id, age := range map[int64]string{old.ID: "367 days", ids[1]: "364 days"} {
			if _, err := conn.Exec(t.Context(), `UPDATE devices SET last_seen = now() - $2::interval WHERE id = $1`, id, age); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Sweep(t.Context(), time.Hour); err != nil {
			t.Fatal(err)
		}
		if list, err := s.Devices().All(t.Context()); err != nil || len(list) != 1 || list[0].ID != ids[1] {
			t.Fatalf("left are %+v, %v", list, err)
		}
		hears(old.ID)
	})
}
