package pdf

import (
	"fmt"

	"hikitsugi/internal/diag"
)

// FindBrowser returns the path of the browser to print with: asked for by name
// or path, or, where asked is empty, the first of the usual ones that is there.
// goos is a runtime.GOOS, home the user's home folder, and look finds a program
// by name or path, as os/exec.LookPath does. The error is an *Error.
//
// chromium-headless-shell comes first: it needs half the time and memory.
func FindBrowser(asked, goos, home string, look func(file string) (string, error)) (string, error) {
	if asked != "" {
		path, err := look(asked)
		if err != nil {
			return "", &Error{
				What: diag.Text{
					JA: fmt.Sprintf("指定されたブラウザー「%s」を実行できません", asked),
					EN: fmt.Sprintf("the browser %q cannot be run", asked),
				},
				Do: diag.Text{
					JA: "パスを確かめるか、指定を外して自動検出に任せてください。",
					EN: "Check the path, or leave it out to have one found.",
				},
			}
		}
		return path, nil
	}
	for _, place := range browserPlaces(goos, home) {
		if path, err := look(place); err == nil {
			return path, nil
		}
	}
	return "", &Error{
		What: diag.Text{
			JA: "PDFの印刷に使うブラウザー（Chromium、Google Chrome、Microsoft Edgeのいずれか）が見つかりません",
			EN: "no browser to print the PDF with was found (Chromium, Google Chrome or Microsoft Edge)",
		},
		Do: diag.Text{
			JA: "次のようにインストールしてください。\n" +
				"Debian: sudo apt install chromium-headless-shell\n" +
				"macOS: brew install --cask google-chrome\n" +
				"Windows: winget install Microsoft.Edge",
			EN: "Install one.\n" +
				"Debian: sudo apt install chromium-headless-shell\n" +
				"macOS: brew install --cask google-chrome\n" +
				"Windows: winget install Microsoft.Edge",
		},
	}
}

// browserPlaces lists the names and paths under which browsers are installed.
func browserPlaces(goos, home string) []string {
	switch goos {
	case "darwin":
		return []string{
			"chromium-headless-shell",
			"/Applications/Chromium.app/Contents/MacOS/Chromium",
			"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
			home + "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
			"/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
		}
	case "windows":
		return []string{
			"chrome-headless-shell.exe",
			`C:\Program Files\Google\Chrome\Application\chrome.exe`,
			`C:\Program Files (x86)\Google\Chrome\Application\chrome.exe`,
			home + `\AppData\Local\Google\Chrome\Application\chrome.exe`,
			home + `\AppData\Local\Chromium\Application\chrome.exe`,
			`C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe`,
			`C:\Program Files\Microsoft\Edge\Application\msedge.exe`,
		}
	}
	return []string{
		"chromium-headless-shell",
		"chrome-headless-shell",
		"headless-shell",
		"chromium",
		"chromium-browser",
		"google-chrome",
		"google-chrome-stable",
		"microsoft-edge",
		"microsoft-edge-stable",
	}
}
