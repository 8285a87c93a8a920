package adopt

import (
	"encoding/json"
	"errors"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"hikitsugi/internal/content"
)

// A head is a page's front matter.
type head struct {
	title, summary, author string
	date                   content.Date
	draft                  bool
	said                   string   // the language that it says
	rest                   []string // lines that mean nothing here, kept as a comment
	from                   string   // the file
}

func (h head) lang() string { return languageOf(h.said) }

// readHead takes the front matter off a file, and its title off the first heading
// where the front matter has none.
func (p *page) readHead(text string) error {
	p.head.from = p.file
	keys, body, err := frontMatter(text)
	p.text, p.line = body, strings.Count(text[:len(text)-len(body)], "\n")+1
	for _, k := range keys {
		p.head.take(k)
	}
	p.titleOff()
	return err
}

// frontMatter parts a file. What cannot be read is one key without a name.
func frontMatter(text string) (keys []content.LooseKey, body string, err error) {
	first, _, _ := strings.Cut(text, "\n")
	switch fence := strings.TrimRight(first, " \t"); {
	case fence == "---" || fence == "+++":
		end := regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(fence) + `[ \t]*$`).FindStringIndex(text[len(first):])
		if end == nil {
			return nil, text, nil
		}
		block := strings.TrimPrefix(text[len(first):len(first)+end[0]], "\n")
		body = strings.TrimPrefix(text[len(first)+end[1]:], "\n")
		if fence == "---" {
			keys, err = content.LooseKeys(block)
		} else {
			var values map[string]any
			if err = toml.Unmarshal([]byte(block), &values); err == nil {
				keys = keysOf(values)
			}
		}
		if err != nil {
			keys = []content.LooseKey{{Lines: block}}
			err = errors.New(strings.TrimSpace(strings.SplitN(err.Error(), "\n", 2)[0]))
		}
		return keys, body, err
	case strings.HasPrefix(text, "{"):
		decoder := json.NewDecoder(strings.NewReader(text))
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
		written, err := json.Marshal(value)
		if err != nil {
			continue
		}
		k := content.LooseKey{Name: name, Lines: name + ": " + string(written)}
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
		return strings.TrimSpace(s)
	}
	written, _ := json.Marshal(v) // a number, a date or a truth
	return strings.Trim(string(written), `"`)
}

var day = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}`)

// take understands a key, or keeps it.
func (h *head) take(k content.LooseKey) {
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
	ok := false
	switch strings.ToLower(k.Name) {
	case "title":
		ok = into(&h.title)
	case "summary", "description":
		ok = into(&h.summary)
	case "author", "authors":
		ok = into(&h.author)
	case "lang", "language", "locale":
		if ok = languageOf(one) != ""; ok {
			h.said = one
		}
	case "date":
		if d, real := content.ParseDate(day.FindString(one)); real {
			h.date, ok = d, true
		}
	case "draft":
		ok = one == "true" || one == "false"
		h.draft = one == "true"
	}
	if !ok {
		h.rest = append(h.rest, k.Lines)
		return
	}
	for said := range strings.SplitSeq(k.Lines, "\n") {
		if strings.HasPrefix(said, "#") { // between this key and the next
			h.rest = append(h.rest, said)
		}
	}
}

var (
	firstHeading = regexp.MustCompile(`^(?:[ \t]*\n)*# +(.+?)[ \t]*#*[ \t]*(?:\{[^}\n]*\})?[ \t]*(?:\n|$)`)
	underlined   = regexp.MustCompile(`^(?:[ \t]*\n)*([^\n#>|-][^\n]*)\n=+[ \t]*(?:\n|$)`)
	markup       = regexp.MustCompile("[*`]|\\[([^\\]]*)\\]\\([^)]*\\)")
)

// titleOff makes the title of the first heading, which it stands for from then on. A
// heading that only says the title again goes too.
func (p *page) titleOff() {
	for _, form := range []*regexp.Regexp{firstHeading, underlined} {
		m := form.FindStringSubmatchIndex(p.text)
		if m == nil {
			continue
		}
		said := strings.TrimSpace(markup.ReplaceAllString(p.text[m[2]:m[3]], "$1"))
		if p.head.title == "" {
			p.head.title = said
		}
		if p.head.title == said {
			p.line += strings.Count(p.text[:m[1]], "\n")
			p.text = p.text[m[1]:]
		}
		break
	}
	if p.head.title == "" {
		parts := strings.Split(p.key, "/")
		p.head.title = parts[len(parts)-1]
	}
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
	} else {
		if !h.date.IsZero() {
			rest = append(slices.Clip(rest), "date: "+h.date.String())
		}
		if h.author != "" {
			rest = append(slices.Clip(rest), "author: "+h.author)
		}
	}
	b.WriteString("---\n\n<!-- " + uncommented(strings.Join(append([]string{h.from}, rest...), "\n")) + " -->\n\n")
	return b.String()
}

// uncommented keeps a text from ending the comment that it stands in.
func uncommented(s string) string { return strings.ReplaceAll(s, "-->", "-- >") }

// plain takes out of a title what no reader sees, and what would be a question.
func plain(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0x200e || r == 0x200f {
			return -1
		}
		return r
	}, s)
	return strings.ReplaceAll(s, "??", "? ?")
}
