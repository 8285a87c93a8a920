package content

import "hikitsugi/internal/diag"

// descriptions tell what the keys mean, to somebody who writes them in an editor or
// looks them up in the manual. They are named by struct and key.
var descriptions = map[string]diag.Text{
	"Site.title":     {JA: "サイトの名前。各ページの左上と、ブラウザーのタブに出ます。", EN: "The site's name: top left on every page, and in the browser's tab."},
	"Site.summary":   {JA: "何のサイトかを1文で。ホームと検索結果に出ます。", EN: "What the site is for, in a sentence: on the first page, and in search results."},
	"Site.publisher": {JA: "サイトを発行する会社や団体。", EN: "The company or body that publishes the site."},
	"Site.url":       {JA: "公開先のURL。フィード、サイトマップ、印刷物のQRコードに使います。1つのホストに複数のサイトを置くときも、ブラウザーに残るチェックをサイトごとに分けるために要ります。", EN: "Where the site will be hosted. Feeds, the sitemap and printed codes use it, and where several sites share a host, it keeps their ticks apart."},
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
	"Link.url":     {JA: "https:// から始まる行き先。192文字までなら、印刷物にQRコードが付きます。", EN: "The address, from https:// on. Printed, it has a QR code if it is no longer than 192 characters."},
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
	"Handover.to":       {JA: "後任者。一人で管理しているときは、その人。", EN: "The successor; or whoever does it all alone."},
	"Handover.approver": {JA: "承認する人。ほかに承認する人がいなければ、後任者。", EN: "Who approves; the successor, if nobody else does."},
	"Handover.begins":   {JA: "引き継ぎを始める日。これより前の受け渡しは、前回の引き継ぎのものです。", EN: "The day on which it begins. What was signed before belongs to an earlier handover."},
	"Handover.date":     {JA: "引き継ぎを終える日。この日までに、すべてを渡して受け取ります。", EN: "The day by which all is given and received."},

	"Copy.no":     {JA: "部番号。", EN: "The number of the copy."},
	"Copy.holder": {JA: "持っている人。", EN: "Who holds it."},

	"RunbookRecord.owner":   {JA: "この手順書を最新に保つ人。", EN: "Who keeps the runbook up to date."},
	"RunbookRecord.history": {JA: "改訂の記録。古い順。最後の日が、最後に見直した日になります。", EN: "Its revisions, the oldest first. The last day is when it was last reviewed."},

	"Revision.on":   {JA: "改訂した日。", EN: "The day of the revision."},
	"Revision.by":   {JA: "改訂した人。", EN: "Who revised it."},
	"Revision.ok":   {JA: "承認した人。ない版は誤り（HIST）です。", EN: "Who approved it. A revision without it is a mistake (HIST)."},
	"Revision.what": {JA: "何を変えたか。", EN: "What changed."},

	"Fact.owner":    {JA: "引き継ぎの日から責任を持つ人。", EN: "Who answers for it from the handover date on."},
	"Fact.second":   {JA: "副担当。owner と連絡が取れないときに開けられる人。", EN: "The second key-holder: who can open it when the owner cannot be reached."},
	"Fact.account":  {JA: "アカウント名。公開版には出ません。", EN: "The name of the account. Never shown in a public edition."},
	"Fact.secret":   {JA: "秘密の置き場所。秘密そのものは書きません。", EN: "Where the secret is kept. Never the secret itself."},
	"Fact.where":    {JA: "物や書類の置き場所。", EN: "Where the thing or the document is."},
	"Fact.done":     {JA: "最後に更新した日。次の期限はここから数えます。", EN: "The day of the last renewal, from which the next is counted."},
	"Fact.expires":  {JA: "管理画面に出ている期限。done からの計算より優先します。", EN: "The expiry date that a portal shows. It takes precedence over done."},
	"Fact.given":    {JA: "前任者が渡した日。", EN: "The day on which the predecessor gave it."},
	"Fact.received": {JA: "後任者が受け取った日。", EN: "The day on which the successor received it."},
	"Fact.na":       {JA: "この組織では対象外である理由。", EN: "Why it does not apply here."},
	"Fact.note":     {JA: "添え書き。", EN: "A note."},

	"Head.title":      {JA: "ページの題。訳文も自分の題を持ちます。", EN: "The page's title. A translation has one of its own."},
	"Head.summary":    {JA: "何が書いてあるかを1文で。一覧と検索結果に出ます。", EN: "What the page is about, in a sentence: in lists and search results."},
	"Head.date":       {JA: "書いた日。コラムは新しい順に並びます。先の日付でも隠れません。", EN: "When it was written. Columns are listed newest first. A date in the future does not hide the page."},
	"Head.author":     {JA: "書いた人や部署。", EN: "Who wrote it: a person or a department."},
	"Head.draft":      {JA: "true なら、--drafts を付けたときだけ作られます。", EN: "If true, the page is made only with --drafts."},
	"Head.checklist":  {JA: "チェックリスト。コラムでは渡すもの、手順書では手順です。", EN: "The checklist: in a column what is handed over, in a runbook the steps."},
	"Head.translated": {JA: "訳文だけが持つ、どの原文から訳したかの記録。gen translate accept が書きます。", EN: "In a translation only: from which text it was made. Written by gen translate accept."},

	"RunbookHead.trigger":   {JA: "この手順書を開くのは、何が起きたときか。", EN: "What has happened when somebody opens this runbook."},
	"RunbookHead.severity":  {JA: "緊急度。high と critical には決まった5つの節が要り、ホームの最初に出ます。", EN: "How severe it is. high and critical require five fixed sections, and come first on the home page."},
	"RunbookHead.contacts":  {JA: "電話する相手。書いた順に電話します。", EN: "Whom to call, in this order."},
	"RunbookHead.needs":     {JA: "切れていると、この手順が動かなくなる更新。", EN: "The renewals without which the procedure does not work."},
	"RunbookHead.deadlines": {JA: "外から決められた期限。会社が知った時から数えます。", EN: "Time limits that others set, counted from when the organisation knows."},
	"RunbookHead.review":    {JA: "見直す間隔。例：P6M。", EN: "How often it is reviewed, such as P6M."},

	"Deadline.within": {JA: "知ってから、いつまでに。", EN: "How long after the organisation knows."},
	"Deadline.what":   {JA: "何をするか。", EN: "What is due."},
	"Deadline.guides": {JA: "参考になる外部のページ。links.yaml の id。", EN: "External pages that help: ids of links.yaml."},

	"Item.id":       {JA: "項目の名前。アンカー、チェックの記憶、facts のキーになります。使い回しません。", EN: "The item's name: its anchor, the key of its tick and of its facts. Never reuse it for another item."},
	"Item.title":    {JA: "リストに出る1行。", EN: "The line on the list."},
	"Item.when":     {JA: "当てはまる条件。どれか1つに当てはまれば対象です。なければ常に対象です。", EN: "The conditions: it applies if any of them is true. Without any, it always applies."},
	"Item.guides":   {JA: "手引きになる外部のページ。links.yaml の id。", EN: "External pages that tell how: ids of links.yaml."},
	"Item.runbooks": {JA: "この項目で渡す手順書。公開版では落ちます。", EN: "The runbooks handed over with it. Left out of public editions."},
	"Item.note":     {JA: "添え書き。", EN: "A remark."},
	"Item.give":     {JA: "手渡すもの。password、2fa-phone、recovery、key には、秘密の置き場所と副担当が求められます。", EN: "What changes hands. password, 2fa-phone, recovery and key require the place of a secret and a second key-holder."},
	"Item.risk":     {JA: "忘れると何が起きるかを1行で。", EN: "What breaks if it is forgotten, in a line."},
	"Item.renew":    {JA: "繰り返す更新。期間だけでも、組でも、組の並びでも書けます。", EN: "What recurs: a span alone, a set of keys, or a list of sets."},
	"Item.section":  {JA: "手順が載る節の id。", EN: "The id of the section under which the step stands."},
	"Item.who":      {JA: "手順を行う人。", EN: "Who does the step."},
	"Item.within":   {JA: "会社が知った時から、いつまでに。", EN: "By when, counted from the moment the organisation knows."},
	"Item.contacts": {JA: "この手順で電話する相手。書いた順に電話します。", EN: "Whom to call in this step, in this order."},

	"Renewal.id":     {JA: "更新の名前。1つだけなら省けます。facts のキーは 項目/更新 です。", EN: "The renewal's name, not needed where there is only one. Its key in facts is item/renewal."},
	"Renewal.title":  {JA: "更新の題。なければ項目の題。", EN: "Its title, else the item's."},
	"Renewal.every":  {JA: "更新の間隔。例：P365D。", EN: "How often, such as P365D."},
	"Renewal.when":   {JA: "この更新が要る条件。", EN: "The conditions under which it is needed."},
	"Renewal.redo":   {JA: "期限の前でもやり直しになる出来事。担当者の退職、パスワード・電話・メールの変更。", EN: "What forces it early: a leaver, or a changed password, telephone or mail address."},
	"Renewal.guides": {JA: "手引きになる外部のページ。links.yaml の id。なければ項目のもの。", EN: "External pages that tell how: ids of links.yaml; else the item's."},

	"PrintedPacket.id":    {JA: "印刷した内容の全体を表す内容番号。", EN: "The content ID of all that was printed."},
	"PrintedPacket.on":    {JA: "印刷した日。", EN: "The day of printing."},
	"PrintedPacket.copy":  {JA: "部番号。番号なしなら書きません。", EN: "The number of the copy; absent if it had none."},
	"PrintedPacket.parts": {JA: "各部分の内容番号。変わったところを言い当てるために使います。", EN: "The content ID of each part, by which verify/ names what has changed."},
}
