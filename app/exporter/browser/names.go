package browser

import (
	"os"
	"path/filepath"
	"runtime"
)

// names are those that a browser may have: for a PATH, or with all folders.
var names = func() []string {
	list := []string{
		"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
		"microsoft-edge", "microsoft-edge-stable", "msedge", "brave-browser", "brave",
	}
	switch runtime.GOOS {
	case "darwin":
		for _, app := range []string{"Chromium", "Google Chrome", "Microsoft Edge", "Brave Browser"} {
			for _, home := range []string{"/Applications", filepath.Join(os.Getenv("HOME"), "Applications")} {
				list = append(list, filepath.Join(home, app+".app", "Contents", "MacOS", app))
			}
		}
	case "windows":
		for _, home := range []string{os.Getenv("ProgramFiles"), os.Getenv("ProgramFiles(x86)"), os.Getenv("LocalAppData")} {
			if home == "" {
				continue
			}
			for _, at := range []string{`Google\Chrome\Application\chrome.exe`, `Chromium\Application\chrome.exe`,
				`Microsoft\Edge\Application\msedge.exe`, `BraveSoftware\Brave-Browser\Application\brave.exe`} {
				list = append(list, filepath.Join(home, at))
			}
		}
	}
	return list
}()
