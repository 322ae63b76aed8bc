package harness

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"lectern/migrations"
)

// Prepared is a data folder as Folder's, in which a Lectern has been before: its
// library is made, and empty. It takes a fifth of what a first start takes. All
// of a run of the tests have the same library and the same presenter's key. Its PDF
// engine is compiled if another test had it compiled: Lectern would begin to.
func Prepared(t testing.TB) string {
	t.Helper()
	data := copied(t, prepared)
	if engine := sharedEngine(); engine != "" {
		if err := giveEngine(engine, data); err != nil {
			t.Fatal(err)
		}
	}
	return data
}

// PreparedForPDF is one whose PDF engine is compiled, too.
func PreparedForPDF(t testing.TB) string {
	t.Helper()
	data := copied(t, prepared)
	engine, err := preparedEngine()
	if err == nil {
		err = giveEngine(engine, data)
	}
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// PostgresPrograms is the folder of the PostgreSQL programs that the binary
// brings, where any user gets to them; "" where it brings none.
func PostgresPrograms(t testing.TB) string {
	t.Helper()
	data, err := prepared()
	if err != nil {
		t.Fatal(err)
	}
	found, _ := filepath.Glob(filepath.Join(data, "postgres-*", "bin"))
	if len(found) != 1 {
		return ""
	}
	return found[0]
}

func copied(t testing.TB, from func() (string, error)) string {
	t.Helper()
	data := Folder(t)
	have, err := from()
	if err == nil {
		err = copyAll(have, data)
	}
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// prepared is the folder that is copied, of this schema: where runs share it, one of
// before may be there.
var prepared = sync.OnceValues(func() (string, error) {
	schema := sha256.New()
	numbered, err := fs.Glob(migrations.Files, "*.sql")
	for _, name := range numbered {
		b, readErr := migrations.Files.ReadFile(name)
		err = errors.Join(err, readErr)
		schema.Write(b)
	}
	if err != nil {
		return "", err
	}
	return shared(fmt.Sprintf("prepared-%x", schema.Sum(nil)[:4]), func(data string) error {
		// An empty file is refused once the library is there.
		empty := filepath.Join(builds, "empty.md")
		if err := os.WriteFile(empty, nil, 0o644); err != nil {
			return err
		}
		out, err := exec.Command(Binary, "import", "--data", data, empty).CombinedOutput()
		if !strings.Contains(string(out), "empty.md is empty") {
			return fmt.Errorf("making a library: %w\n%s", err, out)
		}
		return nil
	})
})

// preparedEngine is the folder of the compiled PDF engine: what
// LECTERN_TEST_PDF_ENGINE names, where whole runs of the tests share it, or one of
// our own. Compiling takes nine seconds of a processor.
var preparedEngine = sync.OnceValues(func() (string, error) {
	if engine := sharedEngine(); engine != "" {
		return engine, nil
	}
	shared := sharedPlace()
	page, data := filepath.Join(builds, "page.pdf"), filepath.Join(builds, "engine")
	have, err := prepared()
	if err := errors.Join(err, os.WriteFile(page, PDF(1), 0o644)); err != nil {
		return "", err
	}
	if err := copyAll(have, data); err != nil {
		return "", err
	}
	if out, err := exec.Command(Binary, "import", "--data", data, page).CombinedOutput(); err != nil {
		return "", fmt.Errorf("compiling the PDF engine: %w\n%s", err, out)
	}
	engine := filepath.Join(data, "cache")
	if shared != "" {
		// At once, since others look for it; whoever comes first has it.
		whole := fmt.Sprint(shared, ".", os.Getpid())
		err := errors.Join(os.MkdirAll(filepath.Dir(shared), 0o755), copyAll(engine, whole))
		if err == nil && os.Rename(whole, shared) == nil {
			return shared, nil
		}
		if err := errors.Join(err, os.RemoveAll(whole)); err != nil {
			return "", err
		}
	}
	return engine, nil
})

// sharedPlace is where the runs of the tests share the compiled engine, or "". It is
// beside that of the importer's own tests, which another program's is not taken for.
func sharedPlace() string {
	if shared := os.Getenv("LECTERN_TEST_PDF_ENGINE"); shared != "" {
		return filepath.Join(shared, "lectern")
	}
	return ""
}

// sharedEngine is sharedPlace if there is one.
func sharedEngine() string {
	shared := sharedPlace()
	if have, err := os.ReadDir(shared); err != nil || len(have) == 0 {
		return ""
	}
	return shared
}

// giveEngine puts a compiled engine where Lectern finds it: as links, of a copy that
// lies where the tests have their folders, since nobody changes what was compiled.
func giveEngine(engine, data string) error {
	near, err := shared("pdfengine", func(path string) error { return copyAll(engine, path) })
	if err != nil {
		return err
	}
	return linkAll(near, filepath.Join(data, "cache"))
}

// copyAll copies a folder with its owners. The programs in it, which nobody
// changes, it links.
func copyAll(from, to string) error {
	return copyEach(from, to, func(name string) bool { return strings.HasPrefix(name, "postgres-") })
}

// linkAll does so for a folder in which nobody changes a file.
func linkAll(from, to string) error {
	return copyEach(from, to, func(string) bool { return true })
}

func copyEach(from, to string, linked func(name string) bool) error {
	entries, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	info, err := os.Stat(from)
	if err != nil {
		return err
	}
	if err := os.Mkdir(to, info.Mode().Perm()); err != nil {
		return err
	}
	// One process for all that is done in the same way: there are hundreds of folders.
	ways := map[string][]string{}
	for _, e := range entries {
		how := "-a"
		if linked(e.Name()) {
			how = "-al"
		}
		ways[how] = append(ways[how], filepath.Join(from, e.Name()))
	}
	for how, names := range ways {
		if out, err := exec.Command("cp", slices.Concat([]string{how}, names, []string{to})...).CombinedOutput(); err != nil {
			return fmt.Errorf("cp: %w: %s", err, out)
		}
	}
	return nil
}
