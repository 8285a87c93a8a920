package content

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"hikitsugi/internal/diag"
	"hikitsugi/internal/markdown"
	"hikitsugi/internal/source"
)

const maxNesting = 32

// What the parser says of a key without its colon, there or at the next colon.
const (
	noColon   = "could not find expected ':'"
	colonHere = "mapping values are not allowed"
)

// parseYAML reads the one document in f.Data()[from:to] into a node whose lines are
// those of the file. It returns nil where there is none, and refuses what would
// make a value differ from what the author sees: anchors, aliases, tags, merge
// keys and line ends that editors do not show.
func parseYAML(f *source.File, from, to int) (*yaml.Node, diag.List) {
	if diags := refuseUnseen(f, from, to); len(diags) > 0 {
		return nil, diags
	}
	first := bytes.Count(f.Data()[:from], []byte("\n"))
	text := append(bytes.Repeat([]byte("\n"), first), f.Data()[from:to]...)
	if len(bytes.TrimSpace(text)) == 0 {
		return nil, nil
	}
	var doc yaml.Node
	if err := yaml.Load(text, &doc); err != nil {
		if strings.Contains(err.Error(), "no documents in stream") {
			return nil, nil // only comments
		}
		return nil, yamlError(f, first+1, err)
	}
	d := decoder{file: f}
	d.refuse(doc.Content[0], 1, false)
	if d.diags.HasErrors(false) {
		return nil, d.diags
	}
	return doc.Content[0], d.diags
}

// unseenEnds are the characters that end a line for YAML, but not for editors, nor
// for [source.Lines]; a carriage return only where it stands alone.
var unseenEnds = map[rune]string{'\r': "CARRIAGE RETURN", '\u0085': "NEXT LINE", '\u2028': "LINE SEPARATOR", '\u2029': "PARAGRAPH SEPARATOR"}

// refuseUnseen reports the first of them in each line, as behind one every place that the
// parser tells would be wrong, and the first control character.
func refuseUnseen(f *source.File, from, to int) diag.List {
	var diags diag.List
	var lines source.Lines
	text := string(f.Data()[from:to])
	for i, r := range text {
		control := r < ' ' && r != '\t' && r != '\n' && r != '\r' || 0x7f <= r && r < 0xa0 && r != '\u0085'
		if !control && (r != '\r' && r < '\u0085' || unseenEnds[r] == "" || strings.HasPrefix(text[i:], "\r\n")) {
			continue
		}
		if len(diags) == 0 {
			lines = f.Lines()
		}
		pos := lines.Pos(from + i)
		if n := len(diags); n > 0 && diags[n-1].Pos.Line == pos.Line {
			continue
		}
		do := diag.Text{JA: "チャットやワープロから貼り付けた文に紛れていることがあります。消すか、空白に置き換えてください。", EN: "Text pasted from a chat or a word processor may bring one along. Delete it, or put a space in its place."}
		if r == '\r' {
			do = diag.Text{JA: "改行コードに LF か CRLF を選んで保存し直してください。", EN: "Save the file again with LF or CRLF as its line ends."}
		}
		if control {
			what, do := controlCharacter(fmt.Sprintf("U+%04X", r))
			diags.Add(pos, diag.YAML, what, do)
			continue
		}
		diags.Add(pos, diag.YAML,
			diag.Textf("見えない改行文字 U+%04X（%s）があります", "there is an invisible line end, U+%04X (%s)", r, unseenEnds[r]), do)
	}
	return diags
}

