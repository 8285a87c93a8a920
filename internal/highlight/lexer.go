package highlight

import (
	"errors"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/alecthomas/chroma/v2"
	"github.com/dlclark/regexp2/v2"
	"github.com/dlclark/regexp2/v2/syntax"
)

const (
	// maxMatch is the longest that a rule may look for its match. chroma's 250 ms pass where
	// a machine is busy, which must not be seen in what is made.
	maxMatch = 10 * time.Second
	maxEmpty = 100 // matches of nothing in a row: more never end
)

var (
	errEndless = errors.New("the rules of a language lead in a circle")
	errSlow    = errors.New("a rule of a language takes too long")
)

// A lexer finds the tokens that a chroma lexer finds, by the same rules in the same
// order. chroma tries all of them at each place; this one skips those that cannot
// begin with the character that stands there, which are most, and keeps of a
// match only what is asked for. Where chroma would go on for ever it panics.
type lexer struct {
	*chroma.RegexLexer
	registry *chroma.LexerRegistry

	once   sync.Once
	err    error
	rules  chroma.CompiledRules
	states map[string][]tried
}

// A tried rule is what stands before a rule: whether it is to be tried.
type tried struct {
	first
	*rule
}

// A rule is compiled when it is first tried: many never are.
type rule struct {
	*chroma.CompiledRule
	compile func() *regexp2.Regexp
	named   bool // its groups have names, or its emitter asks for them
}

// SetRegistry does nothing: a lexer is made for one.
func (l *lexer) SetRegistry(*chroma.LexerRegistry) chroma.Lexer { return l }

// load takes over chroma's rules, with those of other states where a state includes
// them.
func (l *lexer) load() error {
	raw, err := l.RegexLexer.Rules()
	if err != nil {
		return err
	}
	l.rules = chroma.CompiledRules{}
	for state, rules := range raw {
		l.rules[state] = nil
		for _, r := range rules {
			l.rules[state] = append(l.rules[state], &chroma.CompiledRule{Rule: r})
		}
	}
	for again := true; again; {
		if again, err = l.include(); err != nil {
			return err
		}
	}
	known := map[*chroma.CompiledRule]tried{}
	l.states = map[string][]tried{}
	for state, rules := range l.rules {
		for _, c := range rules {
			t, ok := known[c]
			if !ok {
				if t, err = l.newRule(c); err != nil {
					return err
				}
				known[c] = t
			}
			l.states[state] = append(l.states[state], t)
		}
	}
	return nil
}

// include puts rules in the place of the first one that stands for others, and says
// whether there was one.
func (l *lexer) include() (found bool, err error) {
	for state, rules := range l.rules {
		for i, r := range rules {
			if m, ok := r.Mutator.(chroma.LexerMutator); ok {
				return true, m.MutateLexer(l.rules, state, i)
			}
		}
	}
	return false, nil
}

func (l *lexer) newRule(c *chroma.CompiledRule) (tried, error) {
	pattern := l.pattern(c.Pattern)
	tree, err := syntax.Parse(pattern, syntax.ParseOptions{})
	if err != nil {
		return tried{}, err
	}
	_, function := c.Type.(chroma.EmitterFunc)
	r := &rule{CompiledRule: c, named: function || tree.Capnames != nil}
	r.compile = sync.OnceValue(func() *regexp2.Regexp {
		c.Regexp = regexp2.MustCompile(pattern) // emitters ask it for the names of groups
		c.Regexp.MatchTimeout = maxMatch
		return c.Regexp
	})
	return tried{firstIn(tree.Root), r}, nil
}

// pattern returns a rule's as chroma compiles it: it matches where one looks, or not
// at all.
func (l *lexer) pattern(p string) string {
	flags, c := "", l.Config()
	if !c.NotMultiline {
		flags += "m"
	}
	if c.CaseInsensitive {
		flags += "i"
	}
	if c.DotAll {
		flags += "s"
	}
	return `\G(?` + flags + `:` + p + `)`
}

// match finds the rule that matches at the place where s is, and what it matches.
func (l *lexer) match(s *chroma.LexerState) *rule {
	c := s.Text[s.Pos]
	for i, t := range l.states[s.State] {
		if !t.has(c) {
			continue
		}
		m, err := t.compile().FindRunesMatchStartingAt(s.Text, s.Pos)
		if err != nil {
			panic(errSlow)
		}
		if m == nil || m.RuneIndex != s.Pos {
			continue
		}
		s.Rule, s.Groups, s.NamedGroups = i, append(s.Groups[:0:0], m.String()), nil
		if t.named {
			s.NamedGroups = map[string]string{"0": s.Groups[0]}
		}
		if m.GroupCount() > 1 {
			for _, g := range m.Groups()[1:] {
				s.Groups = append(s.Groups, g.String())
				if t.named {
					s.NamedGroups[g.Name] = g.String()
				}
			}
		}
		s.Pos += m.RuneLength
		return t.rule
	}
	return nil
}

// Tokenise returns the tokens of a text.
func (l *lexer) Tokenise(options *chroma.TokeniseOptions, text string) (chroma.Iterator, error) {
	l.once.Do(func() { l.err = l.load() })
	if l.err != nil {
		return nil, l.err
	}
	if options == nil {
		options = &chroma.TokeniseOptions{State: "root", EnsureLF: true}
	}
	if options.EnsureLF {
		text = newlines.Replace(text)
	}
	s := &chroma.LexerState{
		Lexer:          l.RegexLexer,
		Registry:       l.registry,
		Stack:          []string{options.State},
		Rules:          l.rules,
		MutatorContext: map[any]any{},
	}
	end := utf8.RuneCountInString(text)
	if !options.Nested && l.Config().EnsureNL && !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	s.Text = []rune(text)
	var emitted []chroma.Iterator // those of rules that make several tokens, the last one first
	at, empty := 0, 0
	return func() chroma.Token {
		for {
			for n := len(emitted) - 1; n >= 0; n = len(emitted) - 1 {
				switch t := emitted[n](); {
				case t == chroma.EOF:
					emitted = emitted[:n]
				case t.Type != chroma.Ignore:
					return t
				}
			}
			if s.Pos >= end || len(s.Stack) == 0 {
				return rest(s)
			}
			s.State = s.Stack[len(s.Stack)-1]
			r := l.match(s)
			if empty++; s.Pos != at {
				at, empty = s.Pos, 0
			}
			switch {
			case empty > maxEmpty:
				panic(errEndless)
			case r == nil && s.Text[s.Pos] == '\n' && s.State != options.State:
				s.Stack = []string{options.State} // what was open ends with its line
				continue
			case r == nil:
				s.Pos++
				return chroma.Token{Type: chroma.Error, Value: string(s.Text[s.Pos-1 : s.Pos])}
			}
			if r.Mutator != nil {
				if err := r.Mutator.Mutate(s); err != nil {
					panic(err)
				}
			}
			switch t := r.Type.(type) {
			case nil:
			case chroma.TokenType:
				if t != chroma.Ignore && t != chroma.EOFType {
					return chroma.Token{Type: t, Value: s.Groups[0]}
				}
			default:
				emitted = append(emitted, t.Emit(s.Groups, s))
			}
		}
	}, nil
}

// rest returns what stands behind the last state as one token, then EOF.
func rest(s *chroma.LexerState) chroma.Token {
	if s.Pos == len(s.Text) || len(s.Stack) > 0 {
		return chroma.EOF
	}
	value := string(s.Text[s.Pos:])
	s.Pos = len(s.Text)
	return chroma.Token{Type: chroma.Error, Value: value}
}

var newlines = strings.NewReplacer("\r\n", "\n", "\r", "\n")
