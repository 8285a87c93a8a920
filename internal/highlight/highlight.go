// Package highlight gives code its colours: HTML in which each kind of word has a
// class, and the stylesheet for these classes. What is what in a language is known by
// chroma's lexers. As they take most of the time of a build, their rules are run by a
// [lexer] of our own, which asks fewer of them.
package highlight

import (
	"strings"
	"sync"

	"github.com/alecthomas/chroma/v2"
)

const (
	// maxHighlighted is how many bytes a block of code has at most that gets colours: some
	// languages have rules that look through all that follows at each place. Of 3,834 blocks
	// in the documentation of OpenTelemetry and Astro none is longer.
	maxHighlighted = 16 << 10
	maxRemembered  = 16 << 20 // bytes of code whose HTML is kept
)

// A Highlighter turns code into HTML. It remembers what it did, by language and
// content, and can be used by several goroutines at once.
type Highlighter struct {
	lexers  map[string]chroma.Lexer     // by language, in lower case
	classes map[chroma.TokenType]string // of the tokens that have a colour

	mu   sync.Mutex
	done map[snippet]func() string
	size int // bytes of code in done
}

// A snippet is a block of code.
type snippet struct{ language, code string }

// New returns a Highlighter.
func New() *Highlighter {
	return &Highlighter{lexers: lexersByLanguage(), classes: tokenClasses(), done: map[snippet]func() string{}}
}

// HTML returns code as HTML: with classes where the language is known, by its name, an
// alias or the extension of its files, and the code is not too long. The ends of lines
// are "\n".
func (h *Highlighter) HTML(language, code string) string {
	lexer := h.lexers[strings.ToLower(language)]
	if lexer == nil || len(code) > maxHighlighted {
		return escape(code)
	}
	// Two languages are read at once, and mostly hold the same code.
	s := snippet{language, code}
	h.mu.Lock()
	made, ok := h.done[s]
	if !ok {
		if h.size += len(code); h.size > maxRemembered {
			clear(h.done)
			h.size = len(code)
		}
		s.code = strings.Clone(code) // which keeps the whole file in memory otherwise
		made = sync.OnceValue(func() string { return h.highlight(lexer, s.code) })
		h.done[s] = made
	}
	h.mu.Unlock()
	return made()
}

// highlight leaves code plain that a lexer cannot read, as its rules have a mistake:
// code without colours is still the code.
func (h *Highlighter) highlight(lexer chroma.Lexer, code string) (made string) {
	defer func() {
		if recover() != nil {
			made = escape(code)
		}
	}()
	next, err := lexer.Tokenise(nil, code)
	if err != nil {
		return escape(code)
	}
	var b strings.Builder
	open, empty := "", 0
	for token := next(); token != chroma.EOF; token = next() {
		if empty++; token.Value != "" {
			empty = 0
		}
		if empty > maxEmpty {
			return escape(code)
		}
		if class := h.class(token.Type); class != open && token.Value != "" {
			if open != "" {
				b.WriteString("</span>")
			}
			if open = class; open != "" {
				b.WriteString(`<span class="` + open + `">`)
			}
		}
		b.WriteString(escape(token.Value))
	}
	if open != "" {
		b.WriteString("</span>")
	}
	return b.String()
}

// class returns the class of t, else that of the kind of token that it belongs to.
func (h *Highlighter) class(t chroma.TokenType) string {
	for ; t > 0; t = t.Parent() {
		if class, ok := h.classes[t]; ok {
			return class
		}
	}
	return ""
}

// escape writes a text as goldmark does.
var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace
