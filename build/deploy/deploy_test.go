// Package deploy holds the files to run several Lecterns on one database. The
// tests see that they have the form, and name the flags, the port and the paths
// that the program has.
package deploy

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"lectern/app/cli"
	"lectern/app/lan"
)

// lecternPort is --addr's default, as the files have it.
const lecternPort = "4747"

// program is what the source says of the program.
type program struct {
	environment []string // LECTERN_ADDR, …
	addr        string   // default of --addr
	paths       []string // that GET answers
	commands    []string
}

func readProgram(t *testing.T) program {
	t.Helper()
	var p program
	p.addr, p.commands = lan.UsualAddr, cli.Commands()
	for _, flag := range cli.Flags() {
		p.environment = append(p.environment, "LECTERN_"+strings.ToUpper(strings.ReplaceAll(flag, "-", "_")))
	}
	p.paths = patterns(t, "../../app/server")
	if len(p.environment) < 10 || p.addr != ":"+lecternPort || len(p.paths) < 10 || len(p.commands) < 5 {
		t.Fatalf("the source is not as this test reads it: %+v", p)
	}
	return p
}

// patterns returns the paths that the server's tables of routes have for GET.
func patterns(t *testing.T, dir string) []string {
	t.Helper()
	var paths []string
	get := regexp.MustCompile(`\{"GET", "(/[^"]*)"`)
	err := filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(p) != ".go" || strings.HasSuffix(p, "_test.go") {
			return err
		}
		for _, m := range get.FindAllStringSubmatch(read(t, p), -1) {
			paths = append(paths, m[1])
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return paths
}

func read(t *testing.T, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// knows fails for environment variables that no flag has.
func (p program) knows(t *testing.T, variables []string) {
	t.Helper()
	for _, v := range variables {
		if strings.HasPrefix(v, "LECTERN_") && !slices.Contains(p.environment, v) {
			t.Errorf("the program knows no %s", v)
		}
	}
	for _, v := range []string{"LECTERN_DATABASE_URL", "LECTERN_PRESENTER_KEY_FILE", "LECTERN_PUBLIC_URL", "LECTERN_TRUSTED_PROXY"} {
		if !slices.Contains(variables, v) {
			t.Errorf("several servers need %s", v)
		}
	}
}

func (p program) answers(t *testing.T, path string) {
	t.Helper()
	if !slices.Contains(p.paths, path) {
		t.Errorf("the program does not answer %q", path)
	}
}

type service struct {
	Image       string
	Hostname    string
	Environment map[string]string
	Secrets     []string
	Ports       []string
	Healthcheck struct{ Test []string }
	DependsOn   yaml.Node `yaml:"depends_on"`
	Build       struct{ Context, Dockerfile string }
	Networks    []string
	Restart     string
}

func TestCompose(t *testing.T) {
	p := readProgram(t)
	var c struct {
		Services map[string]service
		Networks map[string]struct {
			IPAM struct {
				Config []struct{ Subnet string }
			}
		}
		Volumes map[string]any
		Secrets map[string]struct{ Environment string }
	}
	if err := yaml.Unmarshal([]byte(read(t, "compose.yaml")), &c); err != nil {
		t.Fatal(err)
	}
	servers := 0
	for name, s := range c.Services {
		if s.Image == "" || s.Restart == "" || len(s.Healthcheck.Test) < 2 || !slices.Equal(s.Networks, []string{"lectern"}) {
			t.Errorf("%s lacks something: %+v", name, s)
		}
		if !strings.HasPrefix(name, "lectern") {
			continue
		}
		servers++
		p.knows(t, keys(s.Environment))
		if check := s.Healthcheck.Test[len(s.Healthcheck.Test)-1]; !strings.HasPrefix(check, "http://127.0.0.1:"+lecternPort+"/") {
			t.Errorf("%s: the check is %s", name, check)
		} else {
			p.answers(t, strings.TrimPrefix(check, "http://127.0.0.1:"+lecternPort))
		}
		if s.Hostname != name {
			t.Errorf("%s calls itself %q: its host check would refuse the proxy's own requests", name, s.Hostname)
		}
		if file := "../../" + s.Build.Dockerfile; s.Build.Context != "../.." || read(t, file) == "" {
			t.Errorf("%s is built from %+v", name, s.Build)
		}
		for _, secret := range s.Secrets {
			if c.Secrets[secret].Environment == "" || s.Environment["LECTERN_PRESENTER_KEY_FILE"] != "/run/secrets/"+secret {
				t.Errorf("%s: the secret %s is not where the program looks", name, secret)
			}
		}
		if c.Networks["lectern"].IPAM.Config[0].Subnet != s.Environment["LECTERN_TRUSTED_PROXY"] {
			t.Errorf("%s trusts %s", name, s.Environment["LECTERN_TRUSTED_PROXY"])
		}
		if !strings.Contains(read(t, "Caddyfile"), " "+name+":"+lecternPort) {
			t.Errorf("Caddy does not know %s", name)
		}
	}
	if servers != 3 || len(c.Services) != 5 {
		t.Errorf("%d servers of %d services", servers, len(c.Services))
	}
	health := regexp.MustCompile(`health_uri (\S+)`).FindStringSubmatch(read(t, "Caddyfile"))
	if health == nil {
		t.Fatal("Caddy does not check the servers")
	}
	p.answers(t, health[1])
}

func keys(m map[string]string) (list []string) {
	for k := range m {
		list = append(list, k)
	}
	return list
}

// TestDockerfile: the image runs the program as an ordinary user, on its port.
func TestDockerfile(t *testing.T) {
	p := readProgram(t)
	file := read(t, "Dockerfile")
	for _, want := range []string{
		"go build -tags headless ", "-X lectern/app/version.commit=$COMMIT\"", "\nUSER 65532:65532\n", "\nEXPOSE " + lecternPort + "\n",
		"\nENTRYPOINT [\"lectern\"]\n", "\nENV LECTERN_DATA=/data/lectern\n",
	} {
		if !strings.Contains(file, want) {
			t.Errorf("the Dockerfile has no %q", want)
		}
	}
	version := regexp.MustCompile(`(?m)^go (\d+\.\d+)`).FindStringSubmatch(read(t, "../../go.mod"))
	if version == nil || !strings.Contains(file, "FROM golang:"+version[1]+"-") {
		t.Errorf("the Dockerfile builds with another Go than go.mod's")
	}
	if cmd := regexp.MustCompile(`(?m)^CMD \["(\w+)"\]`).FindStringSubmatch(file); cmd == nil || !slices.Contains(p.commands, cmd[1]) {
		t.Errorf("the Dockerfile's command is %q", cmd)
	}
	instruction := regexp.MustCompile(`^(#.*|FROM|WORKDIR|COPY|ARG|RUN|USER|ENV|EXPOSE|ENTRYPOINT|CMD)( .+|$)|^$`)
	for i, line := range strings.Split(file, "\n") {
		if !instruction.MatchString(line) {
			t.Errorf("Dockerfile:%d: %s", i+1, line)
		}
	}
}
