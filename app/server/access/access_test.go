package access

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"
)

func TestSecrets(t *testing.T) {
	s, other := signer{[]byte("key")}, signer{[]byte("other")}
	text := s.make("device")
	for name, c := range map[string]struct {
		got, want bool
	}{
		"its own":          {s.verify("device", text), true},
		"another purpose":  {s.verify("code", text), false},
		"another key":      {other.verify("device", text), false},
		"no key":           {signer{}.verify("device", signer{}.make("device")), false},
		"empty":            {s.verify("device", ""), false},
		"longer":           {s.verify("device", text+"A"), false},
		"another spelling": {s.verify("device", text[:42]+string(text[42]+1)), false},
		"not the same two": {s.make("device") == text, false},
		"another hash":     {s.hash(text) == other.hash(text), false},
		"another cookie":   {s.cookieName() == other.cookieName(), false},
	} {
		t.Run(name, func(t *testing.T) {
			if c.got != c.want {
				t.Error(c.got)
			}
		})
	}
}

func TestLocalCodes(t *testing.T) {
	n := 0
	fresh := func() string { n++; return fmt.Sprint("code ", n) }
	l := localCodes{current: fresh()}
	now := time.Now()
	for _, c := range []struct {
		code        string
		after       time.Duration
		ok, renewed bool
	}{
		{"code 1", 0, true, true},
		{"code 1", time.Minute, true, false},
		{"code 3", time.Minute, false, false},
		{"code 2", 5 * time.Minute, true, true},
		{"code 1", 9 * time.Minute, true, false},
		{"code 1", 10 * time.Minute, false, false},
		{"code 2", 14 * time.Minute, true, false},
		{"code 2", 15 * time.Minute, false, false},
		{"code 3", 1000 * time.Hour, true, true},
	} {
		if ok, renewed := l.take(c.code, now.Add(c.after), fresh); ok != c.ok || renewed != c.renewed {
			t.Errorf("%s after %v: %v, renewed %v", c.code, c.after, ok, renewed)
		}
	}
	if len(l.used) != 1 {
		t.Errorf("%d old codes are kept", len(l.used))
	}
}

func TestBrake(t *testing.T) {
	var b guessLimit
	impatient, leave := context.WithCancel(t.Context())
	leave() // whoever leaves is wrong all the same
	why := errors.New("wrong")
	for i := range wrongAtOnce + 1 {
		want := why
		if i == wrongAtOnce {
			want = errTooMany
		}
		if err := b.wrong(impatient, netip.MustParseAddr(fmt.Sprintf("2001:db8::%d", i)), why); err != want {
			t.Errorf("%d out of one network: %v", i, err)
		}
	}
	if b.of(netip.MustParseAddr("2001:db8::ffff")).left.Tokens() >= 1 {
		t.Error("one more may try")
	}
	for _, other := range []string{"2001:db8:1::1", "192.0.2.1"} {
		if b.of(netip.MustParseAddr(other)).left.Tokens() < 1 {
			t.Errorf("%s is slowed down, too", other)
		}
	}
}

// TestPairingCode: what is made is short, has no letter that looks like another, and is
// known however a person types it.
func TestPairingCode(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		code := pairingCode()
		if len(code) != pairingLength || strings.Trim(code, letters) != "" || strings.ContainsAny(code, "IL1O0") || seen[code] {
			t.Fatalf("%q, made before: %v", code, seen[code])
		}
		seen[code] = true
	}
	for _, as := range []string{"ABCD-EFGH", "abcdefgh", " abcd efgh ", "AbCd–eFgH"} {
		if got := typed(as); got != "ABCDEFGH" {
			t.Errorf("%q is %q", as, got)
		}
	}
}

func TestBrowserName(t *testing.T) {
	for agent, want := range map[string]string{
		"": "A browser",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0": "Edge on Windows",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36":               "Chrome on Windows",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/604.1":     "Safari on iPhone",
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0":                                          "Firefox on Mac",
		"Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36":         "Chrome on Android",
		"curl/8.5.0":      "curl",
		"<script>":        "A browser",
		"Thing (Windows)": "A browser on Windows",
	} {
		if got := browserName(agent); got != want {
			t.Errorf("%s: %q, want %q", agent, got, want)
		}
	}
}
