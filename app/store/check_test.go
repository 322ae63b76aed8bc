package store_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"lectern/app/fault"
	"lectern/app/store"
	"lectern/app/store/storetest"
)

// TestUnsuitable: a database with which Lectern would start, and then not work,
// is refused in one sentence.
func TestUnsuitable(t *testing.T) {
	with := func(t *testing.T, key, value string) string {
		t.Helper()
		u, err := url.Parse(storetest.Empty(t))
		if err != nil {
			t.Fatal(err)
		}
		q := u.Query()
		q.Set(key, value)
		u.RawQuery = q.Encode()
		return u.String()
	}
	for name, c := range map[string]struct {
		url  func(t *testing.T) string
		want string
	}{
		"another encoding": {func(t *testing.T) string {
			u, err := url.Parse(storetest.Empty(t))
			if err != nil {
				t.Fatal(err)
			}
			conn := storetest.Connect(t, u.String())
			u.Path += "_ascii"
			database := u.Path[1:]
			var provider string // the builtin one of later versions has UTF8 alone
			err = conn.QueryRow(t.Context(), `SELECT CASE WHEN current_setting('server_version_num')::int >= 150000 THEN 'LOCALE_PROVIDER libc' ELSE '' END`).Scan(&provider)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := conn.Exec(t.Context(), `CREATE DATABASE `+database+` TEMPLATE template0 ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C' `+provider); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() {
				if _, err := conn.Exec(context.Background(), `DROP DATABASE `+database+` WITH (FORCE)`); err != nil {
					t.Error(err)
				}
			})
			return u.String()
		}, "has the encoding SQL_ASCII"},
		"read only":   {func(t *testing.T) string { return with(t, "default_transaction_read_only", "on") }, "can only be read"},
		"not allowed": {func(t *testing.T) string { return with(t, "search_path", "pg_catalog") }, "may not make the library's tables"},
		"no schema":   {func(t *testing.T) string { return with(t, "search_path", "nowhere") }, "may not make the library's tables"},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := store.Open(t.Context(), c.url(t))
			if err == nil {
				s.Close()
			}
			if code := fault.CodeOf(err); err == nil || code == fault.Unavailable || code == "" || !strings.Contains(err.Error(), c.want) {
				t.Errorf("it says %v, want %q", err, c.want)
			}
		})
	}
}
