package store_test

import (
	"bytes"
	"testing"

	"lectern/app/store"
	"lectern/app/store/storetest"
)

// TestViewSecret: all servers of a database have the same one, and those of another
// one another.
func TestViewSecret(t *testing.T) {
	s, url := storetest.Open(t)
	again, err := store.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if len(s.ViewSecret()) != 32 || !bytes.Equal(s.ViewSecret(), again.ViewSecret()) {
		t.Errorf("%x and %x", s.ViewSecret(), again.ViewSecret())
	}
	other, err := store.Open(t.Context(), storetest.Empty(t))
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if bytes.Equal(s.ViewSecret(), other.ViewSecret()) {
		t.Error("another database has the same secret")
	}
}
