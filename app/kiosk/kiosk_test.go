package kiosk

import "testing"

func TestParseAddress(t *testing.T) {
	for in, want := range map[string]string{
		"192.168.1.20":            "http://192.168.1.20:4747/",
		"192.168.1.20:8080":       "http://192.168.1.20:8080/",
		"hall":                    "http://hall:4747/",
		"hall.local":              "http://hall.local:4747/",
		"[fe80::1]":               "http://[fe80::1]:4747/",
		"talks.example.org":       "http://talks.example.org/",
		"https://10.0.0.1/":       "https://10.0.0.1/",
		"http://10.0.0.1:80/x?y=": "http://10.0.0.1:80/",
		" 10.0.0.1 ":              "http://10.0.0.1:4747/",
		"":                        "",
		":4747":                   "",
		"ftp://10.0.0.1":          "",
		"http://":                 "",
		"http://a b":              "",
	} {
		t.Run(in, func(t *testing.T) {
			u, err := ParseAddress(in)
			got := ""
			if err == nil {
				got = u.String()
			}
			if got != want {
				t.Errorf("got %q, %v, want %q", got, err, want)
			}
		})
	}
}
