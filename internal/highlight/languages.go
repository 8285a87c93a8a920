package highlight

import (
	"maps"
	"strings"
	"sync"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
)

// rewriting is a language of which the rules change while they run: chroma's own lexer
// reads it.
const rewriting = "Raku"

// registry holds chroma's lexers, those that are lists of rules as ours: where a
// language holds another, as HTML does, the other is looked for here.
var registry = sync.OnceValue(func() *chroma.LexerRegistry {
	r := chroma.NewLexerRegistry()
	for _, l := range lexers.GlobalLexerRegistry.Lexers {
		if rules, ok := l.(*chroma.RegexLexer); ok && rules.Config().Name != rewriting {
			l = &lexer{RegexLexer: rules, registry: r}
		}
		r.Register(l)
	}
	return r
})

// lexersByLanguage returns the lexers by name, by alias and by extension (yml for
// YAML). chroma can look for them itself, but takes milliseconds to find that there
// is none.
func lexersByLanguage() map[string]chroma.Lexer {
	named, extensions := map[string]chroma.Lexer{}, map[string]chroma.Lexer{}
	add := func(to map[string]chroma.Lexer, language string, lexer chroma.Lexer) {
		language = strings.ToLower(language)
		if old := to[language]; old == nil || priority(lexer) > priority(old) {
			to[language] = lexer
		}
	}
	for _, lexer := range registry().Lexers {
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
