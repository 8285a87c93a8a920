package content

import (
	"hikitsugi/internal/diag"
	"hikitsugi/internal/markdown"
)

// bodyProblem says what a page's Markdown may not contain, and what to do.
func bodyProblem(p markdown.Problem) (code diag.Code, what, do diag.Text) {
	quoted := shorten(p.Detail)
	switch p.Kind {
	case markdown.RawHTML:
		return diag.HTML,
			diag.Textf("HTML（%s）は書けません", "HTML (%s) cannot be used", quoted),
			diag.Text{JA: "Markdownの書き方にしてください。文字として見せるなら `…` で囲みます。", EN: "Write it as Markdown, or between backquotes to show it as it is."}
	case markdown.TextBehindComment:
		return diag.HTML,
			diag.Textf("コメントと同じ行に文（%s）が続いています", "text (%s) stands on the line of a comment", quoted),
			diag.Text{JA: "--> の後で改行し、文は次の行から書いてください。", EN: "Begin a new line after -->."}
	case markdown.UnclosedComment:
		return diag.HTML,
			diag.Text{JA: "コメント <!-- が閉じていません", EN: "the comment <!-- is never closed"},
			diag.Text{JA: "終わりに --> を書いてください。", EN: "End it with -->."}
	case markdown.Direction:
		what, do = direction(quoted)
		return diag.BIDI, what, do
	case markdown.UnknownDirective:
		return diag.SECT,
			diag.Textf("「::: %s」というものはありません", "there is no “::: %s”", quoted),
			DidYouMean(p.Detail, []string{"checklist", "log"}, diag.Text{JA: "使えるのは ::: checklist と ::: log です。", EN: "Use ::: checklist or ::: log."})
	case markdown.DirectiveArgument:
		return diag.SECT,
			diag.Textf("ここに %q は書けません", "%q cannot stand here", quoted),
			diag.Text{JA: "「::: log」だけにしてください。", EN: "Write only “::: log”."}
	case markdown.UnclosedDirective:
		return diag.SECT,
			diag.Textf("「::: %s」が閉じていません", "“::: %s” is never closed", quoted),
			diag.Text{JA: "次の行に「:::」を書いてください。", EN: "Write ::: on the next line."}
	case markdown.NestedDirective:
		return diag.SECT,
			diag.Textf("「::: %s」がリストや引用の中にあります", "“::: %s” is inside a list, a quotation or another directive", quoted),
			diag.Text{JA: "字下げせず、行の始めから書いてください。", EN: "Write it at the beginning of a line of its own."}
	case markdown.DirectiveContent:
		return diag.SECT,
			diag.Text{JA: "::: の間に文があります", EN: "there is text between the ::: lines"},
			diag.Text{JA: "中身は自動で入ります。文は外に出してください。", EN: "The list is filled in automatically; move the text outside."}
	case markdown.BrokenLink:
		return diag.LINK,
			diag.Textf("%s はリンクになりません", "%s does not become a link here", quoted),
			diag.Text{
				JA: "[言葉](アドレス) と書きます。アドレスに空白があるときは <…> で囲み、大きさは指定できません。",
				EN: "Write [words](address). Put an address that holds spaces between < and >; a size cannot be given.",
			}
	case markdown.NoDefinition:
		return diag.LINK,
			diag.Textf("%s のアドレスがどこにも書かれていないので、文字のまま表示されます", "nothing says where %s leads, so the link is shown as it is written", quoted),
			diag.Textf("行の始めから「%[1]s: アドレス」と書き足すか、[言葉](アドレス) と書いてください。文字として見せるなら `…` で囲みます。", "Write at the beginning of a line “%[1]s: address”, or write [words](address). To show the brackets as they are, put them between backquotes.", quoted)
	case markdown.WideMark:
		return diag.WIDE,
			diag.Textf("「%s」に全角の記号があり、文字のまま表示されます", "“%s” holds full-width marks, so it is shown as it is", quoted),
			diag.Text{JA: "半角の記号（( ) { } [ ] : # !）で書いてください。", EN: "Write it with ordinary ones: ( ) { } [ ] : # !"}
	case markdown.HeadingSpace:
		return diag.SECT,
			diag.Textf("「%s」は見出しになりません", "“%s” is not a heading", quoted),
			diag.Text{JA: "# の後に半角の空白を入れてください。", EN: "Put a space after the #."}
	case markdown.EmptyHeading:
		return diag.SECT,
			diag.Text{JA: "見出しに文字がありません", EN: "a heading has no words"},
			diag.Text{JA: "節の中身が分かる見出しを書くか、この行を消してください。", EN: "Write what its section is about, or remove the line."}
	case markdown.EmptyTick:
		return diag.SECT,
			diag.Text{JA: "チェックボックスに文字がありません", EN: "a tick box has no words"},
			diag.Text{JA: "同じ行に、何を済ませたら印を付けるのかを書いてください。", EN: "Write on its line what is done when it is ticked."}
	case markdown.BrokenTick:
		return diag.SECT,
			diag.Textf("「%s」はチェックボックスになりません", "“%s” is not a tick box", quoted),
			diag.Text{JA: "「- [ ] 文」のように、括弧の中と後に半角の空白を入れてください。", EN: "Write it as “- [ ] text”, with a space between the brackets and one after them."}
	case markdown.BrokenID:
		return diag.ID,
			diag.Textf("%s は見出しのidになりません", "%s is not the id of a heading", quoted),
			diag.Text{JA: "見出しの終わりに {#id} と書きます。idに空白は使えません。", EN: "Write {#id} at the end of the heading; an id holds no spaces."}
	case markdown.UnknownNote:
		return diag.SECT,
			diag.Textf("注意書きの印に「[!%s]」というものはありません", "there is no note with the mark “[!%s]”", quoted),
			DidYouMean(p.Detail, []string{"note", "tip", "important", "warning", "caution"}, diag.Text{
				JA: "使えるのは [!NOTE]、[!TIP]、[!IMPORTANT]、[!WARNING]、[!CAUTION] です。",
				EN: "Use [!NOTE], [!TIP], [!IMPORTANT], [!WARNING] or [!CAUTION].",
			})
	case markdown.UnusedFootnote:
		return diag.SECT,
			diag.Textf("本文に脚注 %s の印がなく、この脚注はどこにも表示されません", "nothing in the text refers to the footnote %s, so it is shown nowhere", quoted),
			diag.Textf("本文の注を付けるところに %s と書くか、脚注を消してください。", "Write %s in the text where it belongs, or remove the footnote.", quoted)
	case markdown.SecondFootnote:
		return diag.SECT,
			diag.Textf("脚注 %s が2つあり、これは表示されません", "there are two footnotes %s, of which this one is shown nowhere", quoted),
			diag.Text{JA: "別の印にするか、1つにまとめてください。", EN: "Give it another mark, or make one of them."}
	case markdown.NoFootnote:
		return diag.SECT,
			diag.Textf("脚注 %s がないので、文字のまま表示されます", "there is no footnote %s, so it is shown as it is written", quoted),
			diag.Textf("行の始めから「%[1]s: 注の文」と書き足してください。文字として見せるなら `…` で囲みます。", "Write it at the beginning of a line: “%[1]s: …”. To show the mark as it is, put it between backquotes.", quoted)
	case markdown.Control:
		what, do = controlCharacter(quoted)
		return diag.UTF8, what, do
	case markdown.ReservedID:
		return diag.ID,
			diag.Textf("見出しのid %q は画面の部品が使います", "pages keep the id %q for their own parts", quoted),
			diag.Text{JA: "_、fn:、fnref: で始まらないidにしてください。", EN: "Choose one that does not begin with _, fn: or fnref:."}
	case markdown.DuplicateID:
		return diag.ID2,
			diag.Textf("見出しのid %q が2回あります", "two headings have the id %q", quoted),
			diag.Text{JA: "片方を別のidにしてください。", EN: "Change one of them."}
	}
	return diag.LIMIT, limitText(p.Kind), diag.Text{JA: "ページを分けるか、簡単にしてください。", EN: "Split the page or make it simpler."}
}

