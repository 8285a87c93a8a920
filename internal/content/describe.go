package content

import "hikitsugi/internal/diag"

// descriptions tell what the keys of the YAML files mean, to somebody who writes
// one in an editor. They are named by struct and key.
var descriptions = map[string]diag.Text{
	"Site.title":     {JA: "サイトの名前。各ページの左上と、ブラウザーのタブに出ます。", EN: "The site's name: top left on every page, and in the browser's tab."},
	"Site.summary":   {JA: "何のサイトかを1文で。ホームと検索結果に出ます。", EN: "What the site is for, in a sentence: on the first page, and in search results."},
	"Site.publisher": {JA: "サイトを発行する会社や団体。", EN: "The company or body that publishes the site."},
	"Site.url":       {JA: "公開先のURL。フィード、サイトマップ、印刷物のQRコードに使います。", EN: "Where the site will be hosted. Feeds, the sitemap and printed codes use it."},
	"Site.languages": {JA: "サイトの言語。先に書いた言語が原文で、もう一方が訳文です。", EN: "The site's languages. The first is the one you write in; the other is a translation."},
	"Site.timezone":  {JA: "「今日」を数える時間帯。例：Asia/Tokyo。既定は UTC。", EN: "The time zone in which “today” begins, such as Asia/Tokyo. Default: UTC."},
	"Site.contact":   {JA: "読者が誤りを知らせるメールアドレス。", EN: "The e-mail address to which readers report mistakes."},
	"Site.org":       {JA: "指定がないときに作る版の組織。orgs/ のフォルダー名。", EN: "The organisation whose edition is made unless another is named: a folder of orgs/."},
	"Site.packet":    {JA: "引き継ぎ書にチェックリストを載せるコラム。並べた順に載ります。", EN: "The columns whose checklists make the packet, in this order."},
	"Site.fiscal":    {JA: "会計年度が始まる月（1〜12）。既定は1月。", EN: "The month in which the fiscal year begins, 1 to 12. Default: January."},
	"Site.eras":      {JA: "true なら、日本語の日付に和暦を添えます。", EN: "If true, Japanese dates are also given in era years."},
	"Site.fonts":     {JA: "引き継ぎ書のフォントファイル。機器に入っているフォントでよければ不要です。", EN: "Font files for the packet. Not needed if the machine's own will do."},
	"Site.remind":    {JA: "期限のどれだけ前に知らせるか。例：[P30D, P7D]。", EN: "How long before a due date the calendar reminds, such as [P30D, P7D]."},
	"Site.traits":    {JA: "項目が当てはまる条件。id と、「〜場合」の前に置く文。", EN: "The conditions under which items apply: an id, and the words that follow “if”."},
	"Site.theme":     {JA: "themes/ のフォルダー名。既定は組み込みのテーマ。", EN: "A folder of themes/. Default: the built-in theme."},

	"Fonts.ja": {JA: "日本語の引き継ぎ書に使うTrueTypeフォント。content/ のあるフォルダーからのパス。", EN: "A TrueType font for the Japanese packet: a path from the folder that holds content/."},
	"Fonts.en": {JA: "英語の引き継ぎ書に使うTrueTypeフォント。content/ のあるフォルダーからのパス。", EN: "A TrueType font for the English packet: a path from the folder that holds content/."},

	"Link.title":   {JA: "読者に見せる、リンク先の題。", EN: "What readers see as the page's title."},
	"Link.url":     {JA: "https:// から始まる行き先。", EN: "The address, from https:// on."},
	"Link.by":      {JA: "誰のページか。例：Apple。", EN: "Whose page it is, such as Apple."},
	"Link.lang":    {JA: "リンク先の言語。読者の言語と違うときに印を付けます。", EN: "The page's language. It is marked where it is not the reader's."},
	"Link.checked": {JA: "誰かが最後に開いて確かめた日。1年で予告が出ます。", EN: "The day on which somebody last opened it. After a year there is a notice."},

	"Term.ja":      {JA: "日本語での呼び方。", EN: "The word in Japanese."},
	"Term.en":      {JA: "英語での呼び方。", EN: "The word in English."},
	"Term.aliases": {JA: "ほかの呼び方。略語、旧称、表記の揺れなど。検索はどれからでも見つけます。", EN: "What else it is called: short forms, former names, other spellings. Search finds it by any of them."},
	"Term.meaning": {JA: "短い説明。用語集と引き継ぎ書に載ります。", EN: "A short explanation, for the glossary and the packet."},

	"Org.name":     {JA: "組織の名前。引き継ぎ書の表紙に出ます。", EN: "The organisation's name, on the packet's cover."},
	"Org.marking":  {JA: "取り扱いの表示。例：社外秘。引き継ぎ書の全ページに出ます。", EN: "How the packet is to be treated, such as Confidential: on each of its pages."},
	"Org.traits":   {JA: "この組織に当てはまる条件。site.yaml の traits の id。", EN: "The conditions that are true here: ids of traits in site.yaml."},
	"Org.devices":  {JA: "台数。条件の id ごとに書きます。", EN: "The number of devices, by the id of a trait."},
	"Org.people":   {JA: "この組織の人。ほかの場所では、ここの id で指します。", EN: "The organisation's people. Everywhere else they are named by the id they have here."},
	"Org.contacts": {JA: "緊急時の連絡先。書いた順に電話します。", EN: "Whom to call in an emergency, in this order."},
	"Org.handover": {JA: "引き継ぎ。誰から誰へ、いつ。", EN: "The handover: from whom, to whom, when."},
	"Org.copies":   {JA: "印刷した引き継ぎ書の部数と、持つ人。", EN: "The printed copies of the packet, and who holds them."},
	"Org.runbooks": {JA: "手順書ごとの責任者と改訂の記録。キーは手順書のファイル名。", EN: "Each runbook's owner and revisions, by the name of its file."},
	"Org.facts":    {JA: "項目ごとの事実。キーは項目の id、または 項目/更新 の id。", EN: "What is known of each item, by the item's id, or item/renewal."},

	"Person.name": {JA: "氏名。", EN: "The person's name."},
	"Person.role": {JA: "役職や担当。", EN: "What they are responsible for."},

	"Contact.name":  {JA: "連絡先の名前。", EN: "Who answers."},
	"Contact.tel":   {JA: "電話番号。見たとおりに印刷します。", EN: "The telephone number, printed as it is written."},
	"Contact.hours": {JA: "つながる時間。例：24時間。", EN: "When they answer, such as 24 hours."},

	"Handover.from":     {JA: "前任者。いなければ書きません。", EN: "The predecessor. Leave it out if there is none."},
	"Handover.to":       {JA: "後任者。", EN: "The successor."},
	"Handover.approver": {JA: "承認する人。", EN: "Who approves."},
	"Handover.begins":   {JA: "引き継ぎを始める日。これより前の受け渡しは、前回の引き継ぎのものです。", EN: "The day on which it begins. What was signed before belongs to an earlier handover."},
	"Handover.date":     {JA: "引き継ぎを終える日。この日までに、すべてを渡して受け取ります。", EN: "The day by which all is given and received."},

	"Copy.no":     {JA: "控えの番号。", EN: "The number of the copy."},
	"Copy.holder": {JA: "持っている人。", EN: "Who holds it."},

	"RunbookRecord.owner":   {JA: "この手順書を保つ人。", EN: "Who keeps the runbook true."},
	"RunbookRecord.history": {JA: "改訂の記録。古い順。最後の日が、最後に見直した日になります。", EN: "Its revisions, the oldest first. The last day is when it was last reviewed."},

	"Revision.on":   {JA: "改訂した日。", EN: "The day of the revision."},
	"Revision.by":   {JA: "改訂した人。", EN: "Who revised it."},
	"Revision.ok":   {JA: "承認した人。", EN: "Who approved it."},
	"Revision.what": {JA: "何を変えたか。", EN: "What changed."},

	"Fact.owner":    {JA: "引き継ぎの日から責任を持つ人。", EN: "Who answers for it from the handover date on."},
	"Fact.second":   {JA: "もう一人の鍵の持ち主。owner と連絡が取れないときに開けられる人。", EN: "The second key-holder: who can open it when the owner cannot be reached."},
	"Fact.account":  {JA: "アカウント名。公開版には出ません。", EN: "The name of the account. It never stands in a public edition."},
	"Fact.secret":   {JA: "秘密の置き場所。秘密そのものは書きません。", EN: "Where the secret is kept. Never the secret itself."},
	"Fact.where":    {JA: "物や書類の置き場所。", EN: "Where the thing or the document is."},
	"Fact.done":     {JA: "最後に更新した日。次の期限はここから数えます。", EN: "The day of the last renewal, from which the next is counted."},
	"Fact.expires":  {JA: "管理画面に出ている期限。done からの計算より優先します。", EN: "The day of expiry as a portal shows it. It wins over done."},
	"Fact.given":    {JA: "前任者が渡した日。", EN: "The day on which the predecessor gave it."},
	"Fact.received": {JA: "後任者が受け取った日。", EN: "The day on which the successor received it."},
	"Fact.na":       {JA: "この組織では対象外である理由。", EN: "Why it does not apply here."},
	"Fact.note":     {JA: "添え書き。", EN: "A note."},
}
