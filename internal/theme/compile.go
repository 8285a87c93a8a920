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
}

var runs = sync.Pool{New: func() any { return new(run) }}

// write writes what the program makes of v. It is not done where html/template has to
// do it; then nothing is written.
func (p *program) write(v reflect.Value, w io.Writer) (done bool, err error) {
	if v.Type() != p.dot {
		return false, nil
	}
	r := runs.Get().(*run)
	defer runs.Put(r)
	r.out, r.vars, r.base = r.out[:0], r.vars[:0], 0
	if !r.call(p, v) {
		return false, nil
	}
	_, err = w.Write(r.out)
	return true, err
}

// call executes a template.
func (r *run) call(p *program, dot reflect.Value) bool {
	outer := r.base
	r.base = len(r.vars)
	r.vars = append(r.vars, make([]reflect.Value, p.slots)...)
	r.vars[r.base] = dot
	ok := r.do(p.steps, dot)
	r.vars, r.base = r.vars[:r.base], outer
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

// A compiler makes the program of one layout.
type compiler struct {
	set      *template.Template // whose escapers are known
	funcs    template.FuncMap
	programs map[visit]*program
	slots    int  // of the template that is being compiled
	failed   bool // something is not known
}

// compile returns the program of a layout for its view, or nil.
func compile(set *template.Template, funcs template.FuncMap, layout string, view reflect.Type) *program {
	c := &compiler{set: set, funcs: funcs, programs: map[visit]*program{}}
	p := c.template(layout, view)
	if c.failed {
		return nil
	}
	return p
}

// An expr is a value: its type, which is nil where only its truth is known, and how
// to get it. It fails where html/template would.
type expr struct {
	typ reflect.Type
	get func(r *run, dot reflect.Value) (reflect.Value, bool)
}

// cannot gives up.
func (c *compiler) cannot() expr {
	c.failed = true
	return expr{}
}

func constant(v any) expr {
	value := reflect.ValueOf(v)
	return expr{value.Type(), func(*run, reflect.Value) (reflect.Value, bool) { return value, true }}
}

// template compiles a template for a type of dot, nil for none.
func (c *compiler) template(name string, dot reflect.Type) *program {
	if p := c.programs[visit{name, dot}]; p != nil {
		return p // perhaps still without its steps: it may use itself
	}
	p := &program{dot: dot}
	c.programs[visit{name, dot}] = p
	t := c.set.Lookup(name)
	if t == nil || t.Tree == nil {
		c.cannot()
		return p
	}
	outer := c.slots
	c.slots = 0
	p.steps = c.list(t.Tree.Root, c.with(scope{dot: dot}, "$", dot))
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
			text := n.Text
			steps = append(steps, func(r *run, _ reflect.Value) bool {
				r.out = append(r.out, text...)
				return true
			})
		case *parse.CommentNode:
		case *parse.ActionNode:
			if len(n.Pipe.Decl) == 0 {
				steps = append(steps, c.print(n.Pipe, s))
				continue
			}
			e := c.pipe(n.Pipe, s)
			s = c.declare(n.Pipe, s, e)
			steps = append(steps, assign(s, e))
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

// declare adds the one variable that a pipeline declares to a scope.
func (c *compiler) declare(p *parse.PipeNode, s scope, e expr) scope {
	if p.IsAssign || len(p.Decl) != 1 {
		c.cannot()
		return s
	}
	return c.with(s, p.Decl[0].Ident[0], e.typ)
}

// assign sets the variable that was declared last.
func assign(s scope, e expr) step {
	slot := len(s.vars) - 1
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

// truth says of a value what if does.
func truth(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Bool:
		return v.Bool()
	case reflect.String, reflect.Slice:
		return v.Len() > 0
	case reflect.Int:
		return v.Int() != 0
	case reflect.Pointer:
		return !v.IsNil()
	}
	return true // a struct; nothing else is in a view
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
	e := c.command(p.Cmds[0], s)
	escape := escapers[strings.Join(chain, " ")]
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

// pipe compiles a pipeline of a single command.
func (c *compiler) pipe(p *parse.PipeNode, s scope) expr {
	if len(p.Cmds) != 1 {
		return c.cannot()
	}
	return c.command(p.Cmds[0], s)
}

func (c *compiler) command(cmd *parse.CommandNode, s scope) expr {
	if f, ok := cmd.Args[0].(*parse.IdentifierNode); ok {
		return c.function(f.Ident, cmd.Args[1:], s)
	}
	if len(cmd.Args) > 1 {
		return c.cannot()
	}
	return c.operand(cmd.Args[0], s)
}

// operand compiles one word of a command.
func (c *compiler) operand(n parse.Node, s scope) expr {
	switch n := n.(type) {
	case *parse.DotNode:
		return expr{s.dot, func(_ *run, dot reflect.Value) (reflect.Value, bool) { return dot, true }}
	case *parse.FieldNode:
		return c.field(c.operand(&parse.DotNode{}, s), n.Ident)
	case *parse.ChainNode:
		return c.field(c.operand(n.Node, s), n.Field)
	case *parse.VariableNode:
		for i := len(s.vars) - 1; i >= 0; i-- {
			if s.vars[i].name == n.Ident[0] {
				e := expr{s.vars[i].typ, func(r *run, _ reflect.Value) (reflect.Value, bool) { return r.vars[r.base+i], true }}
				return c.field(e, n.Ident[1:])
			}
		}
	case *parse.PipeNode:
		if len(n.Decl) == 0 {
			return c.pipe(n, s)
		}
	case *parse.IdentifierNode: // a function without arguments
		return c.function(n.Ident, nil, s)
	case *parse.StringNode:
		return constant(n.Text)
	case *parse.BoolNode:
		return constant(n.True)
	case *parse.NumberNode:
		if n.IsInt {
			return constant(int(n.Int64))
		}
	}
	return c.cannot()
}

// field follows a chain of names from a value.
func (c *compiler) field(e expr, names []string) expr {
	for _, name := range names {
		t := e.typ
		pointer := t != nil && t.Kind() == reflect.Pointer
		if pointer {
			t = t.Elem()
		}
		if t == nil || t.Kind() != reflect.Struct {
			return c.cannot()
		}
		f, ok := t.FieldByName(name)
		if !ok || !f.IsExported() {
			return c.cannot() // a method, perhaps
		}
		get, index := e.get, f.Index
		e = expr{f.Type, func(r *run, dot reflect.Value) (reflect.Value, bool) {
			v, ok := get(r, dot)
			if pointer && ok {
				v, ok = v.Elem(), !v.IsNil()
			}
			if !ok {
				return v, false
			}
			for _, i := range index { // no view has a pointer to what is embedded in it
				v = v.Field(i)
			}
			return v, true
		}}
	}
	return e
}

// function compiles a call.
func (c *compiler) function(name string, nodes []parse.Node, s scope) expr {
	args := make([]expr, len(nodes))
	for i, n := range nodes {
		args[i] = c.operand(n, s)
	}
	if c.failed {
		return expr{}
	}
	switch {
	case (name == "and" || name == "or") && len(args) > 0:
		return junction(args, name == "or")
	case name == "not" && len(args) == 1:
		return expr{reflect.TypeFor[bool](), func(r *run, dot reflect.Value) (reflect.Value, bool) {
			v, ok := args[0].get(r, dot)
			return reflect.ValueOf(ok && !truth(v)), ok
		}}
	case (name == "eq" || name == "ne") && len(args) == 2 && args[0].typ == args[1].typ && plainType(args[0].typ):
		equal := name == "eq"
		return expr{reflect.TypeFor[bool](), func(r *run, dot reflect.Value) (reflect.Value, bool) {
			a, known := args[0].get(r, dot)
			b, ok := args[1].get(r, dot)
			return reflect.ValueOf(known && ok && a.Equal(b) == equal), known && ok
		}}
	case name == "index" && len(args) == 2 && isSlice(args[0].typ) && args[1].typ == reflect.TypeFor[int]():
		return expr{args[0].typ.Elem(), func(r *run, dot reflect.Value) (reflect.Value, bool) {
			list, known := args[0].get(r, dot)
			i, ok := args[1].get(r, dot)
			if !known || !ok || i.Int() < 0 || i.Int() >= int64(list.Len()) {
				return list, false
			}
			return list.Index(int(i.Int())), true
		}}
	}
	return c.own(c.funcs[name], args)
}

func plainType(t reflect.Type) bool {
	return t == reflect.TypeFor[string]() || t == reflect.TypeFor[int]() || t == reflect.TypeFor[bool]()
}

func isSlice(t reflect.Type) bool { return t != nil && t.Kind() == reflect.Slice }

// junction compiles and, which stops at what is false, and or.
func junction(args []expr, stop bool) expr {
	typ := args[0].typ
	for _, a := range args {
		if a.typ != typ {
			typ = nil
		}
	}
	return expr{typ, func(r *run, dot reflect.Value) (v reflect.Value, ok bool) {
		for _, a := range args {
			if v, ok = a.get(r, dot); !ok || truth(v) == stop {
				break
			}
		}
		return v, ok
	}}
}

// own compiles a call of one of the functions that themes have.
func (c *compiler) own(f any, args []expr) expr {
	if f == nil {
		return c.cannot()
	}
	function := reflect.ValueOf(f)
	t := function.Type()
	if fixed := t.NumIn(); t.IsVariadic() && len(args) < fixed-1 || !t.IsVariadic() && len(args) != fixed {
		return c.cannot()
	}
	for i, a := range args {
		wanted := t.In(min(i, t.NumIn()-1))
		if t.IsVariadic() && i >= t.NumIn()-1 {
			wanted = wanted.Elem()
		}
		if a.typ == nil || !a.typ.AssignableTo(wanted) {
			return c.cannot()
		}
	}
	return expr{t.Out(0), func(r *run, dot reflect.Value) (reflect.Value, bool) {
		in := make([]reflect.Value, len(args))
		for i, a := range args {
			v, ok := a.get(r, dot)
			if !ok {
				return v, false
			}
			in[i] = v
		}
		out := function.Call(in)
		return out[0], len(out) == 1 || out[1].IsNil()
	}}
}
