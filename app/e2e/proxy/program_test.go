//go:build unix

package proxy

import (
	"crypto/x509"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"lectern/app/e2e/harness"
)

// publicName is what the README's configurations call the place.
const publicName = "talks.example.org"

// A proxy is one of the programs that the README tells how to put in front.
type proxy struct {
	t    testing.TB
	kind proxyKind
	path string // of the program
	dir  string
	addr string // where it listens
	root *x509.CertPool

	cmd  *exec.Cmd
	out  *harness.Output
	done chan struct{}
}

// A proxyKind is what differs between the programs.
type proxyKind struct {
	name string
	// ours puts the test's ports and paths in the place of the README's. Each
	// left side stands there once.
	ours func(p *proxy, lectern string) []string
	// whole makes the README's part a whole configuration, as hostile to streams
	// as the program's own defaults and a careless operator could be: it
	// compresses all it can.
	whole func(p *proxy, part string) string
	run   func(p *proxy, file string) []string
	// reload makes the running program read its configuration again.
	reload func(p *proxy, file string) error
}

var proxyKinds = []proxyKind{nginx, caddy, haproxy}

var nginx = proxyKind{
	name: "nginx",
	ours: func(p *proxy, lectern string) []string {
		listen, http2 := " ssl;", "http2 on;"
		if p.oldNginx() {
			listen, http2 = " ssl http2;", ""
		}
		return []string{
			"listen 443 ssl;", "listen " + p.addr + listen,
			"http2 on;", http2,
			"/etc/ssl/private/talks.example.org.pem", p.file("cert.pem"),
			"/etc/ssl/private/talks.example.org.key", p.file("key.pem"),
			"http://127.0.0.1:4747", "http://" + lectern,
		}
	},
	whole: func(p *proxy, part string) string {
		return fmt.Sprintf(`
user root;
worker_processes 2;
pid %[1]s/pid;
error_log stderr warn;
events { worker_connections 768; }
http {
	access_log off;
	client_body_temp_path %[1]s/body;
	proxy_temp_path %[1]s/proxy;
	fastcgi_temp_path %[1]s/fastcgi;
	uwsgi_temp_path %[1]s/uwsgi;
	scgi_temp_path %[1]s/scgi;
	tcp_nopush on;
	sendfile on;
	gzip on;
	gzip_types *;
	gzip_proxied any;
	gzip_min_length 1;
%[2]s
}
`, p.dir, part)
	},
	run: func(p *proxy, file string) []string {
		return []string{"-p", p.dir, "-e", "stderr", "-c", file, "-g", "daemon off;"}
	},
	reload: signalReload(syscall.SIGHUP),
}

var caddy = proxyKind{
	name: "caddy",
	ours: func(p *proxy, lectern string) []string {
		return []string{
			"talks.example.org {", "talks.example.org {\n\tbind 127.0.0.1\n\tencode {\n\t\tgzip\n\t\tminimum_length 1\n\t}",
			"/etc/caddy/talks.example.org.pem", p.file("cert.pem"),
			"/etc/caddy/talks.example.org.key", p.file("key.pem"),
			"127.0.0.1:4747", lectern,
		}
	},
	whole: func(p *proxy, part string) string {
		_, port, _ := net.SplitHostPort(p.addr)
		return fmt.Sprintf(`
{
	admin unix/%s/admin
	auto_https disable_redirects
	https_port %s
	grace_period 1s
}
%s`, p.dir, port, part)
	},
	run: func(_ *proxy, file string) []string {
		return []string{"run", "--config", file, "--adapter", "caddyfile"}
	},
	reload: func(p *proxy, file string) error {
		cmd := exec.Command(p.path, "reload", "--force", "--config", file, "--adapter", "caddyfile", "--address", "unix/"+p.dir+"/admin")
		cmd.Env = p.cmd.Env
		out, err := cmd.CombinedOutput()
		if err != nil {
			return fmt.Errorf("%w: %s", err, out)
		}
		return nil
	},
}

var haproxy = proxyKind{
	name: "haproxy",
	ours: func(p *proxy, lectern string) []string {
		return []string{
			"bind :443 ", "bind " + p.addr + " ",
			"/etc/ssl/private/talks.example.org.pem", p.file("both.pem"),
			"127.0.0.1:4747", lectern,
		}
	},
	// As Debian's, of which the rest is about logs.
	whole: func(_ *proxy, part string) string {
		return `
global
	ssl-default-bind-options ssl-min-ver TLSv1.2 no-tls-tickets
defaults
	mode http
	timeout connect 5000
	timeout client 50000
	timeout server 50000
	compression algo gzip
` + part
	},
	run:    func(_ *proxy, file string) []string { return []string{"-W", "-db", "-f", file} },
	reload: signalReload(syscall.SIGUSR2),
}

