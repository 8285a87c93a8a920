package adopt

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"hikitsugi/internal/pattern"
	"hikitsugi/internal/workbook"
)

// A role is what a column says of an item.
type role int

const (
	asOther role = iota
	asTitle
	asDetail // what explains the item
	asNote
	asWho
	asDue
	asEvery
	asRisk
	asCategory
	asProgress
	asNumber
	asGive
)

// How surely the name of a column says that its table is a list of things to do.
const (
	surely   = 3 // by itself
	likely   = 2 // with another column of a list
	possibly = 1 // with one of how far somebody is, or by when it is due
)

// titleColumns are the names of columns that say what is to be done or handed over.
var titleColumns = byWord(map[int]string{
	surely: "引継事項 引継項目 引継内容 引継ぐもの 引継ぐ項目 引継物 引渡事項 引渡項目 引渡すもの 作業 作業名 作業項目 作業内容 作業項目名 タスク タスク名 todo やること 確認事項 確認項目 チェック項目 チェックリスト 点検項目 業務 業務名 業務内容 実施事項 実施項目 実施内容 対応事項 対応内容 手続 手続名 " +
		"task tasks taskname action actionitem actionitems checklistitem handoveritem whatishandedover whattodo whattohandover thingstohandover",
	likely:   "項目 項目名 手順 内容 ステップ 小分類 小項目 item items itemname step steps",
	possibly: "件名 題名 題目 タイトル 名前 名称 対象 要約 title name subject summary",
})

// roles are the names of the other columns.
var roles = byWord(map[role]string{
	asDetail:   "説明 詳細 内容 概要 作業内容 作業手順 手順 方法 業務内容 引継内容 実施内容 対応内容 description details detail how howto procedure",
	asNote:     "備考 補足 補足説明 メモ 注意 注意点 注意事項 留意点 コメント note notes remark remarks comment comments memo",
	asWho:      "担当 担当者 主担当 主担当者 実施者 作業者 責任者 所有者 担当部署 部署 担当部門 assignee assign assignedto owner who responsible responsibleperson person incharge",
	asDue:      "期限 期日 期限日 有効期限 更新期限 更新日 次回更新日 次回更新 更新予定日 契約満了日 満了日 有効期間 締切 締切日 完了予定 完了予定日 due duedate dueby deadline expires expiry expirydate expiration expirationdate renewal renewaldate renewby validuntil nextrenewal",
	asEvery:    "周期 頻度 更新周期 更新間隔 更新頻度 実施頻度 作業頻度 間隔 サイクル every frequency interval cycle renewalperiod recurrence howoften",
	asRisk:     "リスク 影響 忘れると 怠ると 放置すると しないと risk risks impact ifforgotten",
	asCategory: "分類 大分類 中分類 大項目 中項目 カテゴリ カテゴリー 区分 種別 種類 グループ 領域 分野 フェーズ 工程 category categories section group type area phase",
	asProgress: "状態 状況 ステータス 進捗 進捗状況 完了 完了確認 済 済み チェック 確認 確認済 確認欄 チェック欄 実施 実施済 引継済 引継状況 status state check checked done complete completed progress finished ✓ ✔ ☑ □",
	asNumber:   "no no. # № 番号 項番 通番 連番 順番 id key キー 課題キー issuekey number 管理番号",
	asGive:     "渡すもの 引渡物 受渡し物 受渡物 形態 gives give whatchangeshands",
})

// byWord returns what each of the words means.
func byWord[V comparable](names map[V]string) map[string]V {
	m := map[string]V{}
	for v, list := range names {
		for name := range strings.FieldsSeq(list) {
			m[name] = v
		}
	}
	return m
}

// behindHead is what stands in the head of a column behind its name.
var behindHead = pattern.Of(`[(（※＊*\[【].*$`)

