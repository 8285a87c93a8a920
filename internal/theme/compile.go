package theme

import (
	"html/template"
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"text/template/parse"
)

// A program writes what html/template would make of a view, byte for byte, in a
// fifth of the time: what its interpreter finds out again on every page (where a
// field is, which function a name means, how a value is escaped) is found out once.
// It knows what layouts commonly do. A layout that does anything else has none, and
// where something goes wrong, html/template says what.
type program struct {
	dot   reflect.Type // of the view; nil for none
	steps []step
	slots int // variables at most
}

// A step writes a part of a page. It returns false where html/template would fail.
type step func(r *run, dot reflect.Value) bool

// A run is one execution of a program.
type run struct {
	out  []byte
	vars []reflect.Value // of all templates that are being executed
	base int             // where those of the innermost begin
	deep int             // how many are being executed
}

// deepest is how many templates may be executed within each other: html/template says
// which one uses itself without an end, where the stack would end the whole program.
const deepest = 1000

var runs = sync.Pool{New: func() any { return new(run) }}

// write writes what the program makes of v. It is not done where html/template has to
// do it; then nothing is written.
func (p *program) write(v reflect.Value, w io.Writer) (done bool, err error) {
	if v.Type() != p.dot {
		return false, nil
	}
	r := runs.Get().(*run)
	defer runs.Put(r)
	r.out, r.vars, r.base, r.deep = r.out[:0], r.vars[:0], 0, 0
	if !r.call(p, v) {
		return false, nil
	}
	_, err = w.Write(r.out)
	return true, err
}

// call executes a template.
func (r *run) call(p *program, dot reflect.Value) bool {
	if r.deep == deepest {
		return false
	}
	r.deep++
	outer := r.base
	r.base = len(r.vars)
	r.vars = append(r.vars, make([]reflect.Value, p.slots)...)
	r.vars[r.base] = dot
	ok := r.do(p.steps, dot)
	r.vars, r.base = r.vars[:r.base], outer
	r.deep--
	return ok
}

func (r *run) do(steps []step, dot reflect.Value) bool {
	for _, s := range steps {
		if !s(r, dot) {
			return false
		}
	}
	return true
}

// The programs of a theme, each made when it is first asked for.
type programs struct {
	words words
	side  any                // the function of that name
	made  sync.Map           // call → func() *program
	mu    sync.Mutex         // for:
	set   *template.Template // executed only to learn how its values are escaped
}

// A call is a layout or a part for a type of value, on pages in a language.
type call struct {
	lang, name string
	dot        reflect.Type
}

// of returns the program of a layout or a part for what it is given, or nil.
func (p *programs) of(lang, name string, dot reflect.Type) *program {
	if p == nil || dot == nil {
		return nil
	}
	c := call{lang, name, dot}
	made, ok := p.made.Load(c)
	if !ok {
		made, _ = p.made.LoadOrStore(c, sync.OnceValue(func() *program { return p.compile(c) }))
	}
	return made.(func() *program)()
}

// compile makes the program of a call, or nil.
func (p *programs) compile(of call) *program {
	funcs := p.words.funcs(of.lang)
	funcs["side"] = p.side
	c := &compiler{trees: p.escaped(of.name), words: p.words[of.lang], lang: of.lang, funcs: funcs, programs: map[visit]*program{}}
	made := c.template(of.name, of.dot)
	if c.failed {
		return nil
	}
	return made
}

// escaped returns what the set is made of, by name, with the escapers that
// html/template has put into a template and all that it uses. It does so when that is
// first executed, be it in vain, and never again.
func (p *programs) escaped(name string) map[string]*parse.Tree {
	p.mu.Lock()
	defer p.mu.Unlock()
	_ = p.set.ExecuteTemplate(io.Discard, name, nil)
	trees := map[string]*parse.Tree{}
	for _, t := range p.set.Templates() {
		trees[t.Name()] = t.Tree
	}
	return trees
}

// A compiler makes the program of one layout or part.
type compiler struct {
	trees    map[string]*parse.Tree // in which the escapers stand
	words    map[string]string      // by key
	lang     string
	funcs    template.FuncMap
	programs map[visit]*program
	slots    int  // of the template that is being compiled
	failed   bool // something is not known
}

