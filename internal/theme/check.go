package theme

import (
	"fmt"
	"html/template"
	"reflect"
	"slices"
	"strings"
	"text/template/parse"

	"hikitsugi/internal/diag"
)

// A checker follows the type of a layout's view through every branch of it and
// through the parts that it uses. A nil type is one that it cannot know; there
// the sample views have the last word.
type checker struct {
	src     *texts
	set     *template.Template
	words   words
	whole   bool               // every template could be read
	seen    map[visit][]string // what the built-in ones ask for in vain
	lacking []string           // the same of the one that is being checked
	within  visit              // that one
	uses    []use
	unsaid  []string        // keys of built-in layouts that have no text
	builtin map[string]bool // all keys of built-in layouts
}

// A visit is a template checked for one type of dot.
type visit struct {
	name string
	dot  reflect.Type
}

// nothing is what a part is given that is called without a value.
type nothing struct{}

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
	c := &checker{src: src, set: set, words: w, whole: !src.list.HasErrors(false), seen: map[visit][]string{}, builtin: map[string]bool{}}
	for _, l := range layouts {
		file := fileOf(l.name)
		switch text, there := src.text[file]; {
		case !there:
			src.report(file, 0, diag.Text{JA: "このレイアウトがありません", EN: "this layout is missing"}, diag.Text{})
		case strings.TrimSpace(text) == "":
			src.report(file, 0, diag.Text{JA: "このレイアウトは空です", EN: "this layout is empty"}, diag.Text{
				JA: "中身を書くか、ファイルを消して標準のレイアウトに戻してください。",
				EN: "Write it, or delete the file to have the built-in one again.",
			})
		default:
			c.template(l.name, l.view)
		}
	}
	c.endless()
	src.unsaid(c.unsaid)
	src.checkPlaces(w, c.builtin)
	if c.whole {
		src.checkParts(set, c.seen)
	}
}

// template checks the template name for a dot of type dot. It returns the fields that
// a built-in one asks for in vain: there it is the value that is wrong.
func (c *checker) template(name string, dot reflect.Type) (lacking []string) {
	t := c.set.Lookup(name)
	if t == nil || t.Tree == nil {
		return nil
	}
	of := visit{name, dot}
	if lacking, known := c.seen[of]; known {
		return lacking
	}
	c.seen[of] = nil // it may use itself
	outer, around := c.lacking, c.within
	c.lacking, c.within = nil, of
	c.list(t.Tree.Root, scope{file: fileOf(t.Tree.ParseName), dot: dot, vars: []variable{{"$", dot}}})
	c.seen[of], c.lacking, c.within = c.lacking, outer, around
	return c.seen[of]
}

// call checks the part name for a value of type dot where n calls it.
func (c *checker) call(name string, dot reflect.Type, n parse.Node, s scope) {
	c.uses = append(c.uses, use{c.within, visit{name, dot}, s.file, n})
	lacking := c.template(name, dot)
	switch {
	case !c.src.own(s.file):
		c.lacking = append(c.lacking, lacking...)
	case c.set.Lookup(name) == nil && c.whole:
		c.src.report(s.file, int(n.Position()), diag.Textf("部品「%s」はありません", "there is no part %q", name), diag.Textf(
			"名前を確かめるか、layouts/parts/%s.html を作ってください。",
			"Check its name, or make layouts/parts/%s.html.", name))
	case len(lacking) > 0:
		c.src.report(s.file, int(n.Position()), wrongValue(name, dot, lacking), c.src.takes(name))
	}
}

