package pgfiles

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"reflect"
	"strings"
	"time"

	embeddedpostgres "github.com/fergusstrange/embedded-postgres"
	"github.com/xi2/xz"
)

// fetchLibrary brings the PostgreSQL that embedded-postgres would download by
// itself. It does so in the library's place, because the library fetches only
// as a part of starting a database, only for the system it runs on, and waits
// for an unreachable host without a limit of its own.
func fetchLibrary(ctx context.Context, p pin, root string) (fetched, error) {
	// The library keeps the address of its repository to itself.
	base := reflect.ValueOf(embeddedpostgres.DefaultConfig()).FieldByName("binaryRepositoryURL")
	if !base.IsValid() || base.Kind() != reflect.String {
		return fetched{}, errors.New("embedded-postgres names none")
	}
	return fetchJar(ctx, base.String(), p, root)
}

// maxJar is far above the largest of those archives (about 30 MB).
const maxJar = 200 << 20

func fetchJar(ctx context.Context, base string, p pin, root string) (fetched, error) {
	version := string(embeddedpostgres.V18)
	arch := p.goarch
	if arch == "arm64" {
		arch = "arm64v8"
	}
	if _, err := os.Stat("/etc/alpine-release"); err == nil && p.goos == "linux" {
		arch += "-alpine"
	}
	name := fmt.Sprintf("embedded-postgres-binaries-%s-%s", p.goos, arch)
	url := fmt.Sprintf("%s/io/zonky/test/postgres/%s/%s/%s-%s.jar", base, name, version, name, version)

	ctx, cancel := context.WithTimeout(ctx, 5*time.Minute)
	defer cancel()
	client := &http.Client{Transport: &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: 3 * time.Second}).DialContext,
		TLSHandshakeTimeout:   5 * time.Second,
		ResponseHeaderTimeout: 15 * time.Second,
	}}
	defer client.CloseIdleConnections()

	// No digest is pinned for this source. As in the library, the one that
	// lies beside the archive is checked; unlike there, it must exist.
	want, err := get(ctx, client, url+".sha256", 1<<10)
	if err != nil {
		return fetched{}, err
	}
	jar, err := get(ctx, client, url, maxJar)
	if err != nil {
		return fetched{}, err
	}
	sum := sha256.Sum256(jar)
	digest := hex.EncodeToString(sum[:])
	if digest != strings.TrimSpace(string(want)) {
		return fetched{}, fmt.Errorf("the digest of %s is %s, not %s", url, digest, strings.TrimSpace(string(want)))
	}
	if err := openJar(jar, root); err != nil {
		return fetched{}, err
	}
	return fetched{version, digest}, nil
}

func openJar(jar []byte, root string) error {
	zr, err := zip.NewReader(bytes.NewReader(jar), int64(len(jar)))
	if err != nil {
		return err
	}
	for _, f := range zr.File {
		if !strings.HasSuffix(f.Name, ".txz") {
			continue
		}
		r, err := f.Open()
		if err != nil {
			return err
		}
		defer r.Close()
		unxz, err := xz.NewReader(r, 0)
		if err != nil {
			return err
		}
		return extract(root, tar.NewReader(unxz), func(name string) string {
			if unneeded(name) {
				return ""
			}
			return name
		}, nil)
	}
	return errors.New("the archive holds no .txz")
}

func get(ctx context.Context, client *http.Client, url string, limit int64) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	resp, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", url, resp.Status)
	}
	data, err := io.ReadAll(io.LimitReader(resp.Body, limit+1))
	if err == nil && int64(len(data)) > limit {
		err = fmt.Errorf("%s is larger than %d bytes", url, limit)
	}
	return data, err
}
