//go:build unix

package lifecycle

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"lectern/app/e2e/harness"
	"lectern/app/importer/importertest"
)

// TestExport: a deck is written to a file whether Lectern runs or not: a PDF as it came,
// or without the pages that are steps or hidden. It is imported again as the deck that it is.
func TestExport(t *testing.T) {
	t.Parallel()
	data, dir := harness.PreparedForPDF(t), t.TempDir()
	lectern := func(want int, args ...string) (out string) {
		t.Helper()
		var said bytes.Buffer
		cmd := exec.Command(harness.Binary, append(args, "--data", data)...)
		cmd.Stderr = &said
		b, _ := cmd.Output()
		if got := cmd.ProcessState.ExitCode(); got != want {
			t.Fatalf("%q: status %d: %s%s", args, got, b, said.String())
		}
		return string(b) + said.String()
	}
	at := func(name string) string { return filepath.Join(dir, name) }
	holds := func(name string) string {
		t.Helper()
		b, err := os.ReadFile(at(name))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	talk := importertest.PDF(importertest.PDFSpec{
		Pages: []string{importertest.PageText("One"), importertest.PageText("Two"), importertest.PageText("Two", "more"), importertest.PageText("Three")},
		Extra: "/PageLabels <</Nums [0 <</S/D>> 2 <</S/D /St 2>>]>>",
	})
	if err := os.WriteFile(at("talk.pdf"), talk, 0o600); err != nil {
		t.Fatal(err)
	}
	id, _, _ := strings.Cut(lectern(0, "import", at("talk.pdf")), "\t")
	lectern(0, "export", id, at("steps.pdf"), "--steps")
	if holds("steps.pdf") != string(talk) {
		t.Error("a PDF with all of its pages is not the one that came")
	}

	l := harness.Start(t, data)
	lectern(0, "export", "TAL", at("whole.pdf"))
	lectern(0, "export", "talk", at("notes.pdf"), "--notes")
	if whole := holds("whole.pdf"); !strings.HasPrefix(whole, "%PDF-") || strings.Count(whole, "/MediaBox") != 3 || strings.Contains(whole, "/Image") {
		t.Errorf("without the steps: %d bytes", len(whole))
	}
	if drawn := holds("notes.pdf"); strings.Count(drawn, "/Type /Page ") != 3 || strings.Count(drawn, "/Subtype /Image") != 3 {
		t.Errorf("with notes: %d bytes", len(drawn))
	}
	if status, said := l.Ask("PUT", "/api/decks/"+id+"/slides/3", `{"hidden":true}`); status != 200 {
		t.Fatal(status, said)
	}
	lectern(0, "export", "talk", at("seen.pdf"), "--steps")
	if seen := holds("seen.pdf"); strings.Count(seen, "/MediaBox") != 3 || strings.Contains(seen, "Three") {
		t.Errorf("without what is hidden: %d bytes", len(seen))
	}
	lectern(0, "export", "talk", at("hidden.pdf"), "--steps", "--hidden")
	if holds("hidden.pdf") != string(talk) {
		t.Error("with what is hidden it is not the file that came")
	}
	lectern(0, "export", "talk", at("talk.lectern"))
	if again, _, _ := strings.Cut(lectern(0, "import", at("talk.lectern")), "\t"); again != id {
		t.Errorf("it is deck %s then, not %s", again, id)
	}
	if said := lectern(1, "export", "talk", at("whole.pdf")); !strings.Contains(said, "is there already") {
		t.Error(said)
	}
	if said := lectern(1, "export", "nothing", at("x.pdf")); !strings.Contains(said, `There is no deck "nothing" in the library`) {
		t.Error(said)
	}
	if said := lectern(2, "export", "talk", at("x.doc")); !strings.Contains(said, "not .doc") {
		t.Error(said)
	}
	if err := l.End(syscall.SIGTERM); err != nil {
		t.Error(err)
	}
	if left, err := filepath.Glob(at(".*")); err != nil || len(left) > 0 {
		t.Error(left, err)
	}
}
