package e2e

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// nodeModules is where .ci/need puts what the tests need from npm.
const nodeModules = "../../.ci/node_modules"

// rules are those of the validator: all that it has for what is right or wrong,
// what a document needs and what a reader with a screen reader meets. Only what
// is a matter of style, or of another kind of site, is put another way.
var rules = map[string]any{
	"root":    true,
	"extends": []string{"html-validate:standard", "html-validate:recommended", "html-validate:document", "html-validate:a11y"},
	"rules": map[string]any{
		"doctype-style": []any{"error", map[string]any{"style": "lowercase"}},
		// The ids of layouts begin with _, those of Japanese headings with what
		// they begin with; both are valid, and awkward only as selectors.
		"valid-id": []any{"error", map[string]any{"relaxed": true}},
		// The two pages that know no language say their title once in each.
		"heading-level": []any{"error", map[string]any{"allowMultipleH1": true}},
		// A hash is for what others may change on the way; a site asks no others.
		"require-sri": []any{"error", map[string]any{"target": "crossorigin"}},
		// A number that is copied must be that number: style.css keeps it together,
		// not other spaces and hyphens in it.
		"tel-non-breaking": "off",
		// The name of a list is read out, as it is meant to be.
		"aria-label-misuse": []any{"error", map[string]any{"allowAnyNamable": true}},
	},
}

// TestHTML validates every page of the example, in both editions.
func TestHTML(t *testing.T) {
	dir := t.TempDir()
	for edition, site := range everyKind(t) {
		if err := os.CopyFS(filepath.Join(dir, edition), site.files); err != nil {
			t.Fatal(err)
		}
	}
	// A validator that looks at nothing finds nothing.
	wrong := filepath.Join(dir, "public", "wrong.html")
	if err := os.WriteFile(wrong, []byte("<!doctype html>\n<p>not <b>nested</p></b>\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	found := validate(t, dir)
	if len(found[wrong]) == 0 {
		t.Error("a page that is wrong is not found out")
	}
	delete(found, wrong)
	for file, messages := range found {
		for _, m := range messages {
			t.Errorf("%s:%d:%d %s (%s)", file, m.Line, m.Column, m.Message, m.RuleID)
		}
	}
}

// A message is what the validator says of a place.
type message struct {
	RuleID, Message string
	Line, Column    int
}

// validate returns what the validator finds in the pages of a folder, by file.
func validate(t *testing.T, dir string) map[string][]message {
	t.Helper()
	config, err := json.Marshal(rules)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "rules.json"), config, 0o644); err != nil {
		t.Fatal(err)
	}
	validator, err := filepath.Abs(nodeModules + "/html-validate/bin/html-validate.mjs")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(validator); errors.Is(err, fs.ErrNotExist) {
		t.Fatal("the validator is not there; .ci/need test installs it")
	}
	cmd := exec.Command("node", validator, "--config", "rules.json", "--formatter", "json=found.json", "--max-warnings", "0", ".")
	cmd.Dir = dir
	said, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || exit.ExitCode() != 1) { // 1: there are errors
		t.Fatalf("the validator: %v\n%s", err, said)
	}
	out, err := os.ReadFile(filepath.Join(dir, "found.json"))
	if err != nil {
		t.Fatalf("the validator says %s: %v", said, err)
	}
	var results []struct {
		FilePath string
		Messages []message
	}
	if err := json.Unmarshal(out, &results); err != nil {
		t.Fatalf("found.json: %v", err)
	}
	found := map[string][]message{}
	for _, r := range results {
		found[r.FilePath] = r.Messages
	}
	return found
}
