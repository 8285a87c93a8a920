package adopt

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"

	"hikitsugi/internal/content"
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
	lang                   string   // that it says
	rest                   []string // lines that mean nothing here, kept as a comment
	from                   string   // the file
	checklist              string   // as it is written
}

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
		p.note(1+wrong.Line, "フロントマターを読めず、コメントとして残しました: %[1]s", "its front matter cannot be read, and was kept as a comment: %[2]s", wrong.Why.Sentence("ja"), wrong.Why.Sentence("en"))
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
		if lang := languageOf(one); lang != "" {
			h.lang, ok = lang, true
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

// keyName is the name of a key as it is in all tools: Last edited time, last_edited_time.
func keyName(name string) string { return strings.ReplaceAll(strings.ToLower(name), " ", "_") }