// refuse walks n, which may be secret, for what YAML allows and a content file does not.
func (d *decoder) refuse(n *yaml.Node, depth int, secret bool) {
	forbid := func(ja, en string) {
		d.add(d.pos(n), diag.YAML, diag.Text{JA: ja + "は使えません", EN: en + " are not allowed here"},
			diag.Text{JA: "値をその場所にそのまま書いてください。", EN: "Write the value itself in its place."})
	}
	switch {
	case depth > maxNesting:
		d.add(d.pos(n), diag.LIMIT, diag.Text{JA: "入れ子が32段を超えています", EN: "this is nested more than 32 deep"}, diag.Text{})
		return
	case n.Kind == yaml.AliasNode:
		forbid("エイリアス（*名前）", "aliases (*name)")
		return
	case n.Anchor != "":
		forbid("アンカー（&名前）", "anchors (&name)")
		d.diags[len(d.diags)-1].Do = diag.Text{
			JA: "値をその場所にそのまま書いてください。& で始まる文なら、全体を \"…\" で囲みます。",
			EN: "Write the value itself in its place, or quote the whole of a text that begins with &.",
		}
	case n.Tag == "!!merge":
		forbid("マージキー（<<）", "merge keys (<<)")
	case n.Style&yaml.TaggedStyle != 0:
		forbid("タグ（!!型）", "tags (!!type)")
	case markdown.Readable(n.Value) != n.Value: // written as "\x08"
		d.add(d.pos(n), diag.YAML,
			diag.Text{JA: "値に、\\x08 のような表示できない制御文字があります", EN: "the value holds a control character, such as \\x08, which cannot be shown"},
			diag.Text{JA: "消してください。", EN: "Delete it."})
	}
	d.directions(n)
	// Text behind " #" is a comment in YAML; an author who writes "Ticket #12"
	// does not know that.
	if c := n.LineComment; n.Kind == yaml.ScalarNode && n.Style == 0 && len(c) > 1 && c[1] != ' ' && c[1] != '#' {
		what := diag.Textf("%[2]q から後はコメントとして消え、値は %[1]q になります", "the value ends before the comment %[2]q and is only %[1]q", n.Value, c)
		if secret {
			what = diag.Text{JA: "# から後はコメントとして消えます", EN: "the value ends before a comment"}
		}
		d.add(d.pos(n), diag.HASH, what,
			diag.Text{JA: "値に含めるなら全体を \"…\" で囲み、コメントなら # の後に空白を入れてください。", EN: "Quote the whole value to keep it, or put a space after # to make it a comment."})
	}
	for i, child := range n.Content {
		d.refuse(child, depth+1, secret || n.Kind == yaml.MappingNode && i%2 == 1 && isForSecret(n.Content[i-1]))
	}
}

// escape matches what is written with a backslash in a quoted text, and its end.
var escape = regexp.MustCompile(`(?s)\\(?:u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)|"`)

// directions reports the first escape in a quoted text that reorders what is seen, as
// of other files the first such character in a line: that stands there itself is said
// of any file.
func (d *decoder) directions(n *yaml.Node) {
	if n.Style&yaml.DoubleQuotedStyle == 0 || n.Line == d.directed || !strings.ContainsFunc(n.Value, func(r rune) bool { return source.Direction(r) != "" }) {
		return
	}
	if d.directed == 0 {
		d.lines = d.file.Lines()
	}
	d.directed = n.Line
	for at := offsetOf(d.lines, n) + len(`"`); ; {
		m := escape.FindIndex(d.lines.Data()[at:])
		if m == nil {
			return
		}
		written := string(d.lines.Data()[at+m[0] : at+m[1]])
		code, err := strconv.ParseUint(strings.TrimLeft(written, `\uU`), 16, 32)
		switch {
		case written == `"`:
			return
		case err == nil && source.Direction(rune(code)) != "":
			what, do := direction(written)
			d.add(d.lines.Pos(at+m[0]), diag.BIDI, what, do)
			return
		}
		at += m[1]
	}
}

var (
	wideColonWhat = diag.Text{JA: "全角のコロン「：」があります", EN: "there is a full-width colon ："}
	wideColonDo   = diag.Text{JA: "半角の「: 」（コロンと空白）にしてください。", EN: "Use a colon and a space."}
)

// wideColon returns the character index of a full-width colon that stands where
// the colon after a key should, or -1.
func wideColon(line string) int {
	i := strings.Index(line, "：")
	if i < 0 || strings.Contains(line[:i], ":") || strings.ContainsAny(line[:i], `"'`) {
		return -1
	}
	return len([]rune(line[:i]))
}
