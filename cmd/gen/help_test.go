package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"hikitsugi/internal/diag"
	"hikitsugi/internal/disk"
)

// commands returns gen and all commands below it, in a language.
func commands(lang string) []*cobra.Command {
	p := &program{lang: lang, env: os.Getenv, disk: disk.System(), stdout: &bytes.Buffer{}, stderr: &bytes.Buffer{}}
	var all []*cobra.Command
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		all = append(all, c)
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	walk(p.root())
	return all
}

// genIn runs gen with a LANG and returns its exit status and what it prints.
func genIn(t *testing.T, lang string, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, errs strings.Builder
	env := func(name string) string {
		if name == "LANG" {
			return lang
		}
		return ""
	}
	status = run(t.Context(), args, env, &out, &errs)
	return status, out.String(), errs.String()
}

// TestHelp holds that the help of each command has an example that can be typed, and
// says when its exit status is 1. Content with a mistake tells whether it can be.
func TestHelp(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.MkdirAll("content/columns", 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"site.yaml": "title: Notes\nlanguages: [en]\n", "columns/a.md": "---\ntitel: A\n---\n"} {
		if err := os.WriteFile(filepath.Join("content", name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, lang := range []string{"ja", "en"} {
		for _, c := range commands(lang) {
			path := strings.Fields(c.CommandPath())
			_, help, _ := genIn(t, lang, append(path[1:], "--help")...)
			if c.Hidden && c.Name() == "help" {
				continue
			}
			name := lang + ": " + c.CommandPath()
			if c.Short == "" || !strings.Contains(help, c.Short) && !strings.Contains(help, c.Long) {
				t.Errorf("%s does not say what it does", name)
			}
			if strings.Contains(help, "(default )") {
				t.Errorf("%s: a default that says nothing", name)
			}
			if c.HasParent() == strings.Contains(help, "NO_COLOR") {
				t.Errorf("%s: what holds for all stands in the help of gen, and there alone", name)
			}
			examples := strings.Split(c.Example, "\n")
			if !c.HasParent() {
				continue // it lists the commands
			}
			for _, example := range examples {
				typed, _, _ := strings.Cut(strings.TrimPrefix(example, "  "), " >")
				typed, _, _ = strings.Cut(typed, " |")
				words := strings.Fields(strings.ReplaceAll(typed, `"`, ""))
				if len(words) < len(path) || !slices.Equal(words[:len(path)], path) && c.Runnable() && !c.HasSubCommands() {
					t.Fatalf("%s: %q is no example of it", name, example)
				}
				found, rest, err := c.Root().Find(words[1:])
				if err != nil {
					t.Fatalf("%s: %q: %v", name, example, err)
				}
				if err := found.ParseFlags(rest); err != nil {
					t.Errorf("%s: %q: %v", name, example, err)
				}
				if !strings.Contains(help, example) {
					t.Errorf("%s: its help lacks %q", name, example)
				}
			}
			if c.HasSubCommands() || c.Name() == "serve" || lang == "ja" {
				continue
			}
			typed, _, _ := strings.Cut(strings.TrimSpace(examples[0]), " >")
			status, _, stderr := genIn(t, lang, strings.Fields(typed)[1:]...)
			if says := strings.Contains(help, "Exit status 1: "); (status == exitContent) && !says {
				t.Errorf("%s ends with 1, and its help does not say when: %s", name, stderr)
			} else if status == exitBug {
				t.Errorf("%s: %s", name, stderr)
			}
		}
	}
}

// TestCompletion asks for completions as the script of a shell does.
func TestCompletion(t *testing.T) {
	site := t.TempDir()
	if err := os.CopyFS(filepath.Join(site, "content"), os.DirFS("../../content")); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ lang, typed, want string }{
		{"en", "ch", "check\tcheck the content, the theme, and what is due\n:4\n"},
		{"ja", "ch", "check\t内容・テーマ・期限を確かめる\n:4\n"},
		{"en", "build --str", "--strict\ttreat warnings as errors\n:4\n"},
		{"ja", "build --str", "--strict\t警告があれば書き出さない\n:4\n"},
		{"en", "build --lang ", "ja\nen\n:4\n"},
		{"en", "build -C " + site + " --org ", "mihon\n:4\n"},
		{"en", "build -C ", ":16\n"}, // folders
		{"en", "build -o ", ":0\n"},  // files
		{"en", "packet --doc ", "ja\nen\nja+en\n:4\n"},
		{"en", "check ", ":4\n"},
		{"en", "new runbook lea", "leaver\n:4\n"},
		{"en", "schema si", "site\n:4\n"},
		{"en", "completion f", "fish\n:4\n"},
	} {
		words := strings.Split(tt.typed, " ")
		_, got, _ := genIn(t, tt.lang, append([]string{cobra.ShellCompRequestCmd}, words...)...)
		last := words[len(words)-1]
		var fitting strings.Builder // a shell takes those that begin as what is typed
		for line := range strings.Lines(got) {
			if strings.HasPrefix(line, last) || strings.HasPrefix(line, ":") {
				fitting.WriteString(line)
			}
		}
		if fitting.String() != tt.want {
			t.Errorf("%s: gen %s: %q, want %q", tt.lang, tt.typed, fitting.String(), tt.want)
		}
	}
	if _, got, _ := genIn(t, "ja", cobra.ShellCompRequestCmd, "explain", ""); !strings.Contains(got, "\nDATE\t") || !strings.Contains(got, "日") {
		t.Errorf("gen explain is completed by\n%s", got)
	}
	for shell, marks := range map[string]string{"bash": "complete -o default", "zsh": "#compdef gen", "fish": "complete -c gen", "powershell": "Register-ArgumentCompleter"} {
		status, script, _ := genIn(t, "en", "completion", shell)
		if status != exitOK || !strings.Contains(script, marks) {
			t.Errorf("%s: status %d", shell, status)
		}
		if shell == "bash" {
			c := exec.Command("bash", "-n")
			c.Stdin = strings.NewReader(script)
			if said, err := c.CombinedOutput(); err != nil {
				t.Errorf("bash: %v %s", err, said)
			}
		}
	}
}

// TestMan holds that the manual page tells every command and flag, and that no text of
// them is taken for a request of roff.
func TestMan(t *testing.T) {
	for _, lang := range []string{"ja", "en"} {
		_, page, _ := genIn(t, lang, "man")
		for line := range strings.Lines(page) {
			known := slices.ContainsFunc([]string{".TH ", ".ad l\n", ".SH ", ".SS ", ".TP\n", ".B ", ".PP\n", ".nf\n", ".fi\n", ".br\n"}, func(r string) bool { return strings.HasPrefix(line, r) })
			if strings.HasPrefix(line, ".") && !known || strings.HasPrefix(line, "'") {
				t.Errorf("%s: %q is a request", lang, line)
			}
		}
		plain := strings.NewReplacer(`\-`, "-", `\e`, `\`, `\(aq`, "'", `\(dq`, `"`, `\&`, "").Replace(page)
		for _, c := range commands(lang) {
			if !c.IsAvailableCommand() || c.HasSubCommands() {
				continue
			}
			for _, want := range []string{c.UseLine(), c.Short, c.Long, c.Example} {
				if !strings.Contains(strings.ReplaceAll(plain, "\n.br\n", "\n"), want) {
					t.Errorf("%s: the page lacks %q", lang, want)
				}
			}
		}
	}
}

func TestVersion(t *testing.T) {
	_, got, _ := genIn(t, "ja", "version")
	if !strings.HasPrefix(got, "gen dev ") || strings.Count(got, "\n") != 1 {
		t.Errorf("%q", got)
	}
}

// TestHelpInColumns holds that what flags do begins in one column of the terminal, with
// Japanese names of values too, and that no help speaks another language.
func TestHelpInColumns(t *testing.T) {
	for _, lang := range []string{"ja", "en"} {
		for _, c := range commands(lang) {
			_, help, _ := genIn(t, lang, append(strings.Fields(c.CommandPath())[1:], "--help")...)
			column := 0
			for line := range strings.Lines(help) {
				flag, does, found := strings.Cut(strings.TrimLeft(line, " "), "   ")
				if !found || !strings.HasPrefix(flag, "-") {
					continue
				}
				at := diag.Cells(strings.TrimSuffix(line, strings.TrimLeft(does, " ")))
				if column == 0 {
					column = at
				}
				if at != column {
					t.Errorf("%s: %s: in column %d instead of %d: %s", lang, c.CommandPath(), at, column, line)
				}
			}
			if strings.Contains(help, "help for") || strings.Contains(help, "[flags]") {
				t.Errorf("%s: %s speaks cobra's words:\n%s", lang, c.CommandPath(), help)
			}
		}
	}
}
