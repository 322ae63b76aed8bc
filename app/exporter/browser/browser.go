// Package browser has a page drawn by a Chromium that is on this computer already: as
// a PDF, or as pictures. Nobody sees it, it has a profile of its own that goes with
// it, it reaches nothing but the one page, and it is ended when it takes too long.
package browser

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"

	"github.com/chromedp/cdproto/emulation"
	cdpio "github.com/chromedp/cdproto/io"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// limit is how long a browser may take for all that it is asked.
const limit = 5 * time.Minute

// ErrNone says that there is no browser that can do it.
var ErrNone = errors.New("browser: there is no Chromium, Chrome, Edge or Brave")

// Find returns the path of a browser, or "".
func Find() string {
	for _, name := range names {
		if p, err := exec.LookPath(name); err == nil {
			return p
		}
	}
	return ""
}

// Browser shows one page.
type Browser struct {
	ctx    context.Context
	cancel []func()
}

// Open has a browser show what write writes, and waits until that can be printed: the
// page's window.handout says so. Whoever opens one closes it.
func Open(ctx context.Context, write func(io.Writer) error) (b *Browser, err error) {
	program := Find()
	if program == "" {
		return nil, ErrNone
	}
	b = &Browser{}
	defer func() {
		if err != nil {
			b.Close()
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, limit)
	b.cancel = append(b.cancel, cancel)
	at, err := serve(write)
	if err != nil {
		return b, err
	}
	b.cancel = append(b.cancel, at.close)
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.ExecPath(program),
		chromedp.NoInheritEnv, chromedp.Env(environment()...),
		chromedp.Flag("disable-component-update", true),
		// It finds no other computer, by name or by proxy.
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"),
		chromedp.Flag("no-proxy-server", true),
	)
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // Chromium has none for root
	}
	ctx, cancel = chromedp.NewExecAllocator(ctx, options...)
	b.cancel = append(b.cancel, cancel)
	b.ctx, cancel = chromedp.NewContext(ctx)
	b.cancel = append(b.cancel, cancel)
	err = chromedp.Do(b.ctx, chromedp.Navigate(at.url))
	if at.err() != nil {
		return b, at.err()
	}
	if err != nil {
		return b, fmt.Errorf("browser: %s: %w", program, err)
	}
	_, err = chromedp.Run(b.ctx, chromedp.Evaluate[bool](`window.handout.printable().then(() => true)`, chromedp.EvalAwaitPromise))
	return b, err
}

// environment is ours without what is only Lectern's: a password may be in it.
func environment() []string {
	return slices.DeleteFunc(os.Environ(), func(e string) bool { return strings.HasPrefix(e, "LECTERN_") })
}

// Close ends the browser, and waits until nothing of it is left.
func (b *Browser) Close() {
	for _, cancel := range slices.Backward(b.cancel) {
		cancel()
	}
	b.cancel = nil
}

// PDF prints the page.
func (b *Browser) PDF(w io.Writer) error {
	printed, err := chromedp.Call(b.ctx, page.PrintToPDF, page.PrintToPDFParams{
		PrintBackground: new(true), PreferCSSPageSize: new(true), GenerateTaggedPDF: new(true), GenerateDocumentOutline: new(true),
		MarginTop: new(0.0), MarginBottom: new(0.0), MarginLeft: new(0.0), MarginRight: new(0.0),
		TransferMode: page.PrintToPDFTransferModeReturnAsStream,
	})
	if err != nil {
		return fmt.Errorf("browser: print: %w", err)
	}
	for {
		part, err := chromedp.Call(b.ctx, cdpio.Read, cdpio.ReadParams{Handle: printed.Stream, Size: 1 << 20})
		if err != nil {
			return fmt.Errorf("browser: print: %w", err)
		}
		if _, err := w.Write(part.Data); err != nil {
			return err
		}
		if part.EOF {
			return nil
		}
	}
}

// Picture paints one view, by its place among all, as a PNG of so many pixels.
func (b *Browser) Picture(view, width, height int) ([]byte, error) {
	// The stage keeps its size, so that lines break as everywhere.
	const stage = 1280
	_, err := chromedp.Call(b.ctx, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: stage, Height: int64(height * stage / width), DeviceScaleFactor: float64(width) / stage,
	})
	if err == nil {
		_, err = chromedp.Run(b.ctx, chromedp.Evaluate[bool](fmt.Sprintf(`window.handout.paint(%d).then(() => true)`, view), chromedp.EvalAwaitPromise))
	}
	if err != nil {
		return nil, fmt.Errorf("browser: view %d: %w", view, err)
	}
	return chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
}
