package e2e

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html/atom"

	"hikitsugi/internal/build"
)

var update = flag.Bool("update", false, "write testdata/*.txt from what the handover pages say now")

// TestGolden holds what the packet says, so that a change of it can be read.
func TestGolden(t *testing.T) {
	for edition, in := range editions() {
		site := buildExample(t, in)
		for _, lang := range languages {
			t.Run(edition+"-"+lang, func(t *testing.T) {
				main := elements(site.page(t, lang+"/handover/index.html"), atom.Main)
				if len(main) != 1 {
					t.Fatalf("%d main elements", len(main))
				}
				got := strings.Join(lines(main[0]), "\n") + "\n"
				name := filepath.Join("testdata", "handover-"+edition+"-"+lang+".txt")
				if *update {
					if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(name)
				if err != nil {
					t.Fatal(err)
				}
				compareLines(t, name, got, strings.ReplaceAll(string(want), "\r\n", "\n"))
			})
		}
	}
}

// compareLines says at which line two texts part.
func compareLines(t *testing.T, name, got, want string) {
	t.Helper()
	if got == want {
		return
	}
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			t.Fatalf("%s:%d: the page says\n\t%s\nwant\n\t%s\n(go test -update writes what it says)", name, i+1, g[i], w[i])
		}
	}
	t.Fatalf("%s has %d lines, the page says %d (go test -update writes them)", name, len(w), len(g))
}

// TestFewerTraits has an organisation that manages only iOS: what does not apply
// keeps its number and says so.
func TestFewerTraits(t *testing.T) {
	site := buildExample(t, build.Input{
		Project: edited(t, "content/orgs/mihon/org.yaml", "traits: [ios, ade, vpp, android]", "traits: [ios]"),
		Org:     "mihon",
	})
	says := map[string]struct {
		not   string
		notes []string
	}{
		"ja": {"対象外", []string{
			"- ※1 iOSデバイスを管理している場合",
			"- ※2 ADE（旧DEP）を利用している、またはAppとブック（旧VPP）を利用している場合",
			"- ※3 Androidデバイスを管理している場合",
		}},
		"en": {"Not applicable", []string{
			"- ※1 If you manage iOS devices",
			"- ※2 If you use ADE (formerly DEP) or you use Apps and Books (formerly VPP)",
			"- ※3 If you manage Android devices",
		}},
	}
	items := []string{"contract-contact", "system-admin", "apns", "apple-business", "android-enterprise", "house-rules"}
	for _, lang := range languages {
		for _, page := range []string{"handover", "columns/admin-handover"} {
			t.Run(lang+"/"+page, func(t *testing.T) {
				root := site.page(t, lang+"/"+page+"/index.html")
				for i, id := range items {
					item := lineOf(root, id)
					if item == nil {
						t.Fatalf("no item %s", id)
					}
					text := strings.TrimPrefix(strings.TrimPrefix(strings.Join(lines(item), " "), "| "), "- ")
					if number := string(rune('1' + i)); !strings.HasPrefix(text, number+" ") {
						t.Errorf("item %s does not begin with its number %s: %s", id, number, text)
					}
					off := id == "apple-business" || id == "android-enterprise"
					if strings.Contains(text, says[lang].not) != off {
						t.Errorf("item %s says %q: %v, want %v: %s", id, says[lang].not, !off, off, text)
					}
				}
				all := lines(root)
				all = slices.DeleteFunc(all, func(line string) bool { return !strings.HasPrefix(line, "- ※") })
				if !slices.Equal(all, says[lang].notes) {
					t.Errorf("the notes are %q, want %q", all, says[lang].notes)
				}
			})
		}
	}
}
