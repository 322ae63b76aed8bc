package browser

import (
	"context"
	"os"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"

	"lectern/app/e2e/harness"
	"lectern/app/needtest"
)

// chromium is the one browser of the whole run, started by the first test that
// needs it.
var chromium struct {
	once sync.Once
	ctx  context.Context
	err  error
}

// startChromium starts the browser once; LECTERN_TEST_SHELL or LECTERN_TEST_CHROMIUM
// names it.
func startChromium(t testing.TB) context.Context {
	t.Helper()
	path := chromiumPath(t)
	chromium.once.Do(func() { chromium.ctx, chromium.err = launchChromium(path) })
	if chromium.err != nil {
		t.Fatalf("Chromium: %v", chromium.err)
	}
	return chromium.ctx
}

func chromiumPath(t testing.TB) string {
	t.Helper()
	if path := os.Getenv("LECTERN_TEST_SHELL"); path != "" {
		return path
	}
	return needtest.Env(t, "LECTERN_TEST_CHROMIUM")
}

// launchChromium starts a browser with more in its environment.
func launchChromium(path string, env ...string) (context.Context, error) {
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.Env(env...),
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("lang", "en-GB"),
	)
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // Chromium has none for root
	}
	ctx, _ := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, _ = chromedp.NewContext(ctx)
	return ctx, chromedp.Do(ctx)
}

// stopChromium ends the browser, if a test started one.
func stopChromium() {
	if chromium.ctx != nil {
		endChromium(chromium.ctx)
	}
}

func endChromium(chromium context.Context) {
	ctx, cancel := context.WithTimeout(chromium, harness.Patience)
	defer cancel()
	chromedp.Cancel(ctx)
}

// browser is a fresh profile in the one Chromium: cookies, caches and workers of
// its own.
type browser struct {
	t       testing.TB
	ctx     context.Context // of the whole Chromium
	profile cdp.BrowserContextID
}

func newBrowser(t testing.TB) *browser {
	t.Helper()
	return newBrowserIn(t, startChromium(t))
}

// newBrowserIn opens no page: chromedp's own way to a profile opens a blank one, and each
// page is a process.
func newBrowserIn(t testing.TB, chromium context.Context) *browser {
	t.Helper()
	made, err := chromedp.CallBrowser(chromium, target.CreateBrowserContext, target.CreateBrowserContextParams{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		chromedp.CallBrowser(chromium, target.DisposeBrowserContext, target.DisposeBrowserContextParams(made))
	})
	return &browser{t, chromium, made.BrowserContextID}
}