// list checks nodes that follow each other; what they declare ends with them.
func (c *checker) list(l *parse.ListNode, s scope) {
	if l == nil {
		return
	}
	for _, n := range l.Nodes {
		switch n := n.(type) {
		case *parse.ActionNode:
			if t := c.pipe(n.Pipe, &s); len(n.Pipe.Decl) == 0 {
				c.written(t, n, s)
			}
		case *parse.TemplateNode:
			dot := reflect.TypeFor[nothing]()
			if n.Pipe != nil {
				dot = c.pipe(n.Pipe, &s)
			}
			c.call(n.Name, dot, n, s)
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
	if n.NodeType == parse.NodeRange && t != nil && !slices.Contains(iterable, t.Kind()) && !c.src.own(s.file) {
		c.lacking = append(c.lacking, "{{range "+n.Pipe.String()+"}}") // with its own place: found when the layout is tried
	}
	otherwise := inner
	if t != reflect.TypeFor[nothing]() { // which is never true
		enter(&inner, t)
		c.list(n.List, inner)
	}
	c.list(n.ElseList, otherwise)
}

// iterable are the kinds of values that range goes through; a struct, as that of a part
// without a value, is told when it is asked for its fields.
var iterable = []reflect.Kind{reflect.Slice, reflect.Int}

// written checks a value that is written as it is. Of a list or a view, Go would write
// all that is in it.
func (c *checker) written(t reflect.Type, n *parse.ActionNode, s scope) {
	if t == nil || t == reflect.TypeFor[nothing]() || !slices.Contains([]reflect.Kind{reflect.Slice, reflect.Struct, reflect.Pointer}, t.Kind()) {
		return
	}
	if !c.src.own(s.file) {
		c.lacking = append(c.lacking, n.String())
		return
	}
	of := named(t)
	c.src.report(s.file, int(n.Position()), diag.Text{
		JA: fmt.Sprintf("%s（%s）は、そのままでは書き出せません", n, of.JA),
		EN: fmt.Sprintf("%s, %s, cannot be written as it is", n, of.EN),
	}, fieldsOf(t))
}

// pipe returns the type of a pipeline and declares its variables in s.
func (c *checker) pipe(p *parse.PipeNode, s *scope) reflect.Type {
	if p == nil {
		return nil
	}
	var t reflect.Type
	for i, cmd := range p.Cmds {
		var piped []reflect.Type
		if i > 0 {
			piped = []reflect.Type{t}
		}
		t = c.command(cmd, piped, *s)
	}
	if !p.IsAssign {
		s.vars = append([]variable(nil), s.vars...) // branches must not share them
		for _, v := range p.Decl {
			s.vars = append(s.vars, variable{v.Ident[0], t})
		}
	}
	return t
}

// results are the types of what functions return, as far as it is always the same.
var results = map[string]reflect.Type{
	"t": reflect.TypeFor[string](), "tf": reflect.TypeFor[string](), "in": reflect.TypeFor[string](), "lang": reflect.TypeFor[string](),
	"print": reflect.TypeFor[string](), "printf": reflect.TypeFor[string](), "len": reflect.TypeFor[int](),
	"tel": reflect.TypeFor[template.URL](), "breakable": reflect.TypeFor[template.HTML](), "side": reflect.TypeFor[template.HTML](),
}

// command returns the type of a value or of a function's result. What a command
// before it hands on is its last argument.
func (c *checker) command(cmd *parse.CommandNode, piped []reflect.Type, s scope) reflect.Type {
	types := make([]reflect.Type, len(cmd.Args))
	for i, arg := range cmd.Args {
		types[i] = c.operand(arg, s)
	}
	f, ok := cmd.Args[0].(*parse.IdentifierNode)
	if !ok {
		return types[0]
	}
	types = append(types, piped...)
	if i, ok := keyArg[f.Ident]; ok {
		c.key(cmd, i, s)
	}
	if f.Ident == "in" || f.Ident == "side" {
		c.language(cmd, s)
	}
	switch {
	case f.Ident == "printf" && len(cmd.Args) > 1:
		c.printed(cmd.Args[1], types[2:], s)
	case f.Ident == "tf" && len(cmd.Args) > 1:
		c.format(cmd.Args[1], types[2:], s)
	case f.Ident == "side" && len(types) == 4:
		c.aside(cmd, types[3], s)
	case f.Ident == "index" && len(types) > 1:
		for range types[2:] {
			types[1] = element(types[1])
		}
		return types[1]
	case (f.Ident == "or" || f.Ident == "and") && len(types) == 3 && types[1] == types[2]:
		return types[1]
	}
	return results[f.Ident]
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
	case *parse.BoolNode:
		return reflect.TypeFor[bool]()
	case *parse.NumberNode:
		if n.IsInt {
			return reflect.TypeFor[int]()
		}
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
			c.lacks(t, name, n, s)
			return nil
		}
		t = f.Type
	}
	return t
}

// lacks says that a field is not there, unless that is to be said of the value with
// which a built-in part is called.
func (c *checker) lacks(t reflect.Type, name string, n parse.Node, s scope) {
	if !c.src.own(s.file) {
		c.lacking = append(c.lacking, name)
		return
	}
	of := named(t)
	c.src.report(s.file, int(n.Position()), diag.Text{
		JA: fmt.Sprintf("%s に %s という項目はありません", of.JA, name),
		EN: fmt.Sprintf("%s has no field %s", of.EN, name),
	}, fieldsOf(t))
}

// key checks the i-th argument of a function that looks up a text.
func (c *checker) key(cmd *parse.CommandNode, i int, s scope) {
	if i >= len(cmd.Args) {
		return // too few arguments: found when the layout is tried
	}
	key, ok := cmd.Args[i].(*parse.StringNode)
	if ok && !c.src.own(s.file) {
		c.builtin[key.Text] = true
	}
	switch {
	case !ok && c.src.own(s.file):
		c.src.report(s.file, int(cmd.Args[i].Position()), diag.Text{
			JA: "キーは値ではなく文字で書きます",
			EN: "a key is written out, not taken from a value",
		}, diag.Text{})
	case c.words.has(key.Text):
	case !c.src.own(s.file):
		c.unsaid = append(c.unsaid, key.Text)
	default:
		c.src.report(s.file, int(key.Position()), diag.Text{
			JA: fmt.Sprintf("キー「%s」の文言がありません", key.Text),
			EN: fmt.Sprintf("the key %q has no text", key.Text),
		}, diag.Text{JA: "strings/ja.json と strings/en.json に加えてください。", EN: "Add it to strings/ja.json and strings/en.json."})
	}
}

// language checks the language that a function is asked for.
func (c *checker) language(cmd *parse.CommandNode, s scope) {
	if len(cmd.Args) < 2 || !c.src.own(s.file) {
		return
	}
	if lang, ok := cmd.Args[1].(*parse.StringNode); ok && !slices.Contains(languages[:], lang.Text) {
		c.src.report(s.file, int(lang.Position()), noLanguage(lang.Text), onlyLanguages)
	}
}

// element returns the type of what a list holds.
func element(t reflect.Type) reflect.Type {
	if t != nil && t.Kind() == reflect.Slice {
		return t.Elem()
	}
	return nil
}