// template compiles a template for a type of dot, nil for none.
func (c *compiler) template(name string, dot reflect.Type) *program {
	if p := c.programs[visit{name, dot}]; p != nil {
		return p // perhaps still without its steps: it may use itself
	}
	p := &program{dot: dot}
	c.programs[visit{name, dot}] = p
	tree := c.trees[name]
	if tree == nil {
		c.cannot()
		return p
	}
	outer := c.slots
	c.slots = 0
	p.steps = c.list(tree.Root, c.with(scope{dot: dot}, "$", dot))
	p.slots, c.slots = c.slots, outer
	return p
}

// with returns a scope with another variable, whose place is that in the list.
func (c *compiler) with(s scope, name string, typ reflect.Type) scope {
	s.vars = append(slices.Clip(s.vars), variable{name, typ})
	c.slots = max(c.slots, len(s.vars))
	return s
}

// list compiles nodes that follow each other.
func (c *compiler) list(l *parse.ListNode, s scope) []step {
	if l == nil {
		return nil
	}
	var steps []step
	for _, n := range l.Nodes {
		switch n := n.(type) {
		case *parse.TextNode:
			steps = append(steps, write(string(n.Text)))
		case *parse.CommentNode:
		case *parse.ActionNode:
			if len(n.Pipe.Decl) == 0 {
				steps = append(steps, c.print(n.Pipe, s))
				continue
			}
			e := c.pipe(n.Pipe, s)
			if n.Pipe.IsAssign {
				steps = append(steps, assign(c.known(n.Pipe, s, e), e))
				continue
			}
			s = c.declare(n.Pipe, s, e)
			steps = append(steps, assign(len(s.vars)-1, e))
		case *parse.TemplateNode:
			steps = append(steps, c.call(n, s))
		case *parse.IfNode:
			steps = append(steps, c.choice(&n.BranchNode, s, false))
		case *parse.WithNode:
			steps = append(steps, c.choice(&n.BranchNode, s, true))
		case *parse.RangeNode:
			steps = append(steps, c.loop(&n.BranchNode, s))
		default:
			c.cannot()
		}
	}
	return steps
}

// write writes a text as it is.
func write(text string) step {
	return func(r *run, _ reflect.Value) bool {
		r.out = append(r.out, text...)
		return true
	}
}

// declare adds the one variable that a pipeline declares to a scope.
func (c *compiler) declare(p *parse.PipeNode, s scope, e expr) scope {
	if p.IsAssign || len(p.Decl) != 1 {
		c.cannot()
		return s
	}
	return c.with(s, p.Decl[0].Ident[0], e.typ)
}

// known returns the place of the variable to which a pipeline assigns another value.
func (c *compiler) known(p *parse.PipeNode, s scope, e expr) int {
	slot := s.at(p.Decl[0].Ident[0])
	if slot < 0 || e.typ == nil || s.vars[slot].typ != e.typ {
		c.cannot()
	}
	return slot
}

// assign sets the variable in a slot.
func assign(slot int, e expr) step {
	return func(r *run, dot reflect.Value) bool {
		v, ok := e.get(r, dot)
		r.vars[r.base+slot] = v
		return ok
	}
}

func (c *compiler) call(n *parse.TemplateNode, s scope) step {
	e := expr{nil, func(*run, reflect.Value) (reflect.Value, bool) { return reflect.Value{}, true }}
	if n.Pipe != nil {
		if e = c.pipe(n.Pipe, s); e.typ == nil || len(n.Pipe.Decl) > 0 {
			c.cannot()
			return nil
		}
	}
	p := c.template(n.Name, e.typ)
	return func(r *run, dot reflect.Value) bool {
		v, ok := e.get(r, dot)
		return ok && r.call(p, v)
	}
}