// sameWord writes in one way what is written in several.
var sameWord = strings.NewReplacer("引き継ぎ", "引継", "引継ぎ", "引継", "引き継ぐ", "引継ぐ", "引き渡し", "引渡", "引渡し", "引渡", "引き渡す", "引渡す", "受け渡し", "受渡し", "手続き", "手続", "締め切り", "締切", "確認済み", "確認済", "実施済み", "実施済", "引継済み", "引継済", "-", "", "_", "", " ", "", "?", "", ":", "", "。", "")

// headed returns the name of a column as names are compared.
func headed(text string) string {
	name := strings.ToLower(norm.NFKC.String(text))
	if short := behindHead.ReplaceAllString(name, ""); strings.TrimSpace(short) != "" {
		name = short
	}
	return sameWord.Replace(strings.Join(strings.Fields(name), ""))
}

// roleOf returns what a column of that name says; of two names in one, what the first says.
func roleOf(name string) role {
	if of := roles[name]; of != asOther {
		return of
	}
	for part := range strings.FieldsFuncSeq(name, func(r rune) bool { return strings.ContainsRune("・/／、,&", r) }) {
		if of := roles[part]; of != asOther {
			return of
		}
	}
	return asOther
}

// A column of a list.
type column struct {
	at   int
	name string // as it is written
	role role
}

// A checklist is a table whose head says that it lists what is to be done.
type checklist struct {
	above   []workbook.Row // its head
	title   int            // the column
	columns []column       // all, in order
	rows    []workbook.Row // below its head
}

// searched is how many rows a head is looked for in: above it stand a title, who made the
// list and when.
const searched = 15

// asChecklist reads a sheet as a list of what is to be done; nil if it is none. about is
// what the sheet and its file are called.
func asChecklist(rows []workbook.Row, about string) *checklist {
	for n, row := range rows[:min(len(rows), searched)] {
		cells := said(row)
		if len(cells) < 2 && (n > 0 || widest(rows) > 1) {
			about += " " + rowText(row) // a title says what kind of list follows
			continue
		}
		if l := headIn(row, rows[n+1:], about); l != nil {
			l.above = rows[:n]
			return l
		}
	}
	return nil
}

func widest(rows []workbook.Row) int {
	most := 0
	for _, row := range rows {
		most = max(most, len(said(row)))
	}
	return most
}

func rowText(row workbook.Row) string {
	var list []string
	for _, n := range said(row) {
		list = append(list, row.Cells[n].Text)
	}
	return strings.Join(list, " ")
}

// ofHandover is what a list is called that somebody works through.
var ofHandover = pattern.Of(`(?i)引き?継ぎ?|引き?渡し|チェックリスト|やること|タスク|todo|to-do|to do|作業一覧|手順|handover|hand over|checklist|check list|tasks?\b|offboarding|onboarding`)

// headIn reads a row as the head of a list; nil if it is none.
func headIn(head workbook.Row, rows []workbook.Row, about string) *checklist {
	l := &checklist{title: -1, rows: rows}
	var candidates []int // columns
	strongest, helps := 0, 0
	for n, cell := range head.Cells {
		name := headed(cell.Text)
		c := column{at: n, name: oneLine(cell.Text), role: roleOf(name)}
		if s := titleColumns[name]; s > 0 {
			candidates = append(candidates, n)
			strongest = max(strongest, s)
		}
		switch c.role {
		case asProgress, asDue, asEvery, asRisk:
			helps = max(helps, 2)
		case asDetail, asNote, asWho, asCategory, asGive:
			helps = max(helps, 1)
		}
		l.columns = append(l.columns, c)
	}
	for _, row := range rows { // what has no head
		for n := len(l.columns); n < len(row.Cells); n++ {
			l.columns = append(l.columns, column{at: n})
		}
	}
	if len(candidates) == 0 || len(rows) == 0 || !(strongest >= surely || ofHandover.MatchString(about) || strongest+helps >= 3 && helps > 0) {
		return nil
	}
	if !slices.ContainsFunc(rows, func(row workbook.Row) bool { return !l.isHead(row) }) {
		return nil
	}
	// Where several columns may be it, one that holds for several rows parts the list, if
	// what stands right of it is surely what is to be done; else that explains it.
	l.title = candidates[0]
	for _, n := range candidates[1:] {
		had, has := len(texts(rows, l.title)), len(texts(rows, n))
		if had*10 < len(rows)*8 && has > had && (had*3 < len(rows) || titleColumns[headed(l.columns[n].name)] > titleColumns[headed(l.columns[l.title].name)]) {
			l.title = n
		}
	}
	for n := range l.columns {
		c := &l.columns[n]
		switch {
		case n == l.title:
			c.role = asTitle
		case n < l.title && titleColumns[headed(c.name)] > 0 && texts(rows, n) != nil:
			c.role = asCategory
		case c.role == asGive && !areGifts(texts(rows, n)):
			c.role = asOther
		case ofKinds[headed(c.name)] && areGifts(texts(rows, n)):
			c.role = asGive
		case c.role == asOther && isProgress(texts(rows, n), c.name == ""):
			c.role = asProgress
		}
	}
	return l
}

