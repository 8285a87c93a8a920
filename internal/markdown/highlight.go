package markdown

import (
	"maps"
	"strings"
	"sync"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
)

const (
	maxHighlighted = 64 << 10 // bytes of a block of code; longer ones stay plain
	maxRemembered  = 16 << 20 // bytes of code whose HTML is kept
)

// A highlighter turns code into HTML. As that is most of the work of a build, it
// remembers what it did.
type highlighter struct {
	lexers  map[string]chroma.Lexer     // by language, in lower case
	classes map[chroma.TokenType]string // of the tokens that have a colour

	mu   sync.Mutex
	done map[snippet]func() string
	size int // bytes of code in done
}

// A snippet is a block of code.
type snippet struct{ language, code string }

func newHighlighter() *highlighter {
	return &highlighter{lexers: lexersByLanguage(), classes: tokenClasses(), done: map[snippet]func() string{}}
}

// lexersByLanguage returns chroma's lexers by name, by alias and by extension
// (yml for YAML). chroma can look for them itself, but takes milliseconds to
// find that there is none.
func lexersByLanguage() map[string]chroma.Lexer {
	named, extensions := map[string]chroma.Lexer{}, map[string]chroma.Lexer{}
	add := func(to map[string]chroma.Lexer, language string, lexer chroma.Lexer) {
		language = strings.ToLower(language)
		if old := to[language]; old == nil || priority(lexer) > priority(old) {
			to[language] = lexer
		}
	}
	for _, lexer := range lexers.GlobalLexerRegistry.Lexers {
		config := lexer.Config()
		add(named, config.Name, lexer)
		for _, alias := range config.Aliases {
			add(named, alias, lexer)
		}
		for _, pattern := range config.Filenames {
			if extension, ok := strings.CutPrefix(pattern, "*."); ok {
				add(extensions, extension, lexer)
			}
		}
	}
	maps.Copy(extensions, named)
	return extensions
}

// priority says which of two lexers comes first.
func priority(lexer chroma.Lexer) float32 {
	if p := lexer.Config().Priority; p > 0 {
		return p
	}
	return 1
}

// html returns s as HTML: with classes where the language is known.
func (h *highlighter) html(s snippet) string {
	lexer := h.lexers[strings.ToLower(s.language)]
	if lexer == nil || len(s.code) > maxHighlighted {
		return escape(s.code)
	}
	// Two languages are read at once, and mostly hold the same code.
	h.mu.Lock()
	html, ok := h.done[s]
	if !ok {
		if h.size += len(s.code); h.size > maxRemembered {
			clear(h.done)
			h.size = len(s.code)
		}
		s.code = strings.Clone(s.code) // which keeps the whole file in memory otherwise
		html = sync.OnceValue(func() string { return h.highlight(lexer, s.code) })
		h.done[s] = html
	}
	h.mu.Unlock()
	return html()
}

func (h *highlighter) highlight(lexer chroma.Lexer, code string) string {
	tokens, err := chroma.Coalesce(lexer).Tokenise(nil, code)
	if err != nil {
		return escape(code) // code without colours is still the code
	}
	var b strings.Builder
	for token := range tokens.Stdlib() {
		if class := h.class(token.Type); class != "" {
			b.WriteString(`<span class="` + class + `">` + escape(token.Value) + `</span>`)
		} else {
			b.WriteString(escape(token.Value))
		}
	}
	return b.String()
}

// class returns the class of t, else that of the kind of token that it belongs to.
func (h *highlighter) class(t chroma.TokenType) string {
	for ; t > 0; t = t.Parent() {
		if class, ok := h.classes[t]; ok {
			return class
		}
	}
	return ""
}
