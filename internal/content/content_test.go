package content

import (
	"slices"
	"strings"
	"testing"

	"hikitsugi/internal/markdown"
	"hikitsugi/internal/source"
)

// page returns a page with the given front matter and a body that satisfies it.
func page(frontMatter string) string {
	return "---\n" + frontMatter + "---\n\n## One {#one}\n\nText.\n"
}

// problems returns what is wrong with a file, as a person reads it in English.
func problems(t *testing.T, name, data string) []string {
	t.Helper()
	f := source.New("content/"+name, []byte(data))
	place, list := Locate(f.Path)
	switch place.Kind {
	case KindSite:
		_, list = ParseSite(f)
	case KindLinks:
		_, list = ParseLinks(f)
	case KindGlossary:
		_, list = ParseGlossary(f)
	case KindOrg:
		_, list = ParseOrg(f, place.Org)
	case "":
	default:
		_, list = ParsePage(f, place, "ja", map[string]string{"en": "content/columns/a.ja.md"}[place.Lang], markdown.New())
	}
	var out []string
	for _, d := range list.Sorted() {
		pos := strings.TrimPrefix(d.Pos.String(), f.Path)
		out = append(out, strings.TrimPrefix(pos, ":")+" "+string(d.Severity())+" "+string(d.Code)+" "+d.Sentence("en"))
		if d.What.JA == "" || d.What.JA == d.What.EN || (d.Do.JA == "") != (d.Do.EN == "") {
			t.Errorf("%s is not said in both languages: %+v", d.Code, d)
		}
	}
	return out
}