// controlCharacter says that a character cannot be shown.
func controlCharacter(written string) (what, do diag.Text) {
	return diag.Textf("%s は表示できない制御文字です", "%s is a control character, which cannot be shown", written),
		diag.Text{JA: "消してください。ほかのソフトから貼り付けた文に紛れていることがあります。", EN: "Delete it. Text pasted from another program may bring one along."}
}

// direction says that what is written stands for a control that reorders what is seen.
func direction(written string) (what, do diag.Text) {
	return diag.Textf("%s は、見えない文字になります", "%s becomes an invisible character", written),
		diag.Text{JA: "見た目の順序を変える文字です。消してください。", EN: "It changes the order in which the text is seen. Delete it."}
}

func limitText(kind markdown.ProblemKind) diag.Text {
	switch kind {
	case markdown.LimitSize:
		return diag.Text{JA: "ページが4 MiBを超えています", EN: "the page is larger than 4 MiB"}
	case markdown.LimitNesting:
		return diag.Text{JA: "引用やリストが32段を超えています", EN: "quotations and lists are nested more than 32 deep"}
	case markdown.LimitTable:
		return diag.Text{JA: "表の列が100を超えているか、空のセルが多すぎます", EN: "the table has more than 100 columns, or far more cells than text"}
	case markdown.LimitDirective:
		return diag.Text{JA: "「:::」で始まる場所が100を超えています", EN: "there are more than 100 places for lists and logs (:::)"}
	case markdown.LimitLinkDefinition:
		return diag.Text{JA: "長いリンク定義が何度も使われています", EN: "a long link definition is used too often"}
	}
	return diag.Text{JA: "1つの段落に記号が多すぎます", EN: "there are far too many marks in one paragraph"}
}