func signalReload(s syscall.Signal) func(*proxy, string) error {
	return func(p *proxy, _ string) error { return p.cmd.Process.Signal(s) }
}

// startProxy runs a proxy with the README's configuration in front of a
// Lectern, which is given by its address.
func startProxy(t testing.TB, kind proxyKind, lectern string) *proxy {
	t.Helper()
	p := &proxy{t: t, kind: kind, path: harness.ProxyProgram(t, kind.name), dir: t.TempDir(), addr: harness.FreeAddr(t)}
	p.makeCertificate()
	part := readmeBlock(t, "Behind a proxy", kind.name)
	for i, pairs := 0, kind.ours(p, lectern); i < len(pairs); i += 2 {
		if n := strings.Count(part, pairs[i]); n != 1 {
			t.Fatalf("the README's %s configuration has %q %d times", kind.name, pairs[i], n)
		}
		part = strings.Replace(part, pairs[i], pairs[i+1], 1)
	}
	if err := os.WriteFile(p.file("conf"), []byte(kind.whole(p, part)), 0o644); err != nil {
		t.Fatal(err)
	}
	p.start()
	t.Cleanup(func() {
		p.stop()
		if t.Failed() {
			t.Logf("%s printed:\n%s", kind.name, p.out)
		}
	})
	return p
}

func (p *proxy) file(name string) string { return filepath.Join(p.dir, name) }

func (p *proxy) start() {
	p.t.Helper()
	p.out, p.done = &harness.Output{New: make(chan struct{}, 1)}, make(chan struct{})
	p.cmd = exec.Command(p.path, p.kind.run(p, p.file("conf"))...)
	p.cmd.Env = p.environment()
	p.cmd.Stdout, p.cmd.Stderr = p.out, p.out
	p.cmd.WaitDelay = time.Second
	if err := p.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	done := p.done
	go func() { p.cmd.Wait(); close(done) }()
	harness.Until(p.t, harness.Patience, p.kind.name+" listens", func() bool {
		select {
		case <-p.done:
			p.t.Fatalf("%s ended:\n%s", p.kind.name, p.out)
		default:
		}
		c, err := net.Dial("tcp", p.addr)
		if err == nil {
			c.Close()
		}
		return err == nil
	})
}

// environment keeps what the program writes in the test's folder, and finds the
// libraries of an unpacked one.
func (p *proxy) environment() []string {
	env := append(os.Environ(), "HOME="+p.dir, "XDG_DATA_HOME="+p.dir, "XDG_CONFIG_HOME="+p.dir)
	if libs := harness.ProxyLibraries(p.path); libs != "" {
		env = append(env, "LD_LIBRARY_PATH="+libs)
	}
	return env
}

// stop ends the program and its workers.
func (p *proxy) stop() {
	p.t.Helper()
	workers := harness.Children(p.t, p.cmd.Process.Pid)
	p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.done:
	case <-time.After(harness.Patience):
		p.t.Errorf("%s did not end", p.kind.name)
		p.cmd.Process.Kill()
		<-p.done
	}
	harness.Until(p.t, harness.Patience, p.kind.name+"'s workers end", func() bool {
		for _, pid := range workers {
			if harness.Alive(pid) {
				return false
			}
		}
		return true
	})
}

func (p *proxy) reload() {
	p.t.Helper()
	if err := p.kind.reload(p, p.file("conf")); err != nil {
		p.t.Fatal(err)
	}
}

// oldNginx reports whether the program is an nginx without "http2 on;", as the
// README says that those before 1.25 are.
func (p *proxy) oldNginx() bool {
	p.t.Helper()
	cmd := exec.Command(p.path, "-v")
	cmd.Env = p.environment()
	out, err := cmd.CombinedOutput()
	var minor int
	if _, after, ok := strings.Cut(string(out), "nginx/1."); ok && err == nil {
		_, err = fmt.Sscanf(after, "%d", &minor)
	}
	if err != nil || minor == 0 {
		p.t.Fatalf("nginx -v: %v: %s", err, out)
	}
	return minor < 25
}

// readmeBlock is the code block of a language in a section of the README.
func readmeBlock(t testing.TB, section, language string) string {
	t.Helper()
	text, err := os.ReadFile("../../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, after, found := strings.Cut(string(text), "\n## "+section+"\n")
	after, _, _ = strings.Cut(after, "\n## ")
	_, block, begins := strings.Cut(after, "\n```"+language+"\n")
	block, _, ends := strings.Cut(block, "\n```\n")
	if !found || !begins || !ends {
		t.Fatalf("the README has no %s in %q", language, section)
	}
	return block + "\n"
}
