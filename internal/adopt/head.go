package adopt

import (
	"cmp"
	"encoding/json"
	"errors"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
	"hikitsugi/internal/pattern"
)

// A head is a page's front matter.
type head struct {
	title, summary, author string
	date                   content.Date
	dateFrom               int // how much the key of date counts
	draft                  bool
	numbers                []string // by which a wiki knows the page
	slug                   string   // that it asks for
	said                   string   // the language that it says
	rest                   []string // lines that mean nothing here, kept as a comment
	from                   string   // the file
	checklist              string   // as it is written
}

func (h head) lang() string { return languageOf(h.said) }

// readHead takes the front matter off a file, and its title off the first heading
// where the front matter has none.
func (p *page) readHead(text string) {
	p.head.from = p.file
	keys, body, err := frontMatter(text)
	var wrong *content.LooseError
	switch {
	case errors.Is(err, content.ErrNoKeys):
		p.note(1, "フロントマターにキー（「名前: 値」。コロンは半角）がないので、コメントとして残しました", "its front matter has no keys (name: value, with an ordinary colon), and was kept as a comment")
	case errors.As(err, &wrong):
		p.findings = append(p.findings, Finding{p.file, 1 + wrong.Line, diag.Text{
			JA: "フロントマターを読めず、コメントとして残しました: " + wrong.Why.Sentence("ja"),
			EN: "its front matter cannot be read, and was kept as a comment: " + wrong.Why.Sentence("en"),
		}})
	}
	p.text, p.line = body, strings.Count(text[:len(text)-len(body)], "\n")+1
	p.mdx = isMDX(p.file, body)
	for _, k := range keys {
		if !p.head.take(k) && strings.EqualFold(k.Name, "draft") {
			p.head.draft = true
			p.note(1+k.Line, "下書きかどうか読み取れない値なので、下書きにしました: %s", "this value does not tell whether it is a draft; it is one now: %s", excerpt(k.Lines))
		}
	}
	if slices.Contains(strings.Split(p.file, "/"), "_drafts") {
		p.head.draft = true
	}
	p.titleOff()
	p.properties()
	p.tags()
	// A page that began with a rule would be taken to begin with front matter.
	p.text, p.line = "\n"+p.text, p.line-1
}

// note says something of a line of the file, of the file as a whole where it is 0.
func (p *page) note(line int, ja, en string, args ...any) {
	p.findings = append(p.findings, Finding{p.file, line, diag.Textf(ja, en, args...)})
}

// aKey is how a line begins that is meant as a key, be it with a wide colon.
var aKey = pattern.Of(`^[ \t]*\{?[ \t]*["']?[\p{L}_][\p{L}\p{N}_.-]*["']?[ \t]*(?::(?:[ \t]|$)|：)`)

// isProse reports whether what stands between two rules is text of the page, and was
// never meant as front matter.
func isProse(block string) bool {
	text := false
	for line := range strings.SplitSeq(block, "\n") {
		if aKey.MatchString(line) {
			return false
		}
		line = strings.TrimSpace(line)
		text = text || line != "" && !strings.HasPrefix(line, "#")
	}
	return text
}

// frontMatter parts a file. What cannot be read is one key without a name.
func frontMatter(text string) (keys []content.LooseKey, body string, err error) {
	first := firstLine(text)
	switch fence := strings.TrimRight(first, " \t"); {
	case fence == "---" || fence == "+++":
		end := regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(fence) + `[ \t]*$`).FindStringIndex(text[len(first):])
		if end == nil {
			return nil, text, nil
		}
		block := strings.TrimPrefix(text[len(first):len(first)+end[0]], "\n")
		if fence == "---" && isProse(block) {
			return nil, text, nil
		}
		body = strings.TrimPrefix(text[len(first)+end[1]:], "\n")
		if fence == "---" {
			keys, err = content.LooseKeys(block)
		} else {
			var values map[string]any
			if values, err = readTOML(block); err == nil {
				keys = append(keysOf(values), content.LooseKey{Lines: comments(block, tomlComment)})
			}
		}
		if err != nil {
			keys = []content.LooseKey{{Lines: strings.TrimSpace(block)}}
		}
		return keys, body, err
	case strings.HasPrefix(text, "{"):
		decoder := json.NewDecoder(strings.NewReader(text))
		decoder.UseNumber() // as it is written
		var values map[string]any
		if decoder.Decode(&values) != nil {
			return nil, text, nil
		}
		return keysOf(values), strings.TrimPrefix(text[decoder.InputOffset():], "\n"), nil
	}
	return nil, text, nil
}

