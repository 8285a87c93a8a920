package check

import (
	"regexp"
	"strings"

	"hikitsugi/internal/diag"
)

// A form is something that is a secret wherever it stands. Its mark is a part
// without which it cannot be there, and which it holds that many times.
type form struct {
	times int
	marks []string
	re    *regexp.Regexp
	kind  diag.Text
}

var (
	token    = diag.Text{JA: "アクセストークン", EN: "an access token"}
	password = diag.Text{JA: "パスワード", EN: "a password"}
	recovery = diag.Text{JA: "復旧キー", EN: "a recovery key"}
)

// The published forms of tokens and keys; the last group of each is the secret.
var forms = []form{
	{1, []string{"PRIVATE KEY"}, regexp.MustCompile(`(-----BEGIN [A-Z ]*PRIVATE KEY)`), diag.Text{JA: "秘密鍵", EN: "a private key"}},
	{1, []string{"AKIA", "ASIA"}, regexp.MustCompile(`\b((?:AKIA|ASIA)[0-9A-Z]{16})\b`), token},
	{1, []string{"AIza"}, regexp.MustCompile(`\b(AIza[0-9A-Za-z_-]{35})`), token},
	{1, []string{"ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "npm_"}, regexp.MustCompile(`\b(gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{20,}|glpat-[A-Za-z0-9_-]{20,}|npm_[A-Za-z0-9]{30,})`), token},
	{1, []string{"xox"}, regexp.MustCompile(`\b(xox[abeoprs]-[A-Za-z0-9-]{10,})`), token},
	{1, []string{"hooks.slack.com"}, regexp.MustCompile(`(hooks\.slack\.com/services/[A-Z0-9]+/[A-Z0-9]+/[A-Za-z0-9]+)`), token},
	{1, []string{"_live_", "_test_", "sk-"}, regexp.MustCompile(`\b([sr]k_(?:live|test)_[A-Za-z0-9]{16,}|sk-[A-Za-z0-9_-]{20,})`), token},
	{1, []string{"eyJ"}, regexp.MustCompile(`\b(eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}(?:\.[A-Za-z0-9_-]*)?)`), token},
	{1, []string{"ya29.", "SG."}, regexp.MustCompile(`\b(ya29\.[A-Za-z0-9_-]{20,}|SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,})`), token},
	{1, []string{"Bearer", "bearer"}, regexp.MustCompile(`[Bb]earer\s+([A-Za-z0-9._~+/-]{20,}=*)`), token},
	{1, []string{"otpauth:"}, regexp.MustCompile(`(otpauth://[^\s)]+)`), diag.Text{JA: "ワンタイムパスワードの種", EN: "the seed of one-time passwords"}},
	{1, []string{"@"}, regexp.MustCompile(`[a-z][a-z0-9+.-]*://[^\s/:@]+:([^\s/@<>{}$*]+)@[A-Za-z0-9.-]`), password},
	{5, []string{"-"}, regexp.MustCompile(`\b((?:[A-Z0-9]{4}-){5}[A-Z0-9]{4}|(?:\d{6}-){7}\d{6})\b`), recovery},
}

// A mark is that of a form, found by its rarest byte.
type mark struct {
	text string
	at   int // of that byte
	form int
}

// marked are the marks of all forms by that byte.
var marked = func() (list [256][]mark) {
	const rare = "VJIGBx_@.-:b" // the rarest first
	for n, f := range forms {
		for _, text := range f.marks {
			at := strings.IndexByte(text, rare[strings.IndexAny(rare, text)])
			list[text[at]] = append(list[text[at]], mark{text, at, n})
		}
	}
	return list
}()

// formsIn returns the forms of which a mark is in a text, which spares its lines the
// others.
func formsIn(text string) []form {
	in := make([]bool, len(forms))
	for i := range len(text) {
		for _, m := range marked[text[i]] {
			if !in[m.form] && i >= m.at && strings.HasPrefix(text[i-m.at:], m.text) {
				in[m.form] = true
			}
		}
	}
	var list []form
	for n, f := range forms {
		if in[n] {
			list = append(list, f)
		}
	}
	return list
}
