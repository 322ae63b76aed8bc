package store_test

import (
	"io/fs"
	"regexp"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"lectern/app/fault"
	"lectern/app/store"
	"lectern/migrations"
)

// TestEachCheckHasASentence: what the tables refuse by a name is somebody's mistake, and
// never one of ours.
func TestEachCheckHasASentence(t *testing.T) {
	files, err := fs.Glob(migrations.Files, "*.sql")
	if err != nil {
		t.Fatal(err)
	}
	var names [][][]byte
	for _, file := range files {
		sql, err := migrations.Files.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, regexp.MustCompile(`CONSTRAINT (\w+) +CHECK`).FindAllSubmatch(sql, -1)...)
	}
	if len(names) < 10 {
		t.Fatalf("%d checks", len(names))
	}
	for _, name := range names {
		if name := string(name[1]); name != "points_in_range" { // deck.Stroke.Check has said it before
			err := store.AsFault(&pgconn.PgError{Code: "23514", ConstraintName: name}, "a change")
			if fault.CodeOf(err) != fault.OutOfRange {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}