// keysOf returns what a TOML or JSON table says, by name.
func keysOf(values map[string]any) []content.LooseKey {
	var keys []content.LooseKey
	for _, name := range slices.Sorted(maps.Keys(values)) {
		value := values[name]
		k := content.LooseKey{Name: name, Lines: name + ": " + written(value)}
		switch v := value.(type) {
		case []any:
			for _, one := range v {
				k.Texts = append(k.Texts, asText(one))
			}
		case map[string]any:
		default:
			k.Texts = []string{asText(v)}
		}
		keys = append(keys, k)
	}
	return keys
}

func asText(v any) string {
	if s, ok := v.(string); ok {
		return strings.TrimSpace(strings.TrimPrefix(s, number))
	}
	return strings.Trim(written(v), `"`) // a number, a date or a truth
}

// written writes a value as JSON does, and numbers as they are written.
func written(v any) string {
	switch v := v.(type) {
	case []any:
		var parts []string
		for _, one := range v {
			parts = append(parts, written(one))
		}
		return "[" + strings.Join(parts, ",") + "]"
	case map[string]any:
		var parts []string
		for _, name := range slices.Sorted(maps.Keys(v)) {
			parts = append(parts, written(name)+":"+written(v[name]))
		}
		return "{" + strings.Join(parts, ",") + "}"
	case string:
		if n, is := strings.CutPrefix(v, number); is {
			return n
		}
	}
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(v) // nothing is left that JSON does not have
	return strings.TrimSuffix(b.String(), "\n")
}

// truths are the values that mean yes or no to one generator or another.
var truths = map[string]bool{"true": true, "yes": true, "on": true, "false": false, "no": false, "off": false}

// take understands a key, or keeps it as it is written.
func (h *head) take(k content.LooseKey) (ok bool) {
	one := ""
	if len(k.Texts) == 1 {
		one = strings.Join(strings.Fields(k.Texts[0]), " ")
	}
	into := func(field *string) bool {
		if *field != "" || one == "" {
			return false
		}
		*field = one
		return true
	}
	name := keyName(k.Name)
	if m := numberItself.FindStringSubmatch(one); m != nil && slices.Contains(numberKeys, name) {
		h.numbers = append(h.numbers, m[1])
	}
	switch name {
	case "title":
		ok = into(&h.title)
	case "summary", "description":
		ok = into(&h.summary)
	case "author", "authors", "created_by", "作成者":
		ok = into(&h.author)
	case "lang", "language", "locale":
		if ok = languageOf(one) != ""; ok {
			h.said = one
		}
	case "slug": // which also stays as it is written
		h.slug = cmp.Or(slugKey(one), h.slug)
	case "id", "permalink":
		h.slug = cmp.Or(h.slug, slugKey(one))
	case "draft", "published", "wip":
		var yes bool
		yes, ok = truths[strings.ToLower(one)]
		h.draft = h.draft || ok && yes == (name != "published")
	}
	if d, real := dayOf(one); real && dated[name] > h.dateFrom {
		h.date, h.dateFrom = d, dated[name]
		ok = name == "date"
	}
	kept := k.Lines
	if ok {
		kept = strings.Trim(k.Comment+"\n"+comments(k.Lines, yamlComment), "\n")
	}
	if kept != "" {
		h.rest = append(h.rest, kept)
	}
	return ok
}

// What a comment is in a line: what stands behind a value of YAML is known by LooseKeys.
var (
	yamlComment = pattern.Of(`^[ \t]*(#.*)$`)
	tomlComment = pattern.Of(`^(?:[^"'#]|"[^"]*"|'[^']*')*(#.*)$`)
)

func comments(lines string, form *pattern.Pattern) string {
	var found []string
	for said := range strings.SplitSeq(lines, "\n") {
		if m := form.FindStringSubmatch(said); m != nil {
			found = append(found, m[1])
		}
	}
	return strings.Join(found, "\n")
}

var (
	firstHeading = pattern.Of(`^(?:[ \t]*\n)*# +(.+?)[ \t]*#*[ \t]*(?:\{[^}\n]*\})?[ \t]*(?:\n|$)`)
	anyHeading   = pattern.Of(`(?m)^# +(.+?)[ \t]*#*[ \t]*(?:\{[^}\n]*\})?[ \t]*$`)
	underlined   = pattern.Of(`^(?:[ \t]*\n)*([^\n#>|-][^\n]*)\n=+[ \t]*(?:\n|$)`)
	markup       = pattern.Of("[*`]|\\[([^\\]]*)\\]\\([^)]*\\)")
)

