package adopt

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"hikitsugi/internal/markdown"
	"hikitsugi/internal/pattern"
)

// webAddress is an address in a text, which Japanese follows without a space.
var webAddress = pattern.Of(`https?://[^\s<>"'\x60\\|（）「」『』【】、。，；]+`)

// literal writes a line of plain text so that Markdown shows it as it is, with its
// addresses as links.
func literal(line string) string {
	var b strings.Builder
	done := 0
	for _, at := range webAddress.FindAllStringSubmatchIndex(line, -1) {
		address := strings.TrimRight(line[at[0]:at[1]], "?!.,:;*_~)]}")
		if addressable(address) {
			b.WriteString(escaped(line[done:at[0]], done == 0) + "<" + address + ">")
			done = at[0] + len(address)
		}
	}
	return b.String() + escaped(line[done:], done == 0)
}

// blockMark is how a line begins that would be a list, and its mark.
var blockMark = pattern.Of(`^(?:[-+]|\d{1,9}[.)])(?:[ \t]|$)`)

// escaped writes text so that nothing in it is a mark of Markdown; begins says that it
// stands at the beginning of a line.
func escaped(text string, begins bool) string {
	var b strings.Builder
	if begins {
		text = strings.TrimLeft(text, " \t")
		if m := blockMark.FindString(text); m != "" {
			mark := strings.TrimRight(m, " \t")
			b.WriteString(mark[:len(mark)-1] + `\` + mark[len(mark)-1:])
			text = text[len(mark):]
		}
	}
	_, _, _, asks := markdown.CutPrompt(text)
	before := rune(0)
	for i, r := range text {
		rest := text[i:]
		first := begins && i == 0 && b.Len() == 0
		after, _ := utf8.DecodeRuneInString(rest[utf8.RuneLen(r):])
		switch {
		case strings.ContainsRune("\\`*[]<{|~", r),
			r == '_' && !(isWord(before) && isWord(after)),
			r == '#' && (first || before == '{' || before == '｛'),
			strings.ContainsRune(">=+-:", r) && first,
			r == '&' && entity.MatchString(rest),
			r == '=' && after == '=' && before != '=',
			r == '?' && asks && (before == '?' || after == '?'):
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '＃' && (before == '{' || before == '｛'):
			b.WriteString("&#xFF03;")
		case r == '？' && asks && (before == '？' || after == '？'):
			b.WriteString("&#xFF1F;") // a backslash is no mark before it
		case first && strings.HasPrefix(rest, "：：："):
			b.WriteString("&#xFF1A;")
		case first && (strings.HasPrefix(rest, "［!") || strings.HasPrefix(rest, "［！")):
			b.WriteString("&#xFF3B;")
		default:
			b.WriteRune(r)
		}
		before = r
	}
	return b.String()
}

var entity = pattern.Of(`^&(?:#[0-9]+|#[xX][0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]*);`)

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// literalLines writes text of several lines, each of which stays one, behind an indent;
// an empty line ends a paragraph.
func literalLines(text, indent string) string {
	lines := strings.Split(text, "\n")
	var b strings.Builder
	for n, line := range lines {
		line = strings.TrimSpace(line)
		switch {
		case line == "":
			continue
		case b.Len() == 0:
		case strings.TrimSpace(lines[n-1]) == "":
			b.WriteString("\n\n" + indent)
		default:
			b.WriteString("\\\n" + indent)
		}
		b.WriteString(literal(line))
	}
	return b.String()
}

// stepMark is how a line begins that is a step of several, and the number of it.
var stepMark = pattern.Of(`^(?:(\d{1,3}|[０-９]{1,3})(?:[.)．）、]|[ 　])[ 　]*|[・●○◯■*-][ 　]*)(\S.*)$`)

// paragraphs writes text of several lines; lines that all begin as steps do are a list.
func paragraphs(text string) string {
	lines := strings.Split(text, "\n")
	var steps []string
	for _, line := range lines {
		m := stepMark.FindStringSubmatch(line)
		if m == nil || len(lines) == 1 {
			return literalLines(text, "")
		}
		mark := "- "
		if m[1] != "" {
			mark = narrowed.Replace(m[1]) + ". "
		}
		steps = append(steps, mark+literal(m[2]))
	}
	return strings.Join(steps, "\n")
}
