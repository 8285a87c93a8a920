package pdf

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"
)

func TestFindBrowser(t *testing.T) {
	for _, test := range []struct {
		name, asked, goos string
		there             []string
		want              string // empty: an error
	}{
		{"the light one first", "", "linux", []string{"google-chrome", "chromium", "chromium-headless-shell"}, "chromium-headless-shell"},
		{"what there is", "", "linux", []string{"microsoft-edge"}, "microsoft-edge"},
		{"asked for", "/opt/chrome", "linux", []string{"/opt/chrome", "chromium"}, "/opt/chrome"},
		{"asked for in vain", "/opt/chrome", "linux", []string{"chromium"}, ""},
		{"Edge of Windows", "", "windows", []string{`C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe`}, `C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe`},
		{"one's own on a Mac", "", "darwin", []string{"/h/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"}, "/h/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"},
		{"none", "", "linux", nil, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := FindBrowser(test.asked, test.goos, "/h", func(file string) (string, error) {
				if slices.Contains(test.there, file) {
					return file, nil
				}
				return "", fs.ErrNotExist
			})
			if got != test.want {
				t.Errorf("found %q, want %q", got, test.want)
			}
			help := new(Error)
			if errors.As(err, &help) != (test.want == "") {
				t.Fatalf("error %v", err)
			}
			if err != nil && test.asked == "" {
				for _, system := range []string{"\nDebian: ", "\nmacOS: ", "\nWindows: "} {
					if !strings.Contains(help.Do.JA, system) || !strings.Contains(help.Do.EN, system) {
						t.Errorf("no line for%s", system)
					}
				}
			}
		})
	}
}
