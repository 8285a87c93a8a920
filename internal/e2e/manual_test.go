package e2e

import (
	"bytes"
	"os"
	"slices"
	"testing"

	"hikitsugi/internal/build"
)

// asked is what newcomers type into the search of the manual, and the page that
// answers it.
var asked = map[string][][2]string{
	"ja": {
		{"はじめて", "guides/begin-in-thirty-minutes/"}, {"Windows", "guides/begin-in-thirty-minutes/"}, {"インストール", "guides/begin-in-thirty-minutes/"},
		{"引き継ぎの進め方", "guides/how-to-hand-over/"}, {"退職する人", "guides/how-to-hand-over/"},
		{"紛失 手順書", "guides/how-to-runbook/"}, {"端末をなくした", "guides/how-to-runbook/"},
		{"翻訳", "guides/how-to-translate/"}, {"TRAN", "guides/reference-diagnostics/"},
		{"印刷", "guides/how-to-print/"}, {"はんこ", "guides/how-to-print/"}, {"暗号化", "guides/how-to-print/"},
		{"更新 カレンダー", "guides/how-to-renewals/"}, {"Outlook", "guides/how-to-renewals/"},
		{"Hugo", "guides/how-to-import/"}, {"取り込む", "guides/how-to-import/"},
		{"エクセル", "guides/how-to-spreadsheet/"}, {"複数の組織", "guides/how-to-many-organisations/"},
		{"社内だけ", "guides/how-to-host/"}, {"共有フォルダー", "guides/how-to-host/"}, {"GitHub Actions", "guides/how-to-check-in-ci/"},
		{"ロゴ", "guides/how-to-theme/"}, {"同義語", "guides/how-to-search-words/"}, {"エラー 直し方", "guides/how-to-fix-a-mistake/"},
		{"終了ステータス", "guides/reference-commands/"}, {"expires", "guides/reference-org/"}, {"severity", "guides/reference-pages/"},
		{"パスワードを書く", "guides/why-facts-have-one-place/"}, {"公開版", "guides/why-editions/"}, {"要再確認", "guides/why-ticks-are-no-record/"},
		{"P365D", "guides/how-to-renewals/"}, {"画像", "guides/reference-writing/"}, {"リンク 書き方", "guides/reference-writing/"},
	},
	"en": {
		{"begin", "guides/begin-in-thirty-minutes/"}, {"install", "guides/begin-in-thirty-minutes/"}, {"windows laptop", "guides/begin-in-thirty-minutes/"},
		{"hand over", "guides/how-to-hand-over/"}, {"somebody leaves", "guides/how-to-hand-over/"}, {"lost device", "guides/how-to-runbook/"},
		{"translate", "guides/how-to-translate/"}, {"print", "guides/how-to-print/"}, {"stamp", "guides/how-to-print/"}, {"encrypt", "guides/how-to-print/"},
		{"calendar", "guides/how-to-renewals/"}, {"outlook", "guides/how-to-renewals/"}, {"import hugo", "guides/how-to-import/"}, {"mkdocs", "guides/how-to-import/"},
		{"excel", "guides/how-to-spreadsheet/"}, {"many organisations", "guides/how-to-many-organisations/"}, {"many companies", "guides/how-to-many-organisations/"},
		{"intranet", "guides/how-to-host/"}, {"nginx", "guides/how-to-host/"}, {"github actions", "guides/how-to-check-in-ci/"}, {"logo", "guides/how-to-theme/"},
		{"synonym", "guides/how-to-search-words/"}, {"error message", "guides/how-to-fix-a-mistake/"}, {"full-width", "guides/how-to-fix-a-mistake/"},
		{"exit status", "guides/reference-commands/"}, {"expires", "guides/reference-org/"}, {"--departing", "guides/reference-commands/"}, {"OVERDUE", "guides/reference-diagnostics/"},
		{"password", "guides/why-facts-have-one-place/"}, {"public edition", "guides/why-editions/"}, {"check again", "guides/why-ticks-are-no-record/"},
		{"secure", "guides/why-it-is-safe/"}, {"picture", "guides/reference-writing/"},
	},
}

// TestManualIsFound holds that a newcomer finds each answer among the first three
// pages that the manual's search shows, and every guide from its first page.
func TestManualIsFound(t *testing.T) {
	site := buildExample(t, build.Input{Project: os.DirFS("../../docs/manual"), Public: true})
	from := site.places(t)[0]
	b := openTab(t, desktop)
	for _, lang := range languages {
		home, err := site.files.ReadFile(lang + "/index.html")
		if err != nil {
			t.Fatal(err)
		}
		for _, guide := range site.Site.Guides {
			if !bytes.Contains(home, []byte("guides/"+guide.Slug+"/")) {
				t.Errorf("%s: the first page does not lead to %s", lang, guide.Slug)
			}
		}
		b.visit(from.address(lang + "/search/index.html"))
		for _, q := range asked[lang] {
			found := b.find(q[0])
			if first := found[:min(len(found), 3)]; !slices.Contains(first, q[1]) {
				t.Errorf("%s %q finds %q first, of %d; want %s", lang, q[0], first, len(found), q[1])
			}
		}
	}
}