func TestProblems(t *testing.T) {
	const column, translation, runbook = "columns/a.ja.md", "columns/a.en.md", "runbooks/r.ja.md"
	const org = "orgs/acme/org.yaml"
	from := func(head string) string {
		return strings.NewReplacer("{to: ann", "{from: bob, to: ann", "{ann: {name: Ann}", "{ann: {name: Ann}, bob: {name: Bob}").Replace(head)
	}
	const orgHead = "name: Acme\nhandover: {to: ann, begins: 2026-11-01, date: 2027-04-01}\npeople: {ann: {name: Ann}}\n"
	for _, tt := range []struct {
		name, file, data string
		want             []string
	}{
		{"good", column, page("title: A\n"), nil},
		{"good translation", translation, page("title: A\nsummary: B\n"), nil},
		{"byte-order mark", column, "\ufeff" + page("title: A\n"), nil},
		{"line ends of Windows", column, strings.ReplaceAll(page("title: A\ndate: 2026-02-28\n"), "\n", "\r\n"), nil},

		{"no front matter", column, "# A\n", []string{`1:1 E YAML the first line is not ---. A page begins with ---, “title: …” and another ---.`}},
		{"blank first line", column, "\n" + page("title: A\n"), []string{`1:1 E YAML the first line is not ---. A page begins with ---, “title: …” and another ---.`}},
		{"never closed", column, "---\ntitle: A\n\ntext\n", []string{`1:1 E YAML the block that begins with --- is never closed. Put a line with only --- after the last key.`}},
		{"empty page", column, "", []string{`1:1 E YAML the page is empty. A page begins with ---, “title: …” and another ---.`}},
		{"only a byte-order mark", column, "\ufeff", []string{`1:1 E YAML the page is empty. A page begins with ---, “title: …” and another ---.`}},
		{"only blank lines", column, "\n \n", []string{`1:1 E YAML the page is empty. A page begins with ---, “title: …” and another ---.`}},
		{"only a fence", column, "---\n", []string{`1:1 E YAML nothing follows the ---. A page begins with ---, “title: …” and another ---.`}},
		{"indented fence does not close", column, "---\ntitle: A\n  ---\n", []string{`1:1 E YAML the block that begins with --- is never closed. Put a line with only --- after the last key.`}},
		{"empty", column, "---\n---\n", []string{`1:1 E KEY title is missing. Write “title: …” between the --- lines.`}},

		{"unknown key", column, page("titel: A\n"), []string{
			`2:1 E KEY there is no key "titel" here. Did you mean title?`,
			`2:1 E KEY title is missing. Add “title: …”.`}},
		{"unlike any key", column, page("title: A\nlayout: post\n"), []string{`3:1 E KEY there is no key "layout" here. Keys allowed here: title, summary, date, author, draft, checklist, translated.`}},
		{"key twice", column, page("title: A\ntitle: B\n"), []string{`3:1 E DUP title is also on line 2. Keep one of them.`}},
		{"list for a text", column, page("title: [A, B]\n"), []string{`2:8 E TYPE this should be a text or {ja: …, en: …}. It is a list.`}},
		{"text for a list", column, page("title: A\nchecklist: one\n"), []string{`3:12 E TYPE this should be a list, as in [a, b]. It is the value "one".`}},
		{"text for a boolean", column, page("title: A\ndraft: no\n"), []string{`3:8 E TYPE this should be true or false. It is the value "no".`}},
		{"no value", column, page("title:\n"), []string{`2:1 E TYPE title has no value.`}},
		{"unreal day", column, page("title: A\ndate: 2026-02-30\n"), []string{`3:7 E DATE "2026-02-30" is not a day. Write a real day, as in 2026-04-01.`}},
		{"day of another form", column, page("title: A\ndate: 2026/4/1\n"), []string{`3:7 E DATE "2026/4/1" is not a day. Write a real day, as in 2026-04-01.`}},
		{"tab", column, page("title: A\nchecklist:\n\t- id: a\n"), []string{`4:1 E TAB the line begins with a tab. Replace it by spaces.`}},
		{"full-width colon", column, page("title： A\nsummary: B\n"), []string{`2:6 E WIDE there is a full-width colon ：. Use a colon and a space.`}},
		{"full-width colon alone", column, page("title： A\n"), []string{`2:1 E WIDE there is a full-width colon ：. Use a colon and a space.`}},
		{"full-width colon in a text above a tab", column, page("title: |\n  注意：切らない\n\tsummary: B\n"), []string{`4:1 E TAB the line begins with a tab. Replace it by spaces.`}},
		{"full-width colon above an open quotation", column, page("title: |\n  注意：切らない\nsummary: \"B\n"), []string{`4:10 E YAML the quotation is never closed. Look at the indentation, the quotation marks and the brackets.`}},
		{"full-width colon above another mistake", column, page("title: |\n  注意：切らない\nsummary: a: b\n"), []string{`4:11 E YAML a colon cannot stand here. If the value holds ": ", quote the whole of it.`}},
		{"comma in a value", column, page("title: {ja: 紛失, en: Lost, or stolen}\n"), []string{`2:27 E KEY "or stolen", after a comma, is taken for a key. If the value before goes on there, quote the whole of it: "…".`}},
		{"full-width space behind a colon", column, page("title:\u3000A\nsummary: B\n"), []string{`2:7 E WIDE a full-width space follows the colon. Put an ordinary space in its place.`}},
		{"full-width space behind the only colon", column, page("title:\u3000A\n"), []string{`2:1 E WIDE a full-width space follows the colon. Put an ordinary space in its place.`}},
		{"full-width space behind the last colon", column, page("title: A\ndraft:\u3000true\n"), []string{`3:7 E WIDE a full-width space follows the colon. Put an ordinary space in its place.`}},
		{"copied space behind a colon", column, page("title: A\nsummary:\u00a0B\ndraft: true\n"), []string{`3:9 E WIDE the character after the colon is not an ordinary space but U+00A0. Put an ordinary space in its place.`}},
		{"copied space in a list of keys", column, page("title: {ja: A, en:\u00a0B}\n"), []string{`2:16 E WIDE the character after the colon is not an ordinary space but U+00A0. Put an ordinary space in its place.`}},
		{"copied space before a key", column, page("title: A\n\u200bdraft: true\n"), []string{`3:1 E WIDE there is a character that is not an ordinary space, U+200B, before the key. Delete it, or put ordinary spaces in its place.`}},
		{"full-width space behind a dash", column, page("title: A\nchecklist:\n-\u3000a\ndraft: true\n"), []string{`4:2 E WIDE there is a character that is not an ordinary space, U+3000, after the -. Put ordinary spaces in its place.`}},
		{"full-width indent", column, page("title:\n\u3000ja: A\n  en: B\n"), []string{`3:1 E WIDE there is a character that is not an ordinary space, U+3000, at the beginning of the line. Put ordinary spaces in its place.`}},
		{"unseen before the first line", column, "\ufeff\ufeff---\ntitle: A\n---\n", []string{`1:1 E YAML there is an invisible character, U+FEFF, before the --- of the first line. Delete it.`}},
		{"full-width space", column, page("title: A\n\u3000draft: true\n"), []string{`3:1 E WIDE the key "\u3000draft" holds a full-width colon or space. Use ordinary ones.`}},
		{"anchor and alias", column, page("title: &a A\nsummary: *a\n"), []string{
			`2:8 E YAML anchors (&name) are not allowed here. Write the value itself in its place, or quote the whole of a text that begins with &.`,
			`3:10 E YAML aliases (*name) are not allowed here. Write the value itself in its place.`}},
		{"tag", column, page("title: !!int 3\n"), []string{`2:8 E YAML tags (!!type) are not allowed here. Write the value itself in its place.`}},
		{"merge key", column, page("title: A\n<<: {draft: true}\n"), []string{`3:1 E YAML merge keys (<<) are not allowed here. Write the value itself in its place.`}},
		{"lost behind a hash", column, page("title: Ticket #12\n"), []string{`2:8 W HASH the value ends before the comment "#12" and is only "Ticket". Quote the whole value to keep it, or put a space after # to make it a comment.`}},
		{"comment", column, page("title: Ticket # twelve\n"), nil},
		{"colon in a value", column, page("title: A: B\n"), []string{`2:9 E YAML a colon cannot stand here. If the value holds ": ", quote the whole of it.`}},
		{"open quotation", column, page("title: \"A\n"), []string{`2:8 E YAML the quotation is never closed. Look at the indentation, the quotation marks and the brackets.`}},
		{"column counts characters", column, page("summary: {ja: 日本語, en: B, fr: C}\ntitle: A\n"), []string{`2:27 E KEY there is no key "fr" here. Keys allowed here: ja, en.`}},

		{"fact in a translation", translation, page("title: A\nchecklist: [{id: a, title: A}]\n"), []string{`3:1 E ONCE checklist belongs only in the source, content/columns/a.ja.md. Remove it here: a translation has a title, a summary and a text of its own, no facts.`}},
		{"item without id", column, page("title: A\nchecklist:\n  - title: One\n"), []string{`4:5 E KEY id is missing. Add “id: …”.`}},
		{"Japanese comma between keys", column, page("title: A\nchecklist:\n  - {id: one、 title: A}\n"), []string{`4:5 E YAML a comma or the closing } is missing. Part the keys by an ordinary comma and a space, not by 、 or ，.`}},
		{"a comment within braces", column, page("title: A\nchecklist:\n  - {id: one, title: A #2}\n"), []string{`4:5 E YAML a comma or the closing } is missing. What follows a space and # is a comment. If the value holds a #, quote the whole of it.`}},
		{"Japanese comma between ids", column, page("title: A\nchecklist:\n  - {id: one, title: A, guides: [a、b]}\n"), []string{`4:34 E ID "a、b" is not an id. Part several by ordinary commas, not by 、 or ，, as in [a, b].`}},
		{"bad id", column, page("title: A\nchecklist: [{id: One, title: A}]\n"), []string{`3:18 E ID "One" is not an id. Use lower-case letters, digits and hyphens, 40 at most, as in lost-device.`}},
		{"bad span", column, page("title: A\nchecklist: [{id: a, title: A, renew: 1Y}]\n"), []string{`3:38 E SPAN "1Y" is not a span. Write P365D, P1Y or P6M.`}},
		{"renewed by hours", column, page("title: A\nchecklist: [{id: a, title: A, renew: PT720H}, {id: b, title: B, renew: {every: P30DT1M}}]\n"), []string{
			`3:38 E SPAN hours and minutes cannot be used here. Write P365D, P1Y or P6M.`,
			`3:80 E SPAN hours and minutes cannot be used here. Write P365D, P1Y or P6M.`}},
		{"a span of the longest", column, page("title: A\nchecklist: [{id: a, title: A, renew: P100Y}, {id: b, title: B, renew: P9999D}]\n"), nil},
		{"spans beyond it", column, page("title: A\nchecklist: [{id: a, title: A, renew: P100Y1D}, {id: b, title: B, renew: {every: P9999Y}}]\n"), []string{
			`3:38 E SPAN "P100Y1D" is longer than a hundred years. Write how long it really is, such as P365D or P1Y.`,
			`3:81 E SPAN "P9999Y" is longer than a hundred years. Write how long it really is, such as P365D or P1Y.`}},
		{"reviewed by hours", "runbooks/a.ja.md", page("title: A\ntrigger: T\nseverity: low\ncontacts: [desk]\nreview: PT12H\n"), []string{`6:9 E SPAN hours and minutes cannot be used here. Write P365D, P1Y or P6M.`}},
		{"step within hours", "runbooks/a.ja.md", page("title: A\ntrigger: T\nseverity: low\ncontacts: [desk]\nreview: P6M\nchecklist: [{id: a, title: A, within: 1H}]\n"), []string{`7:39 E SPAN "1H" is not a span. Write P365D, P1Y, P6M or, for ten minutes, PT10M.`}},
		{"bad word", column, page("title: A\nchecklist: [{id: a, title: A, give: [pasword]}]\n"), []string{`3:38 E TYPE "pasword" cannot be used here. Did you mean password?`}},
		{"two renewals need ids", column, page("title: A\nchecklist: [{id: a, title: A, renew: [P1Y, {id: b, every: P1Y}]}]\n"), []string{`3:39 E KEY a has several renewals, and this one has no id. Give each an id.`}},
		{"runbook", runbook, page("title: A\nseverity: grave\n"), []string{
			`2:1 E KEY contacts is missing. Add “contacts: …”.`,
			`2:1 E KEY review is missing. Add “review: …”.`,
			`2:1 E KEY trigger is missing. Add “trigger: …”.`,
			`3:11 E TYPE "grave" cannot be used here. Use one of low, medium, high, critical.`}},

		{"key of a megabyte", column, page("title: A\n" + strings.Repeat("k", 1<<20) + ": 1\n"), []string{`3:1 E KEY there is no key "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk…" here. Keys allowed here: title, summary, date, author, draft, checklist, translated.`}},
		{"aliases that multiply", column, page("title: &a [x, x]\nsummary: [*a, *a]\n"), []string{
			`2:8 E YAML anchors (&name) are not allowed here. Write the value itself in its place, or quote the whole of a text that begins with &.`,
			`3:11 E YAML aliases (*name) are not allowed here. Write the value itself in its place.`,
			`3:15 E YAML aliases (*name) are not allowed here. Write the value itself in its place.`}},
		{"nested too deep", column, page("title: " + strings.Repeat("[", 40) + strings.Repeat("]", 40) + "\n"), []string{`2:39 E LIMIT this is nested more than 32 deep.`}},
		{"dashes in a text", column, "---\ntitle: |\n  A\n  ---\n  B\n---\n\ntext\n", nil},
		{"a line of dashes ends it", column, "---\ntitle: A\n---\nsummary: B\n---\n\n## x\n", nil},
		{"spaces behind a fence", column, "---  \ntitle: A\n---\t\n\ntext\n", nil},
		{"no space behind the colon", column, page("title:A\n"), []string{`2:1 E TYPE this should be a set of keys and values. It is the value "title:A".`}},
		{"value behind a quotation", column, page("title: \"A\" B\n"), []string{`2:12 E YAML something follows the closing quotation mark. Quote the whole value, and write a " within it as \".`}},
		{"at sign", column, page("author: @ann\ntitle: A\n"), []string{`2:9 E YAML a value cannot begin with @. Quote the whole value.`}},
		{"open bracket", column, page("checklist: [{id: a, title: A}\ntitle: B\n"), []string{`2:12 E YAML a comma or the closing ] is missing. If the value holds ": ", quote the whole of it.`}},
		{"list as front matter", column, page("- title: A\n"), []string{`2:1 E TYPE this should be a set of keys and values. It is a list.`}},
		{"key that is a list", column, page("title: A\n? [a, b]\n: c\n"), []string{`3:3 E TYPE this should be a key. It is a list.`}},
		{"control character", column, page("title: A\x01\n"), []string{`2:9 E YAML U+0001 is a control character, which cannot be shown. Delete it. Text pasted from another program may bring one along.`}},
		{"control character by its number", column, page("title: \"A\\x01\\t\"\nsummary: \"B\\n\"\n"), []string{`2:8 E YAML the value holds a control character, such as \x08, which cannot be shown. Delete it.`}},
		{"block text stays as it is", column, page("title: A\nsummary: >\n  no\n  yes\n"), nil},
		{"escape of a direction", column, page(`title: {ja: "案内\u202Efoo\u202E", en: "x"}` + "\n" + `summary: "a \\\u202e' \U0000200F"` + "\n"), []string{
			`2:16 E BIDI \u202E becomes an invisible character. It changes the order in which the text is seen. Delete it.`,
			`3:15 E BIDI \u202e becomes an invisible character. It changes the order in which the text is seen. Delete it.`}},
		{"escape of a direction in the next line", "links.yaml", "a: {title: \"A \\\\\n  日本\\U0000061C\", url: \"https://a.example/\"}\n", []string{
			`2:5 E BIDI \U0000061C becomes an invisible character. It changes the order in which the text is seen. Delete it.`}},
		{"other escapes", column, page(`title: "\\u202E \u0041\x41 \""` + "\n" + `summary: '\u202E'` + "\n"), nil},
		{"direction as it stands in a quotation", column, page("title: \"\u202e\"\nsummary: \"\\u200f\"\n"), []string{
			`3:11 E BIDI \u200f becomes an invisible character. It changes the order in which the text is seen. Delete it.`}},
		{"reference to a direction", column, page("title: A\n") + "a **&#x202E;b** `&#x202E;`\n", []string{
			`8:5 E BIDI &#x202E; becomes an invisible character. It changes the order in which the text is seen. Delete it.`}},
		{"line separators", column, page("title: \"日本\u2028\u2028語\"\nsummary: B\u2029\nsumary: \n"), []string{
			`2:11 E YAML there is an invisible line end, U+2028 (LINE SEPARATOR). Text pasted from a chat or a word processor may bring one along. Delete it, or put a space in its place.`,
			`3:11 E YAML there is an invisible line end, U+2029 (PARAGRAPH SEPARATOR). Text pasted from a chat or a word processor may bring one along. Delete it, or put a space in its place.`}},
		{"line ends of mainframes, in a comment", org, "# A\u0085B\n" + orgHead, []string{`1:4 E YAML there is an invisible line end, U+0085 (NEXT LINE). Text pasted from a chat or a word processor may bring one along. Delete it, or put a space in its place.`}},
		{"line ends of old Macs", "links.yaml", "a: {title: A,\r\n  url: \"https://a.example/\"}\rb: 1", []string{`2:29 E YAML there is an invisible line end, U+000D (CARRIAGE RETURN). Save the file again with LF or CRLF as its line ends.`}},
		{"line separator in the text", column, page("title: A\n") + "a\u2028b\n", nil},
		{"bad indentation", column, page("title: A\n summary: B\n"), []string{`3:9 E YAML the line is indented below one that has a value of its own. Indent keys of one level by the same number of spaces.`}},
		{"empty text", column, page("title: \"\"\n"), []string{`2:8 E TYPE there is no text. Write it, or remove the key.`}},
		{"empty list", runbook, page("title: A\ntrigger: T\nseverity: low\nreview: P1Y\ncontacts: []\n"), []string{`6:1 E TYPE contacts has no value.`}},
		{"entry without a value", "links.yaml", "portal:\n", []string{`1:1 E TYPE portal has no value.`}},
		{"two renewals with one id", column, page("title: A\nchecklist: [{id: a, title: A, renew: [{id: b, every: P1Y}, {id: b, every: P1Y}]}]\n"), []string{`3:65 E ID2 two renewals have the id "b". Change one of them.`}},
		{"id that begins with a hyphen", "links.yaml", "-a: {title: A, url: \"https://a.example/\"}\n", []string{`1:1 E ID "-a" is not an id. Use lower-case letters, digits and hyphens, 40 at most, as in lost-device.`}},
		{"slash in an id", column, page("title: A\nchecklist: [{id: a/b, title: A}]\n"), []string{`3:18 E ID "a/b" is not an id. Use lower-case letters, digits and hyphens, 40 at most, as in lost-device.`}},
		{"runbook's key in a column's translation", translation, page("title: A\ntrigger: T\n"), []string{`3:1 E KEY there is no key "trigger" here. Keys allowed here: title, summary, translated.`}},
		{"image of another site", column, page("title: A\n") + "\n![x](https://a.example/x.png)\n", []string{`9:1 E SCHEME an image cannot come from another site. Put the image beside the page or in static/ and write its relative path.`}},
		{"several mistakes in site.yaml", "site.yaml", "title: T\nlanguages: [ja]\nfiscal: 13\ncontact: nobody\n", []string{
			`3:9 E TYPE this should be a month, 1 to 12. It is the value "13".`,
			`4:10 E TYPE this should be an e-mail address. It is the value "nobody".`}},
		{"reserved name of an organisation", "orgs/con/org.yaml", "x", []string{` E SLUG Windows cannot hold a folder called "con". Choose another id for the organisation.`}},
		{"reserved name", "columns/con.ja.md", "x", []string{` E SLUG Windows cannot hold a file called "con". Choose another name.`}},
		{"organisation called public", "orgs/public/org.yaml", "x", []string{` E ID public is the name of the public edition, and cannot be an organisation's. Choose another id.`}},

		{"no link", column, page("title: A\n") + "\n![a](b c.png)\n", []string{
			`9:4 E LINK (b c.png) does not become a link here. Write [words](address). Put an address that holds spaces between < and >; a size cannot be given.`}},
		{"full-width mark", column, page("title: A\n") + "\n：：： log\n", []string{
			`9:1 E WIDE “：：： log” holds full-width marks, so it is shown as it is. Write it with ordinary ones: ( ) { } [ ] : # !`}},
		{"no heading", column, page("title: A\n") + "\n##b\n", []string{
			`9:1 E SECT “##b” is not a heading. Put a space after the #.`}},
		{"raw HTML", column, page("title: A\n") + "\na <b>b</b>\n", []string{
			`9:3 E HTML HTML (<b>) cannot be used. Write it as Markdown, or between backquotes to show it as it is.`,
			`9:7 E HTML HTML (</b>) cannot be used. Write it as Markdown, or between backquotes to show it as it is.`}},
		{"scheme", column, page("title: A\n") + "\n[x](javascript:alert(1)) [y](lnk:a)\n", []string{
			`9:1 E SCHEME links may not begin with "javascript:". Use https:, mailto:, tel: or one of link:, item:, runbook:, column:, guide:, contact:.`,
			`9:26 E SCHEME links may not begin with "lnk:". Did you mean link?`}},
		{"nobody to write to or call", column, page("title: A\n") + "\n[x](mailto:) [y](tel:) ![z](tel:03-0000-0001) ![z](guide:a)\n", []string{
			`9:1 E SCHEME nothing follows mailto:. Add whom it leads to, or leave only its words.`,
			`9:14 E SCHEME nothing follows tel:. Add whom it leads to, or leave only its words.`,
			`9:24 E SCHEME an image cannot be tel:. Write the path of the image file.`,
			`9:47 E SCHEME an image cannot be guide:. Write the path of the image file.`}},
		{"http", column, page("title: A\n") + "\n[x](http://a.example/)\n", []string{`9:1 W URL this is not https. Use the https page if there is one.`}},
		{"http on the reader's machine", column, page("title: A\n") + "\n[x](http://localhost:1313/) [x](http://127.0.0.1/) [x](http://[::1]:80/) [x](http://a.localhost/)\n", nil},
		{"a host that cannot be one", column, page("title: A\n") + "\n[x](https://a.example\"b/)\n", []string{`9:1 E URL this is not a URL. Begin with https://.`}},
		{"a URL without a host", column, page("title: A\n") + "\n[x](https:///a) [x](https://:8080/) [x](https://a.example:8080/)\n", []string{
			`9:1 E URL this is not a URL. Begin with https://.`,
			`9:17 E URL this is not a URL. Begin with https://.`}},
		{"site's URL without a host", "site.yaml", "title: T\nlanguages: [ja]\nurl: https://:8080/\n", []string{`3:6 E URL this is not a URL. Begin with https://.`}},
		{"user in a URL", column, page("title: A\n") + "\n[x](https://u:p@a.example/)\n", []string{`9:1 E URL the URL holds a user name or a password. Take it out.`}},
		{"unknown directive", column, page("title: A\n") + "\n::: checklst\n:::\n", []string{`9:1 E SECT there is no “::: checklst”. Did you mean checklist?`}},

		{"site", "site.yaml", "title: T\nlanguages: [ja, fr]\n", []string{`2:17 E TYPE "fr" cannot be used here. Use one of ja, en.`}},
		{"language twice", "site.yaml", "title: T\nlanguages: [ja, ja]\n", []string{`2:17 E DUP "ja" stands here twice. Name it once.`}},
		{"site's URL with a query", "site.yaml", "title: T\nlanguages: [ja]\nurl: https://notes.example/a?b=1\n", []string{`3:6 E URL the URL of a site holds no ?, # or space. Write it as far as the folder in which the site is hosted, as in https://notes.example/handbook/.`}},
		{"site's URL with an anchor", "site.yaml", "title: T\nlanguages: [ja]\nurl: https://notes.example/#frag\n", []string{`3:6 E URL the URL of a site holds no ?, # or space. Write it as far as the folder in which the site is hosted, as in https://notes.example/handbook/.`}},
		{"site's URL with a space", "site.yaml", "title: T\nlanguages: [ja]\nurl: https://notes.example/a b\n", []string{`3:6 E URL the URL of a site holds no ?, # or space. Write it as far as the folder in which the site is hosted, as in https://notes.example/handbook/.`}},
		{"font with the separators of Windows", "site.yaml", "title: T\nlanguages: [ja]\nfonts: {ja: 'fonts\\a.ttf'}\n", []string{`3:13 E TYPE “fonts\a.ttf” has \ between its folders. Write /, as in fonts/a.ttf: every system reads that.`}},
		{"site's URL", "site.yaml", "title: T\nlanguages: [ja]\nurl: https://notes.example/a\n", nil},
		{"time zone", "site.yaml", "title: T\nlanguages: [ja]\ntimezone: Tokyo\n", []string{`3:11 E TYPE the time zone "Tokyo" is not known. Write it as in Asia/Tokyo.`}},
		{"no month", "site.yaml", "title: T\nlanguages: [ja]\nfiscal: 0\n", []string{`3:9 E TYPE this should be a month, 1 to 12. It is the value "0".`}},
		{"address that would fill in more", "site.yaml", "title: T\nlanguages: [ja]\ncontact: a@b.example?cc=c@d.example\n", []string{`3:10 E TYPE this should be an e-mail address. It is the value "a@b.example?cc=c@d.example".`}},
		{"address of nobody", "site.yaml", "title: T\nlanguages: [ja]\ncontact: \"@b.example\"\n", []string{`3:10 E TYPE this should be an e-mail address. It is the value "@b.example".`}},
		{"term of one language", "glossary.yaml", "a: {en: key}\n", nil},
		{"same link twice", "links.yaml", "a: {title: A, url: \"https://a.example/\"}\nb: {title: B, url: \"https://a.example/\"}\n", []string{`2:20 W LINK2 the same address stands under a. Use a and remove this one.`}},
		{"good term", "glossary.yaml", "a: {ja: 鍵, en: key, aliases: [Key, かぎ], meaning: {ja: 開けるもの, en: what opens}}\n", nil},
		{"word of two terms", "glossary.yaml", "a: {ja: 証明書, en: certificate}\nb: {ja: 鍵, aliases: [Ｃertificate]}\n", []string{`2:1 W TERM "Ｃertificate" also belongs to the term a. Keep one of them.`}},
		{"term without a word", "glossary.yaml", "a: {meaning: A}\n", []string{`1:1 E KEY the term a has no word. Write what it is called under ja and en.`}},
		{"empty alias", "glossary.yaml", "a: {ja: 鍵, aliases: [\"\"]}\n", []string{`1:22 E TYPE this should be a word. It is empty.`}},
		{"unknown key of a term", "glossary.yaml", "a: {ja: 鍵, alias: [k]}\n", []string{`1:12 E KEY there is no key "alias" here. Did you mean aliases?`}},
		{"empty file", "links.yaml", "# nothing\n", []string{` E YAML the file is empty.`}},
		{"second document", "links.yaml", "a: {title: A, url: \"https://a.example/\"}\n---\nb: 1\n", []string{`2:1 E YAML there is a second document after ---. A file holds one.`}},
		{"a value that begins with a mark", column, page("title: !重要\nsummary: > a\n"), []string{`2:8 E YAML a value cannot begin with !. Quote the whole value.`}},
		{"text behind a mark for lines", column, page("title: a\nsummary: > b\n"), []string{`3:10 E YAML a value cannot begin with >. Quote the whole value.`}},
		{"an escape that is none", column, page("title: \"C:\\data\"\n"), []string{`2:11 E YAML the \ between quotation marks stands for no character. To write a \ as it is, put the value between '…'.`}},
		{"a list on the line of its key", column, page("title: - a\n"), []string{`2:8 E YAML a list of “- ” begins on the line of its key. Begin it on the next line, or write it as [a, b]. If it is not a list, quote the whole value.`}},
		{"a bracket too many", column, page("title: {ja: a}}\n"), []string{`2:15 E YAML there is one } too many. Look for the bracket that it belongs to.`}},
		{"indented otherwise", column, page("title: a\nchecklist:\n  - id: a\n    {id: b}\n    title: A\n"), []string{`5:5 E YAML there is no colon after the key. Write “key: value”, with a space after the colon.`}},
		{"no space behind a colon", column, page("title:a\nsummary: b\n"), []string{`2:1 E YAML there is no colon after the key. Write “key: value”, with a space after the colon.`}},
		{"terms that are no terms", "glossary.yaml", "a: 鍵\nb:\n  かぎ\n", []string{`1:4 E TYPE this should be a set of keys and values. It is the value "鍵".`, `3:3 E TYPE this should be a set of keys and values. It is the value "かぎ".`}},
		{"people that are no people", org, strings.Replace(orgHead, "people: {ann: {name: Ann}}", "people: [ann]", 1), []string{`3:9 E TYPE this should be a set of ids and values. It is a list.`}},
		{"a name for an id", org, orgHead + "copies: [{no: 1, holder: Ann Lee}]\nrunbooks: {lost: {owner: Ann, history: [{on: 2026-10-10, by: ann, ok: ann, what: A}]}}\n", []string{`4:26 E ID "Ann Lee" is not an id. Write the id of one of the people.`, `5:26 E ID "Ann" is not an id. Write ann, the id in people.`}},
		{"a number that is none", org, orgHead + "copies: [{no: x, holder: ann}]\n", []string{`4:15 E TYPE this should be a whole number, 1 or more. It is the value "x".`}},
		{"a URL for an id", column, page("title: a\nchecklist: [{id: a, title: A, guides: [\"https://a.example/\"]}]\n"), []string{`3:40 E ID a URL cannot stand here. Write it in links.yaml, and put its id here.`}},

		{"good organisation", org, orgHead, nil},
		{"telephone numbers stay as they are written", org, orgHead + "contacts: {desk: {name: D, tel: 0120123456}}\n", nil},
		{"nobody of that name", org, orgHead + "copies: [{no: 1, holder: anne}]\n", []string{`4:26 E WHO "anne" is not one of the people. Did you mean ann?`}},
		{"nobody of that name in a history", org, orgHead + "runbooks: {r: {owner: ann, history: [{on: 2026-10-10, by: anne, ok: anna, what: A}]}}\n", []string{
			`4:59 E WHO "anne" is not one of the people. Did you mean ann?`,
			`4:69 E WHO "anna" is not one of the people. Did you mean ann?`}},
		{"handover that ends before it begins", org, strings.Replace(orgHead, "2026-11-01", "2027-04-02", 1), []string{`2:29 E HIST the handover begins after its end (date, 2027-04-01). See which of the days is right.`}},
		{"handover that begins on no day", org, strings.Replace(orgHead, "2026-11-01", "2026-11-31", 1), []string{`2:29 E DATE "2026-11-31" is not a day. Write a real day, as in 2026-04-01.`}},
		{"handover without a beginning", org, strings.Replace(orgHead, "begins: 2026-11-01, ", "", 1), []string{`2:11 E KEY begins is missing. Add “begins: …”.`}},
		{"handover of a day", org, strings.Replace(orgHead, "2026-11-01", "2027-04-01", 1), nil},
		{"handover to oneself", org, strings.Replace(orgHead, "{to: ann", "{from: ann, to: ann", 1), []string{`2:27 E WHO "ann" is both predecessor (from) and successor (to). Name two people. If there is no predecessor, or one person does it all, remove from.`}},
		{"copies with one number", org, orgHead + "copies: [{no: 1, holder: ann}, {no: 2, holder: ann}, {no: 1, holder: ann}]\n", []string{`4:54 E ID2 two copies have the number 1. Change one of them.`}},
		{"copy without a number", org, orgHead + "copies: [{no: 0, holder: ann}]\n", []string{`4:15 E TYPE this should be a whole number, 1 or more. It is the value "0".`}},
		{"a secret", org, orgHead + "facts: {apns: {secret: hunter2}}\n", []string{`4:24 E REF this is not a reference to where a secret is kept. Never write the secret itself; write vault:…, op://…, bw:…, keeper:…, envelope:A-02 or safe:3F.`}},
		{"a secret behind its place", org, orgHead + "facts: {apns: {secret: \"vault:apns hunter2\"}, mail: {secret: \"vault:\"}}\n", []string{
			`4:24 E REF this is not a reference to where a secret is kept. Never write the secret itself; write vault:…, op://…, bw:…, keeper:…, envelope:A-02 or safe:3F.`,
			`4:62 E REF this is not a reference to where a secret is kept. Never write the secret itself; write vault:…, op://…, bw:…, keeper:…, envelope:A-02 or safe:3F.`}},
		{"received before given", org, orgHead + "facts: {apns: {given: 2026-11-12, received: 2026-11-11}}\n", []string{`4:45 E HIST this was received before it was given. Check both dates.`}},
		{"expired before it was done", org, orgHead + "facts: {apns: {done: 2026-06-12, expires: 2026-06-11}, other: {done: 2026-06-12, expires: 2026-06-12}, third: {expires: 2026-06-11}}\n", []string{`4:43 E HIST this lapses (expires) before it was done. Check both dates.`}},
		{"received and not given", org, from(orgHead) + "facts: {apns: {received: 2026-11-11}}\n", []string{`4:26 E HIST this was received but never given. Write the day on which the predecessor gave it as given.`}},
		{"received, and given on no day", org, from(orgHead) + "facts: {apns: {given: 2026-11-31, received: 2026-11-11}}\n", []string{`4:23 E DATE "2026-11-31" is not a day. Write a real day, as in 2026-04-01.`}},
		{"signed for in an earlier handover", org, from(orgHead) + "facts: {apns: {given: 2026-11-12, received: 2026-10-31}, mail: {received: 2026-10-31}, vpn: {given: 2026-10-31, received: 2026-11-12}}\n", nil},
		{"not approved", org, orgHead + "runbooks: {r: {owner: ann, history: [{on: 2026-10-10, by: ann, what: First}]}}\n", []string{`4:38 E HIST nobody approved this revision. Add “ok: ” and a person's id.`}},
		{"revisions out of order", org, orgHead + "runbooks: {r: {owner: ann, history: [{on: 2026-10-10, by: ann, ok: ann, what: A}, {on: 2026-10-09, by: ann, ok: ann, what: B}, {on: 2026-10-09, by: ann, ok: ann, what: C}]}}\n", []string{`4:88 E HIST this is earlier than the revision before it. List the oldest first.`}},
		{"revision after one of no day", org, orgHead + "runbooks: {r: {owner: ann, history: [{on: 2026-10-32, by: ann, ok: ann, what: A}, {on: 2026-10-09, by: ann, ok: ann, what: B}]}}\n", []string{`4:43 E DATE "2026-10-32" is not a day. Write a real day, as in 2026-04-01.`}},

		{"strange file", "notes.md", "x", []string{` E SLUG nothing reads a file of this name here. Pages stand in columns/, guides/ or runbooks/, an organisation in orgs/<id>/org.yaml, files to be copied in static/.`}},
		{"page in capitals", "runbooks/lost-device.ja.MD", "x", []string{` E SLUG nothing reads a page whose name ends in ".MD". Call it lost-device.ja.md.`}},
		{"page of another ending", "guides/a.markdown", "x", []string{` E SLUG nothing reads a page whose name ends in ".markdown". Call it a.md.`}},
		{"page with components", "columns/a.en.mdx", "x", []string{` E SLUG nothing reads a page whose name ends in ".mdx". Call it a.en.md.`}},
		{"page of an organisation", "orgs/acme/runbooks/a.ja.MD", "x", []string{` E SLUG nothing reads a page whose name ends in ".MD". Call it a.ja.md.`}},
		{"YAML beside pages", "columns/a.yml", "x", []string{` E SLUG nothing reads a file of this name here. Pages stand in columns/, guides/ or runbooks/, an organisation in orgs/<id>/org.yaml, files to be copied in static/.`}},
		{"strange language", "columns/a.fr.md", "x", []string{` E SLUG "fr" in the file's name is not a language. Call it name.ja.md or name.en.md.`}},
		{"a folder misspelt", "guide/a.ja.md", "x", []string{` E SLUG nothing reads a file of this name here. Did you mean guides?`}},
		{"another ending of YAML", "site.yml", "x", []string{` E SLUG nothing reads a file of this name here. Call it site.yaml.`}},
		{"strange slug", "columns/My page.ja.md", "x", []string{` E SLUG "My page" cannot be the name of a page. Use lower-case letters, digits and hyphens, 40 at most, as in lost-device.`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := problems(t, tt.file, tt.data); !slices.Equal(got, tt.want) {
				t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(tt.want, "\n  "))
			}
		})
	}
}

