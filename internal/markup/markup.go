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

// A Reader reads a page from one tag or text to the next.
type Reader struct {
	// Name is that of the element of a tag, in lower case.
	Name string

	rest string
	text string // as it is written
	tag  string // the attributes of a start tag, as far as they are not yet read
	raw  bool   // what follows is not markup: Name is that of an element that holds none
}

// NewReader returns a Reader of a page, or of a piece of one.
func NewReader(page string) *Reader { return &Reader{rest: page} }

// Next goes on to the next tag or text.
func (r *Reader) Next() Kind {
	for {
		r.tag = ""
		end := strings.IndexByte(r.rest, '<')
		if r.raw {
			r.raw = false
			if end = rawEnd(r.rest, r.Name); end == 0 {
				continue
			}
		}
		switch {
		case r.rest == "":
			return End
		case end < 0:
			end = len(r.rest)
		}
		if end > 0 {
			r.text, r.rest = r.rest[:end], r.rest[end:]
			return Text
		}
		if declaration, found := strings.CutPrefix(r.rest, "<!--"); found {
			_, r.rest, _ = strings.Cut(declaration, "-->")
			continue
		}
		end = tagEnd(r.rest)
		tag := r.rest[1:end]
		r.rest = strings.TrimPrefix(r.rest[end:], ">")
		if tag == "" || tag[0] == '!' {
			continue
		}
		if tag[0] == '/' {
			r.Name = strings.ToLower(tag[1 : 1+index(tag[1:], isSpace)])
			return Close
		}
		name := index(tag, endsName)
		r.Name, r.tag = strings.ToLower(tag[:name]), tag[name:]
		switch r.Name {
		case "script", "style", "textarea", "title":
			r.raw = true
		}
		return Open
	}
}

// rawEnd returns the place of the end tag of an element that holds no markup, -1 if
// there is none.
func rawEnd(s, name string) int {
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
func (r *Reader) Text() string { return html.UnescapeString(r.text) }

// Attribute returns the next attribute of the tag that Next has come to, while
// there is one. It is "" where it has no value.
func (r *Reader) Attribute() (key, value string, ok bool) {
	r.tag = skip(r.tag, endsName)
	if r.tag == "" {
		return "", "", false
	}
	end := index(r.tag, endsKey)
	key, r.tag = strings.ToLower(r.tag[:end]), skip(r.tag[end:], isSpace)
	after, has := strings.CutPrefix(r.tag, "=")
	if !has {
		return key, "", true
	}
	after = skip(after, isSpace)
	if after != "" && (after[0] == '"' || after[0] == '\'') {
		value, r.tag, _ = strings.Cut(after[1:], after[:1])
	} else {
		end = index(after, isSpace)
		value, r.tag = after[:end], after[end:]
	}
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
