package importertest

import "os"

// Program is what an Importer's children run in tests that are not about them: the
// binary itself. As this test's own they would look for races, alone in their process,
// and take five to twenty times as long. It is "", for this test's own, where there is
// no binary, and where every race is looked for.
func Program() string {
	if os.Getenv("LECTERN_TEST_ALL") != "" {
		return ""
	}
	return os.Getenv("LECTERN_TEST_BINARY")
}