// Values stay what the author sees: YAML's numbers, booleans and dates do not
// touch a text.
func TestTextStaysText(t *testing.T) {
	for _, s := range []string{"0120123456", "09012345678", "00123", "no", "1.10", "+81-3-0000-0001", "0x1F", "null-ish", "2026-02-30", "1e5"} {
		o, list := ParseOrg(source.New("content/orgs/a/org.yaml", []byte(
			"name: "+s+"\nhandover: {to: ann, begins: 2026-11-01, date: 2027-04-01}\npeople: {ann: {name: Ann}}\ncontacts: {desk: {name: D, tel: "+s+"}}\n")), "a")
		if c, _ := o.Contacts.Get("desk"); len(list) > 0 || c.Tel != s || o.Name.JA != s {
			t.Errorf("%s was read as %q and %q: %v", s, o.Name.JA, c.Tel, list)
		}
	}
}

// A secret that stands in the wrong place is never repeated.
func TestSecretsAreNotShown(t *testing.T) {
	for _, line := range problems(t, "orgs/a/org.yaml", "name: A\nhandover: {to: a, begins: 2026-11-01, date: 2027-04-01}\npeople: {a: {name: A}}\nfacts: {apns: {secret: correct-horse-battery}}\n") {
		if strings.Contains(line, "correct-horse") {
			t.Errorf("the message shows the secret: %s", line)
		}
	}
}

