package adopt

import (
	"slices"
	"strings"

	"hikitsugi/internal/markdown"
	"hikitsugi/internal/pattern"
)

// escape makes text of what would be refused: HTML that nothing else was made of, and
// ids of headings that are not free. It returns what the page is then.
func (r *reading) escape(p *page) *markdown.Doc {
	doc := r.engine.Parse([]byte(p.body), p.lang)
	for range 50 {
		var cuts []markdown.Problem
		for _, problem := range doc.Problems {
			switch problem.Kind {
			case markdown.RawHTML, markdown.TextBehindComment, markdown.UnclosedComment, markdown.UnknownDirective, markdown.NestedDirective,
				markdown.UnclosedDirective, markdown.DirectiveArgument, markdown.DirectiveContent, markdown.EmptyHeading, markdown.EmptyTick, markdown.UnknownNote, markdown.BrokenLink, markdown.DuplicateID, markdown.ReservedID:
				cuts = append(cuts, problem)
			}
		}
		if len(cuts) == 0 {
			break
		}
		done := len(p.body) + 1
		for _, c := range slices.Backward(cuts) {
			if c.Offset >= done {
				continue
			}
			done = c.Offset
			p.body = p.body[:c.Offset] + r.harmless(p, c)
		}
		doc = r.engine.Parse([]byte(p.body), p.lang)
	}
	return doc
}

// harmless writes the rest of a page from a problem on without that problem.
func (r *reading) harmless(p *page, c markdown.Problem) string {
	line := strings.Count(p.body[:c.Offset], "\n") + 1
	rest := p.body[c.Offset:]
	switch c.Kind {
	case markdown.DuplicateID, markdown.ReservedID:
		first := firstLine(rest)
		m := headingID.FindStringSubmatchIndex(first)
		if m == nil {
			return rest
		}
		if c.Kind == markdown.ReservedID {
			r.find(p, line, "見出しのid %q は画面の部品が使うので、外しました", "pages keep the id %q for their own parts; the heading has lost it", c.Detail)
		} else {
			r.find(p, line, "見出しのid %q が2回あるので、後のほうを外しました", "two headings have the id %q; the second has lost it", c.Detail)
		}
		return first[:m[0]] + first[m[2]:] + "\n" + strings.TrimPrefix(rest[len(first):], "\n")
	case markdown.BrokenLink:
		r.find(p, line, leadsNowhere.JA, leadsNowhere.EN, strings.Trim(c.Detail, "()"))
		return `\` + rest
	case markdown.UnknownNote:
		after := strings.TrimPrefix(rest, "[!"+c.Detail+"]")
		title := firstLine(after)
		after = after[len(title):]
		if kinds[strings.ToLower(c.Detail)] == "" {
			title = c.Detail + " " + title
		}
		return noteTitle(c.Detail, title) + after
	}
	said := strings.TrimLeft(rest, " \t>")
	lead := rest[:len(rest)-len(said)]
	if apart, n := besideComment(said); n > 0 {
		return lead + apart + said[n:]
	}
	r.find(p, line, "文字のまま残しました。要らなければ消してください: %s", "kept as text; remove it if it means nothing here: %s", excerpt(said))
	return lead + `\` + said
}

// headingID is the end of a heading with an id, and the comments behind it.
var headingID = pattern.Of(`[ \t]*\{[^{}]*\}((?:[ \t]*<!--.*?-->)*)[ \t]*$`)

// besideComment parts what s begins with, comments and text behind them in their last
// line, which would be HTML there: the text goes before comments of one line, and into a
// line that comments of several can do without, so that every line keeps its number. It
// returns how much of s that is, 0 if there is no such text.
func besideComment(s string) (apart string, n int) {
	end := 0
	for {
		rest := strings.TrimLeft(s[end:], " \t")
		close := strings.Index(rest, "-->")
		if !strings.HasPrefix(rest, "<!--") || close < 0 {
			break
		}
		end = len(s) - len(rest) + close + len("-->")
	}
	said := strings.TrimRight(firstLine(s[end:]), " \t") // two spaces at its end would break the line
	n = end + len(said)
	if said = strings.TrimLeft(said, " \t"); end == 0 || said == "" {
		return "", 0
	}
	comments := s[:end]
	last := strings.LastIndex(comments, "\n")
	if last < 0 {
		return said + " " + comments, n
	}
	line := comments[last+1:]
	text := strings.TrimLeft(line, " \t>")
	return comments[:last] + " " + text + "\n" + line[:len(line)-len(text)] + said, n
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return s
}

// excerpt is the beginning of a text, for a finding.
func excerpt(s string) string {
	s = firstLine(s)
	if runes := []rune(s); len(runes) > 60 {
		s = string(runes[:60]) + "…"
	}
	return strings.TrimSpace(s)
}