// These are what stands in a cell that says how far somebody is. The first are clear under
// any head.
var (
	clearMarks = set("☑ ☐ ☒ □ ✓ ✔ ✅ 済 済み 完了 完了済 完了済み 未 未完 未完了 未済 未着手 未実施 未対応")
	anyMarks   = set("■ ○ 〇 ◯ ● ◎ × ✕ ✗ ✘ - – — ー レ v x y n ok ng true false yes no 完 着手 着手中 対応中 作業中 進行中 実施中 処理中 確認中 処理済 処理済み 対応済 対応済み 確認済 確認済み 実施済 実施済み 引継済 引継済み done todo to.do doing not.started in.progress not.done completed complete closed open resolved finished pending")
)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		m[strings.ReplaceAll(word, ".", " ")] = true
	}
	return m
}

// isMark reports whether a text says nothing else than how far somebody is.
func isMark(text string, clearly bool) bool {
	text = strings.ToLower(strings.TrimSpace(strings.ReplaceAll(text, "\ufe0f", "")))
	return clearMarks[text] || !clearly && (anyMarks[text] || anyMarks[strings.ToLower(norm.NFKC.String(text))])
}

// isProgress reports whether a column of another name holds nothing else.
func isProgress(list []string, nameless bool) bool {
	return list != nil && !slices.ContainsFunc(list, func(s string) bool { return !isMark(s, !nameless) })
}

// ofKinds are the columns that may say what changes hands, and may part the list.
var ofKinds = set("種別 種類 type")

// gifts are the words for what changes hands.
var gifts = map[string]string{
	"アカウント": "account", "account": "account", "パスワード": "password", "password": "password", "確認コードの電話": "2fa-phone", "復旧コード": "recovery", "リカバリーコード": "recovery", "recovery code": "recovery",
	"契約": "contract", "契約書": "contract", "contract": "contract", "メール": "email", "メールアドレス": "email", "email": "email", "e-mail": "email", "権限": "role", "役割": "role", "role": "role",
	"鍵": "key", "カギ": "key", "key": "key", "書類": "document", "文書": "document", "資料": "document", "document": "document", "documents": "document", "端末": "device", "機器": "device", "デバイス": "device", "device": "device",
}

// giftsIn returns what changes hands by the words of a cell; nil where one is not known.
func giftsIn(text string) []string {
	var list []string
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("、,，・/／+＋\n", r) }) {
		gift := gifts[strings.ToLower(strings.TrimSpace(word))]
		if gift == "" {
			return nil
		}
		if !slices.Contains(list, gift) {
			list = append(list, gift)
		}
	}
	return list
}

// areGifts reports whether a column says only what changes hands.
func areGifts(list []string) bool {
	return list != nil && !slices.ContainsFunc(list, func(s string) bool { return giftsIn(s) == nil })
}
