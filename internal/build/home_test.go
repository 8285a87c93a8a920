package build

import (
	"strings"
	"testing"
)

// The home page says what to do with the numbers that it shows, as the packet does.
func TestHomeSaysWhomToCall(t *testing.T) {
	fsys := world("")
	inside := build(t, new(Builder), Input{Project: fsys}).files
	public := build(t, new(Builder), Input{Project: fsys, Public: true}).files
	for _, lang := range []struct{ page, hint string }{
		{"ja/index.html", "つながるまで上から順に電話します。"},
		{"en/index.html", "call from the top until somebody answers."},
	} {
		if text := inside[lang.page]; !strings.Contains(text, lang.hint) || strings.Index(text, lang.hint) > strings.Index(text, `class="contacts"`) {
			t.Errorf("%s does not say %q before its numbers", lang.page, lang.hint)
		}
		if strings.Contains(public[lang.page], lang.hint) {
			t.Errorf("the public %s says %q and has no numbers", lang.page, lang.hint)
		}
	}
}