func TestDates(t *testing.T) {
	for _, tt := range []struct{ day, span, want string }{
		{"2026-06-12", "P365D", "2027-06-12"},
		{"2028-02-29", "P1Y", "2029-02-28"},
		{"2027-06-12", "P365D", "2028-06-11"}, // a leap February between: a day earlier than P1Y
		{"2027-06-12", "P1Y", "2028-06-12"},
		{"2026-01-31", "P1M", "2026-02-28"},
		{"2026-10-31", "P6M", "2027-04-30"},
		{"2026-12-31", "PT10M", "2026-12-31"},
		{"2026-12-31", "P1Y2M3D", "2028-03-03"},
		{"9999-12-31", "P1D", "9999-12-31"},
		{"9999-01-31", "P11M", "9999-12-31"},
		{"9999-12-01", "P1M", "9999-12-31"},
	} {
		day, ok := ParseDate(tt.day)
		span, ok2 := ParseSpan(tt.span)
		if got := day.Add(span).String(); !ok || !ok2 || got != tt.want {
			t.Errorf("%s + %s = %s, want %s", tt.day, tt.span, got, tt.want)
		}
	}
	first, _ := ParseDate("2000-02-28")
	last, _ := ParseDate("9999-12-31")
	if got := last.Since(first); got != 2921881 {
		t.Errorf("from 2000-02-28 to 9999-12-31 are %d days", got)
	}
	if got := first.Since(last); got != -2921881 {
		t.Errorf("from 9999-12-31 to 2000-02-28 are %d days", got)
	}
}

