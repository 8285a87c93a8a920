package theme

import (
	"fmt"
	"html/template"
	"reflect"
	"strings"
	"text/template/parse"

	"hikitsugi/internal/diag"
)

// A checker follows the type of a layout's view through every branch of it and
// through the parts that it uses. A nil type is one that it cannot know; there
// the sample views have the last word.
type checker struct {
	src   *texts
	set   *template.Template
	words words
	seen  map[visit]bool
}

// A visit is a template checked for one type of dot.
type visit struct {
	name string
	dot  reflect.Type
}

// A scope is what a place in a template can name.
type scope struct {
	file string
	dot  reflect.Type
	vars []variable
}

type variable struct {
	name string
	typ  reflect.Type
}

// check reports fields that views do not have and keys without a text.
func (src *texts) check(set *template.Template, w words) {
	c := &checker{src: src, set: set, words: w, seen: map[visit]bool{}}
	for _, l := range layouts {
		if file := fileOf(l.name); src.text[file] == "" {
			src.report(file, 0, diag.Text{JA: "このレイアウトがありません", EN: "this layout is missing"}, diag.Text{})
			continue
		}
		c.template(l.name, l.view)
	}
}

// template checks the template name for a dot of type dot.
func (c *checker) template(name string, dot reflect.Type) {
	t := c.set.Lookup(name)
	if t == nil || t.Tree == nil || c.seen[visit{name, dot}] {
		return // an unknown name is found when the layout is tried
	}
	c.seen[visit{name, dot}] = true
	c.list(t.Tree.Root, scope{file: fileOf(t.Tree.ParseName), dot: dot, vars: []variable{{"$", dot}}})
}

// list checks nodes that follow each other; what they declare ends with them.
func (c *checker) list(l *parse.ListNode, s scope) {
	if l == nil {
		return
	}
	for _, n := range l.Nodes {
		switch n := n.(type) {
		case *parse.ActionNode:
			c.pipe(n.Pipe, &s)
		case *parse.TemplateNode:
			c.template(n.Name, c.pipe(n.Pipe, &s))
		case *parse.IfNode:
			c.branch(&n.BranchNode, s, func(*scope, reflect.Type) {})
		case *parse.WithNode:
			c.branch(&n.BranchNode, s, func(in *scope, t reflect.Type) { in.dot = t })
		case *parse.RangeNode:
			c.branch(&n.BranchNode, s, func(in *scope, t reflect.Type) { in.dot = element(t) })
		}
	}
}

// branch checks if, with and range: enter makes the scope of the first list.
func (c *checker) branch(n *parse.BranchNode, s scope, enter func(*scope, reflect.Type)) {
	inner := s
	t := c.pipe(n.Pipe, &inner)
	if decl := n.Pipe.Decl; n.NodeType == parse.NodeRange && len(decl) > 0 {
		last := len(inner.vars) - 1
		inner.vars[last].typ = element(t)
		if len(decl) == 2 {
			inner.vars[last-1].typ = reflect.TypeFor[int]()
		}
	}
	otherwise := inner
	enter(&inner, t)
	c.list(n.List, inner)
	c.list(n.ElseList, otherwise)
}

// pipe returns the type of a pipeline and declares its variables in s.
func (c *checker) pipe(p *parse.PipeNode, s *scope) reflect.Type {
	if p == nil {
		return nil
	}
	var t reflect.Type
	for _, cmd := range p.Cmds {
		t = c.command(cmd, *s)
	}
	if !p.IsAssign {
		s.vars = append([]variable(nil), s.vars...) // branches must not share them
		for _, v := range p.Decl {
			s.vars = append(s.vars, variable{v.Ident[0], t})
		}
	}
	return t
}

// command returns the type of a value or of a function's result.
func (c *checker) command(cmd *parse.CommandNode, s scope) reflect.Type {
	types := make([]reflect.Type, len(cmd.Args))
	for i, arg := range cmd.Args {
		types[i] = c.operand(arg, s)
	}
	f, ok := cmd.Args[0].(*parse.IdentifierNode)
	if !ok {
		return types[0]
	}
	if i, ok := keyArg[f.Ident]; ok {
		c.key(cmd, i, s)
	}
	switch {
	case f.Ident == "side" && len(types) == 4:
		if part, ok := cmd.Args[2].(*parse.StringNode); ok {
			c.template(part.Text, types[3])
		}
		return reflect.TypeFor[string]()
	case f.Ident == "index" && len(types) > 1:
		return element(types[1])
	case (f.Ident == "or" || f.Ident == "and") && len(types) == 3 && types[1] == types[2]:
		return types[1]
	}
	return nil
}

// operand returns the type of one word of a command.
func (c *checker) operand(n parse.Node, s scope) reflect.Type {
	switch n := n.(type) {
	case *parse.DotNode:
		return s.dot
	case *parse.FieldNode:
		return c.fields(s.dot, n.Ident, n, s)
	case *parse.ChainNode:
		return c.fields(c.operand(n.Node, s), n.Field, n, s)
	case *parse.VariableNode:
		for i := len(s.vars) - 1; i >= 0; i-- {
			if s.vars[i].name == n.Ident[0] {
				return c.fields(s.vars[i].typ, n.Ident[1:], n, s)
			}
		}
	case *parse.PipeNode:
		return c.pipe(n, &s)
	case *parse.StringNode:
		return reflect.TypeFor[string]()
	}
	return nil
}

// fields follows a chain of names from t.
func (c *checker) fields(t reflect.Type, names []string, n parse.Node, s scope) reflect.Type {
	for _, name := range names {
		if t == nil {
			return nil
		}
		if t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		f, ok := reflect.StructField{}, false
		if t.Kind() == reflect.Struct {
			f, ok = t.FieldByName(name)
		}
		if !ok {
			c.src.report(s.file, int(n.Position()), diag.Text{
				JA: fmt.Sprintf("%s に %s という項目はありません", t, name),
				EN: fmt.Sprintf("%s has no field %s", t, name),
			}, fieldsOf(t))
			return nil
		}
		t = f.Type
	}
	return t
}

// fieldsOf tells an author what there is.
func fieldsOf(t reflect.Type) diag.Text {
	if t.Kind() != reflect.Struct {
		return diag.Text{}
	}
	var names []string
	for _, f := range reflect.VisibleFields(t) {
		if !f.Anonymous {
			names = append(names, f.Name)
		}
	}
	all := strings.Join(names, ", ")
	return diag.Text{JA: "使えるもの: " + all + "。", EN: "It has " + all + "."}
}

// key checks the i-th argument of a function that looks up a text.
func (c *checker) key(cmd *parse.CommandNode, i int, s scope) {
	if i >= len(cmd.Args) {
		return // too few arguments: found when the layout is tried
	}
	key, ok := cmd.Args[i].(*parse.StringNode)
	switch {
	case !ok:
		c.src.report(s.file, int(cmd.Args[i].Position()), diag.Text{
			JA: "キーは値ではなく文字で書きます",
			EN: "a key is written out, not taken from a value",
		}, diag.Text{})
	case !c.words.has(key.Text):
		c.src.report(s.file, int(key.Position()), diag.Text{
			JA: fmt.Sprintf("キー「%s」の文言がありません", key.Text),
			EN: fmt.Sprintf("the key %q has no text", key.Text),
		}, diag.Text{JA: "strings/ja.json と strings/en.json に加えてください。", EN: "Add it to strings/ja.json and strings/en.json."})
	}
}

// element returns the type of what a list holds.
func element(t reflect.Type) reflect.Type {
	if t != nil && t.Kind() == reflect.Slice {
		return t.Elem()
	}
	return nil
}
