//go:build linux

package cluster

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"testing"

	"lectern/app/e2e/harness"
	"lectern/app/needtest"
)

// TestOlderPostgres: the README says that an outside PostgreSQL is 14 or later.
// On the oldest, and on the one before ours, the store's own tests pass, in short
// those that use most of SQL, and a talk is given. LECTERN_TEST_POSTGRES_14 and _17 name folders with bin/initdb
// and the rest.
func TestOlderPostgres(t *testing.T) {
	for _, major := range []int{14, 17} {
		t.Run(fmt.Sprint(major), func(t *testing.T) {
			t.Parallel()
			env := fmt.Sprint("LECTERN_TEST_POSTGRES_", major)
			dir := os.Getenv(env)
			if dir == "" {
				// There is no build of it for every system.
				if needtest.Complete() && runtime.GOOS+"/"+runtime.GOARCH == "linux/amd64" {
					t.Fatalf("%s names no PostgreSQL %d", env, major)
				}
				t.Skipf("%s names no PostgreSQL %d: go run ./build test gets one", env, major)
			}
			db := newOutsideOf(t, filepath.Join(harness.Reachable(t, dir), "bin"), "max_connections = 100")
			db.start()
			if is := ask[int](db, "postgres", `SELECT current_setting('server_version_num')::int / 10000`); is != major {
				t.Fatalf("%s names a PostgreSQL %d", env, is)
			}
			t.Run("store", func(t *testing.T) {
				program, err := storeTests()
				if err != nil {
					t.Fatal(err)
				}
				cmd := exec.CommandContext(t.Context(), program)
				if !harness.All() {
					cmd.Args = append(cmd.Args, "-test.run", "^Test(AddAndRead|Change|Contract|Content|Devices|DeleteAndRestore|FunctionsAnew|Migrations|Originals|ShownSlides|StateIsOne)$")
				}
				cmd.Dir = "../../store"
				cmd.Env = append(os.Environ(), "LECTERN_TEST_DATABASE_URL="+db.url("postgres"))
				if out, err := cmd.CombinedOutput(); err != nil {
					t.Errorf("%v\n%s", err, out)
				}
			})
			t.Run("talk", func(t *testing.T) {
				db.exec("postgres", `CREATE DATABASE lectern`)
				l := harness.Start(t, harness.Folder(t), "--database-url", db.url("lectern"), harness.Write(t, "talk.md", harness.Talk(3)))
				v := l.Follow("/live")
				v.Slide(t, 1)
				l.Put(1, `{"current_slide":2}`)
				v.Slide(t, 2)
				db.exec("lectern", `UPDATE decks SET current_slide = 3`)
				v.Slide(t, 3)
			})
		})
	}
}

// storeTests are the store's, linked once.
var storeTests = sync.OnceValues(func() (string, error) {
	return harness.BuiltTests("lectern/app/store")
})