// titleOff makes the title of the first heading, which it stands for from then on. A
// heading that only says the title again goes too.
func (p *page) titleOff() {
	p.head.title = strings.TrimSpace(plain(p.head.title))
	if p.head.title == "" && hasChapters(p.text) {
		p.head.title = p.fileTitle()
	}
	above := p.aboveText()
	for _, form := range []*pattern.Pattern{firstHeading, underlined} {
		m := form.FindStringSubmatchIndex(p.text[above:])
		if m == nil {
			continue
		}
		heading := p.text[above : above+m[1]]
		said := strings.TrimSpace(plain(markup.ReplaceAllString(heading[m[2]:m[3]], "$1")))
		if said == "" {
			break
		}
		if p.head.title == "" {
			p.head.title = said
		}
		if p.head.title == said {
			lines := strings.Count(heading, "\n")
			rest := p.text[above+len(heading):]
			if above == 0 {
				p.line += lines
				p.text = rest
			} else { // every line its number
				p.text = p.text[:above] + strings.Repeat("\n", lines) + rest
			}
		}
		break
	}
	if p.head.title == "" { // further down, say, which stays where it is
		if m := anyHeading.FindStringSubmatch(withoutCode(p.text)); m != nil {
			p.head.title = strings.TrimSpace(plain(markup.ReplaceAllString(m[1], "$1")))
		}
	}
	if p.head.title == "" {
		p.head.title = p.fileTitle()
	}
}

// aboveText returns the length of what stands above a page's text that no reader sees:
// comments and programs.
func (p *page) aboveText() int {
	lines := strings.SplitAfter(p.text, "\n")
	at, above := 0, 0
	for at < len(lines) {
		n := commentLines(lines[at:])
		if n == 0 && p.mdx {
			n = moduleLines(lines[at:])
		}
		switch {
		case n > 0:
			at += n
			above = at
		case strings.TrimSpace(lines[at]) == "":
			at++
		default:
			return len(strings.Join(lines[:above], ""))
		}
	}
	return len(strings.Join(lines[:above], ""))
}

// commentLines returns how many lines the comment has that begins with the first one,
// 0 if there is none or if it shares its lines with something else.
func commentLines(lines []string) int {
	first := strings.TrimSpace(lines[0])
	for begin, end := range map[string]string{"<!--": "-->", "{/*": "*/}"} {
		if !strings.HasPrefix(first, begin) {
			continue
		}
		for n, text := range lines {
			if _, behind, ends := strings.Cut(text, end); ends {
				if strings.TrimSpace(behind) == "" {
					return n + 1
				}
				return 0
			}
		}
	}
	return 0
}

// write writes the front matter as ours, with a comment that keeps what it does not
// have. A translation has only texts.
func (h head) write(source bool) string {
	var b strings.Builder
	b.WriteString("---\ntitle: " + strconv.Quote(plain(h.title)) + "\n")
	if h.summary != "" {
		b.WriteString("summary: " + strconv.Quote(plain(h.summary)) + "\n")
	}
	rest := h.rest
	if source {
		if !h.date.IsZero() {
			b.WriteString("date: " + h.date.String() + "\n")
		}
		if h.author != "" {
			b.WriteString("author: " + strconv.Quote(plain(h.author)) + "\n")
		}
		if h.draft {
			b.WriteString("draft: true\n")
		}
		b.WriteString(h.checklist)
	} else {
		if !h.date.IsZero() {
			rest = append(slices.Clip(rest), "date: "+h.date.String())
		}
		if h.author != "" {
			rest = append(slices.Clip(rest), "author: "+h.author)
		}
		if h.draft {
			rest = append(slices.Clip(rest), "draft: true")
		}
	}
	b.WriteString("---\n\n<!-- " + uncommented(strings.Join(append([]string{h.from}, rest...), "\n")) + " -->\n") // the body begins with an empty line
	return b.String()
}

// uncommented keeps a text from ending the comment that it stands in.
func uncommented(s string) string { return strings.ReplaceAll(s, "-->", "-- >") }

// plain takes out of a title what no reader sees, and what would be a question.
func plain(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0x200e || r == 0x200f {
			return -1
		}
		return r
	}, s)
	return strings.NewReplacer("??", "? ?", "？？", "？ ？").Replace(s)
}