func TestSpans(t *testing.T) {
	for _, s := range []string{"", "P", "PT", "1Y", "P1", "PY", "P-1D", "P1D2", "P1DT", "P0D", "P1M1Y", "PT1S", "P1.5D", "P99999D", "p1d", "P1W"} {
		if got, ok := ParseSpan(s); ok {
			t.Errorf("%q was read as %+v", s, got)
		}
	}
}

func TestLocate(t *testing.T) {
	for name, want := range map[string]Place{
		"site.yaml":                  {Kind: KindSite},
		"columns/a.ja.md":            {Kind: KindColumn, Slug: "a", Lang: "ja"},
		"guides/a.md":                {Kind: KindGuide, Slug: "a"},
		"columns/panel.png":          {Kind: KindAsset, Beside: KindColumn},
		"orgs/acme/org.yaml":         {Kind: KindOrg, Org: "acme"},
		"orgs/acme/runbooks/r.en.md": {Kind: KindRunbook, Slug: "r", Lang: "en", Org: "acme"},
		"static/logo.svg":            {Kind: KindStatic},
	} {
		if got, list := Locate("content/" + name); got != want || len(list) > 0 {
			t.Errorf("%s: got %+v %v, want %+v", name, got, list, want)
		}
	}
}

func TestNearest(t *testing.T) {
	known := []string{"title", "summary", "date", "checklist"}
	for word, want := range map[string]string{"titel": "title", "tilte": "title", "Title": "title", "ｔｉｔｌｅ": "title", "sumary": "summary", "layout": "", "x": ""} {
		if got := nearest(word, known); got != want {
			t.Errorf("nearest(%q) = %q, want %q", word, got, want)
		}
	}
}

// What is broken is refused whole: a page with a mistake has no body to publish.
func TestBrokenPageHasNoBody(t *testing.T) {
	f := source.New("content/columns/a.ja.md", []byte("---\ntitel: A\n---\n\nsecret\n"))
	p, list := ParsePage(f, Place{Kind: KindColumn, Slug: "a"}, "ja", "", markdown.New())
	if !p.Broken || p.Body != nil || !list.HasErrors(false) {
		t.Errorf("got %+v, %v", p, list)
	}
}