// choice compiles if and with, which makes what it tests the dot.
func (c *compiler) choice(n *parse.BranchNode, s scope, with bool) step {
	e := c.pipe(n.Pipe, s)
	if len(n.Pipe.Decl) > 0 {
		s = c.declare(n.Pipe, s, e)
	}
	slot := len(s.vars) - 1
	inner := s
	if with {
		inner.dot = e.typ
	}
	then, otherwise := c.list(n.List, inner), c.list(n.ElseList, s)
	declares := len(n.Pipe.Decl) > 0
	return func(r *run, dot reflect.Value) bool {
		v, ok := e.get(r, dot)
		if !ok {
			return false
		}
		if declares {
			r.vars[r.base+slot] = v
		}
		switch {
		case !truth(v):
			return r.do(otherwise, dot)
		case with:
			return r.do(then, v)
		}
		return r.do(then, dot)
	}
}

// loop compiles range over a list, with up to two variables.
func (c *compiler) loop(n *parse.BranchNode, s scope) step {
	e := c.pipe(n.Pipe, s)
	if e.typ == nil || e.typ.Kind() != reflect.Slice || n.Pipe.IsAssign {
		c.cannot()
		return nil
	}
	inner := s
	inner.dot = e.typ.Elem()
	vars := len(n.Pipe.Decl)
	if vars == 2 {
		inner = c.with(inner, n.Pipe.Decl[0].Ident[0], reflect.TypeFor[int]())
	}
	if vars > 0 {
		inner = c.with(inner, n.Pipe.Decl[vars-1].Ident[0], inner.dot)
	}
	slot := len(s.vars)
	each, none := c.list(n.List, inner), c.list(n.ElseList, s)
	return func(r *run, dot reflect.Value) bool {
		list, ok := e.get(r, dot)
		if !ok || list.Len() == 0 {
			return ok && r.do(none, dot)
		}
		for i := range list.Len() {
			element := list.Index(i)
			switch vars {
			case 2:
				r.vars[r.base+slot], r.vars[r.base+slot+1] = reflect.ValueOf(i), element
			case 1:
				r.vars[r.base+slot] = element
			}
			if !r.do(each, element) {
				return false
			}
		}
		return true
	}
}

// print compiles a pipeline whose value is written, as html/template has found that
// it has to be escaped.
func (c *compiler) print(p *parse.PipeNode, s scope) step {
	var chain []string
	for _, cmd := range p.Cmds[1:] {
		name, ok := cmd.Args[0].(*parse.IdentifierNode)
		if !ok || len(cmd.Args) > 1 || !strings.HasPrefix(name.Ident, escaperPrefix) {
			c.cannot()
			return nil
		}
		chain = append(chain, strings.TrimPrefix(name.Ident, escaperPrefix))
	}
	escape := escapers[strings.Join(chain, " ")]
	if text, ok := c.word(p.Cmds[0].Args); ok && escape != nil {
		return write(string(escape(nil, text)))
	}
	e := c.command(p.Cmds[0], s)
	if c.failed || escape == nil || e.typ == nil {
		c.cannot()
		return nil
	}
	switch {
	case e.typ == reflect.TypeFor[template.HTML]() && len(chain) == 1 && chain[0] == "htmlescaper":
		return func(r *run, dot reflect.Value) bool {
			v, ok := e.get(r, dot)
			if ok {
				r.out = append(r.out, v.String()...)
			}
			return ok
		}
	case e.typ == reflect.TypeFor[template.URL]() && strings.HasPrefix(chain[0], "url"):
		return func(r *run, dot reflect.Value) bool {
			v, ok := e.get(r, dot)
			if ok {
				r.out = append(r.out, byTemplate(strings.Join(chain, " "), v.Interface())...)
			}
			return ok
		}
	case e.typ == reflect.TypeFor[string]():
		return func(r *run, dot reflect.Value) bool {
			v, ok := e.get(r, dot)
			if ok {
				r.out = escape(r.out, v.String())
			}
			return ok
		}
	case e.typ == reflect.TypeFor[int]():
		return func(r *run, dot reflect.Value) bool {
			v, ok := e.get(r, dot)
			if ok {
				r.out = strconv.AppendInt(r.out, v.Int(), 10)
			}
			return ok
		}
	}
	c.cannot()
	return nil
}
