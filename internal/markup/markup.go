// Package markup reads HTML that gen has made, of its own layouts or of a theme's:
// every tag and every value in quotation marks is closed, as html/template sees to.
// It takes such a page apart several times faster than a parser that has to put up
// with anything, and every page is read twice. On other HTML it ends, and reads what
// it can.
package markup

import (
	"html"
	"strings"
)

// A Kind says what a [Reader] has come to.
type Kind int

// The kinds of what stands in a page. Comments and declarations are left out.
const (
	End   Kind = iota // of the page
	Text              // between tags
	Open              // a start tag, or one that is closed at once
	Close             // an end tag
)

// A Reader reads a page from one tag or text to the next. What it has come to are
// places in the page: to note a text while the collector runs costs more than to find
// it.
type Reader struct {
	page     string
	at       int   // what is not read yet begins there
	name     place // of the element of a tag
	text     place // as it is written
	tag      place // the attributes of a start tag, as far as they are not yet read
	contents bool  // what follows is not markup: the element is one that holds none
}

// A place is a stretch of a page.
type place struct{ from, to int }

// NewReader returns a Reader of a page, or of a piece of one.
func NewReader(page string) *Reader { return &Reader{page: page} }

// Name returns the name of the element of the tag that Next has come to, in lower case.
func (r *Reader) Name() string { return strings.ToLower(r.page[r.name.from:r.name.to]) }

// Next goes on to the next tag or text.
func (r *Reader) Next() Kind {
	for {
		r.tag = place{}
		rest := r.page[r.at:]
		end := strings.IndexByte(rest, '<')
		if r.contents {
			r.contents = false
			if end = contentsEnd(rest, r.Name()); end == 0 {
				continue
			}
		}
		switch {
		case rest == "":
			return End
		case end < 0:
			end = len(rest)
		}
		if end > 0 {
			r.text = place{r.at, r.at + end}
			r.at += end
			return Text
		}
		if strings.HasPrefix(rest, "<!--") {
			r.at = len(r.page)
			if end := strings.Index(rest[len("<!--"):], "-->"); end >= 0 {
				r.at -= len(rest) - len("<!--") - end - len("-->")
			}
			continue
		}
		end = tagEnd(rest)
		tag := rest[1:end]
		from := r.at + 1
		r.at = min(r.at+end+1, len(r.page))
		if tag == "" || tag[0] == '!' {
			continue
		}
		if tag[0] == '/' {
			r.name = place{from + 1, from + 1 + index(tag[1:], isSpace)}
			return Close
		}
		r.name = place{from, from + index(tag, endsName)}
		r.tag = place{r.name.to, from + len(tag)}
		switch r.Name() {
		case "script", "style", "textarea", "title":
			r.contents = true
		}
		return Open
	}
}

// contentsEnd returns the place of the end tag of an element that holds no markup, -1
// if there is none.
func contentsEnd(s, name string) int {
	for at := 0; ; {
		i := strings.Index(s[at:], "</")
		if i < 0 {
			return -1
		}
		at += i
		if rest := s[at+len("</"):]; len(rest) >= len(name) && strings.EqualFold(rest[:len(name)], name) {
			return at
		}
		at += len("</")
	}
}

func isSpace(b byte) bool { return b == ' ' || b >= '\t' && b <= '\r' && b != '\v' }

func endsName(b byte) bool { return isSpace(b) || b == '/' }

func endsKey(b byte) bool { return endsName(b) || b == '=' }

// index returns the place of the first byte for which f holds; the end if there is
// none. Package strings makes a set of all its bytes anew for each tag.
func index(s string, f func(byte) bool) int {
	for i := range len(s) {
		if f(s[i]) {
			return i
		}
	}
	return len(s)
}

// skip returns s without the bytes at its beginning for which f holds.
func skip(s string, f func(byte) bool) string {
	for s != "" && f(s[0]) {
		s = s[1:]
	}
	return s
}

// tagEnd returns the place of the ">" that ends the tag at the beginning of s,
// which may also stand within quotation marks.
func tagEnd(s string) int {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '>':
			return i
		case '"', '\'':
			quoted := strings.IndexByte(s[i+1:], s[i])
			if quoted < 0 {
				return len(s)
			}
			i += 1 + quoted
		}
	}
	return len(s)
}

// Text returns the text that Next has come to.
func (r *Reader) Text() string { return html.UnescapeString(r.page[r.text.from:r.text.to]) }

// Attribute returns the next attribute of the tag that Next has come to, while
// there is one. It is "" where it has no value.
func (r *Reader) Attribute() (key, value string, ok bool) {
	tag := skip(r.page[r.tag.from:r.tag.to], endsName)
	if tag == "" {
		return "", "", false
	}
	end := index(tag, endsKey)
	key, tag = strings.ToLower(tag[:end]), skip(tag[end:], isSpace)
	if after, has := strings.CutPrefix(tag, "="); has {
		after = skip(after, isSpace)
		if after != "" && (after[0] == '"' || after[0] == '\'') {
			value, tag, _ = strings.Cut(after[1:], after[:1])
		} else {
			end = index(after, isSpace)
			value, tag = after[:end], after[end:]
		}
	}
	r.tag.from = r.tag.to - len(tag)
	return key, html.UnescapeString(value), true
}

// Find returns the value of one attribute of the tag that Next has come to;
// it is "" where there is none.
func (r *Reader) Find(key string) string {
	for tag := *r; ; {
		switch k, v, ok := tag.Attribute(); {
		case !ok:
			return ""
		case k == key:
			return v
		}
	}
}
