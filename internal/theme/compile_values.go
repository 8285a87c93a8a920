package theme

import (
	"reflect"
	"strconv"
	"text/template/parse"
)

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
	case reflect.Invalid: // of a part that is given nothing
		return false
	}
	return true // a struct; nothing else is in a view
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

// at returns the place of the variable that a name means; -1 for none.
func (s scope) at(name string) int {
	for i := len(s.vars) - 1; i >= 0; i-- {
		if s.vars[i].name == name {
			return i
		}
	}
	return -1
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
		if i := s.at(n.Ident[0]); i >= 0 {
			e := expr{s.vars[i].typ, func(r *run, _ reflect.Value) (reflect.Value, bool) { return r.vars[r.base+i], true }}
			return c.field(e, n.Ident[1:])
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
		if value := int(n.Int64); n.IsInt && strconv.Itoa(value) == n.Text { // 1e9 is none
			return constant(value)
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
	case name == "len" && len(args) == 1 && (isSlice(args[0].typ) || args[0].typ == reflect.TypeFor[string]()):
		return expr{reflect.TypeFor[int](), func(r *run, dot reflect.Value) (reflect.Value, bool) {
			v, ok := args[0].get(r, dot)
			if !ok {
				return v, false
			}
			return reflect.ValueOf(v.Len()), true
		}}
	case order[name] != nil && len(args) == 2 && args[0].typ == reflect.TypeFor[int]() && args[1].typ == args[0].typ:
		return expr{reflect.TypeFor[bool](), func(r *run, dot reflect.Value) (reflect.Value, bool) {
			a, known := args[0].get(r, dot)
			b, ok := args[1].get(r, dot)
			if !known || !ok {
				return a, false
			}
			return reflect.ValueOf(order[name](a.Int(), b.Int())), true
		}}
	case name == "slice" && len(args) == 2 && args[0].typ == reflect.TypeFor[string]() && args[1].typ == reflect.TypeFor[int]():
		return expr{args[0].typ, func(r *run, dot reflect.Value) (reflect.Value, bool) {
			text, known := args[0].get(r, dot)
			from, ok := args[1].get(r, dot)
			if !known || !ok || from.Int() < 0 || from.Int() > int64(text.Len()) {
				return text, false
			}
			return text.Slice(int(from.Int()), text.Len()), true
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

// order are the functions that compare numbers.
var order = map[string]func(a, b int64) bool{
	"lt": func(a, b int64) bool { return a < b },
	"le": func(a, b int64) bool { return a <= b },
	"gt": func(a, b int64) bool { return a > b },
	"ge": func(a, b int64) bool { return a >= b },
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

// word returns what {{lang}} or {{t "key"}} is on every page. A page has a hundred of
// these, each of which would cost as much as a hundred bytes of text.
func (c *compiler) word(args []parse.Node) (string, bool) {
	switch f, ok := args[0].(*parse.IdentifierNode); {
	case !ok:
	case f.Ident == "lang" && len(args) == 1:
		return c.lang, true
	case f.Ident == "t" && len(args) == 2:
		if key, ok := args[1].(*parse.StringNode); ok {
			return c.words[key.Text], true
		}
	}
	return "", false
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
