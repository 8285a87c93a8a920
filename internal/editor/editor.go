// Package editor makes the settings with which Visual Studio Code, and editors
// that read its settings, complete and check what an author writes.
//
// YAML files are checked by the schemas of package content while one types. The
// front matter of Markdown files is beyond editors' YAML extensions: a task runs
// gen check, and its problems are marked in the files.
package editor

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"github.com/tailscale/hujson"

	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
)

const (
	settingsFile   = ".vscode/settings.json"
	tasksFile      = ".vscode/tasks.json"
	extensionsFile = ".vscode/extensions.json"

	taskLabel     = "gen check"
	yamlExtension = "redhat.vscode-yaml"
)

// SchemaFile returns the path of the schema for files of kind k.
func SchemaFile(k content.Kind) string { return ".vscode/hikitsugi/" + string(k) + ".schema.json" }

// Files returns the files that must be written into a project, by path: schemas
// and settings, those that the project already has with ours added to them. A file
// that would not change is left out.
func Files(project fs.FS) (map[string][]byte, error) {
	files := map[string][]byte{}
	put := func(name string, data []byte) {
		if old, err := fs.ReadFile(project, name); err != nil || !bytes.Equal(old, data) {
			files[name] = data
		}
	}
	for _, k := range content.SchemaKinds {
		put(SchemaFile(k.Kind), content.Schema(k.Kind))
	}
	for name, edit := range map[string]func(*settings) error{
		settingsFile: addSchemas, tasksFile: addTask, extensionsFile: addExtension,
	} {
		data, err := edited(project, name, edit)
		var unfit *Unfit
		if errors.As(err, &unfit) {
			unfit.Pos.File = name
			return nil, unfit
		} else if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		put(name, data)
	}
	return files, nil
}

// An Unfit says why a file of settings is left as it is.
type Unfit struct {
	Pos      diag.Pos
	What, Do diag.Text
}

func (u *Unfit) Error() string { return u.Pos.String() + "  " + u.Sentence("en") }

// Sentence returns what is wrong and what to do, in lang.
func (u *Unfit) Sentence(lang string) string { return diag.Diag{What: u.What, Do: u.Do}.Sentence(lang) }

// where is how the parser begins what it says of a place.
var where = regexp.MustCompile(`line (\d+), column (\d+)`)

// notJSON says that a file cannot be read as JSON.
func notJSON(err error) error {
	u := &Unfit{
		What: diag.Text{JA: "JSONとして読めないので、書き換えませんでした", EN: "this is not valid JSON, and was left as it is"},
		Do:   diag.Text{JA: "引用符、括弧、区切りのカンマを確かめてください。", EN: "Look at the quotation marks, the brackets and the commas."},
	}
	if m := where.FindStringSubmatch(err.Error()); m != nil {
		u.Pos.Line, _ = strconv.Atoi(m[1])
		u.Pos.Col, _ = strconv.Atoi(m[2])
	}
	return u
}

// otherForm says that the value at path is no list, or no object.
func otherForm(path []string, ja, en string) error {
	of := diag.Text{JA: "ファイルの中身", EN: "the file"}
	if len(path) > 0 {
		at := strings.Join(path, " ")
		of = diag.Text{JA: at + " ", EN: at}
	}
	return &Unfit{What: diag.Text{JA: of.JA + "が" + ja + " ではありません", EN: of.EN + " is not " + en}, Do: diag.Text{JA: "直してから、もう一度実行してください。", EN: "Fix it, then run this again."}}
}

func addSchemas(s *settings) error {
	for _, k := range content.SchemaKinds {
		if err := s.set([]string{"yaml.schemas", "./" + SchemaFile(k.Kind)}, k.Path); err != nil {
			return err
		}
	}
	return nil
}

func addExtension(s *settings) error {
	return s.addTo("recommendations", yamlExtension, func(v any) bool { return v == yamlExtension })
}

func addTask(s *settings) error {
	if err := s.set([]string{"version"}, "2.0.0"); err != nil {
		return err
	}
	return s.addTo("tasks", task{
		Label: taskLabel, Type: "process", Command: "gen", Args: []string{"check"},
		Group:        map[string]any{"kind": "build", "isDefault": true},
		Presentation: map[string]any{"reveal": "silent", "revealProblems": "onProblem"},
		Matchers:     matchers(),
	}, func(v any) bool {
		t, ok := v.(map[string]any)
		return ok && t["label"] == taskLabel
	})
}

type task struct {
	Label        string         `json:"label"`
	Type         string         `json:"type"`
	Command      string         `json:"command"`
	Args         []string       `json:"args"`
	Group        map[string]any `json:"group"`
	Presentation map[string]any `json:"presentation"`
	Matchers     []matcher      `json:"problemMatcher"`
}

// A matcher reads problems of one severity from the output of gen check.
type matcher struct {
	Owner        string   `json:"owner"`
	Source       string   `json:"source"`
	Severity     string   `json:"severity"`
	FileLocation []string `json:"fileLocation"`
	Pattern      pattern  `json:"pattern"`
}

type pattern struct {
	Regexp  string `json:"regexp"`
	Kind    string `json:"kind,omitempty"`
	File    int    `json:"file"`
	Line    int    `json:"line,omitempty"`
	Column  int    `json:"column,omitempty"`
	Code    int    `json:"code"`
	Message int    `json:"message"`
}

// matchers are one for each severity of problems with a place, and one for those
// of a file as a whole.
func matchers() []matcher {
	var list []matcher
	for _, severity := range []struct{ name, letters string }{{"error", "EG"}, {"warning", "W"}, {"info", "g"}} {
		var codes []string
		for _, c := range diag.Codes() {
			if strings.Contains(severity.letters, string((diag.Diag{Code: c}).Severity())) {
				codes = append(codes, string(c))
			}
		}
		code := "(" + strings.Join(codes, "|") + ")"
		for _, p := range []pattern{
			{Regexp: `^(\S.*?):(\d+)(?::(\d+))?  ` + code + `  (.*)$`, File: 1, Line: 2, Column: 3, Code: 4, Message: 5},
			{Regexp: `^(\S[^:]*)  ` + code + `  (.*)$`, Kind: "file", File: 1, Code: 2, Message: 3},
		} {
			list = append(list, matcher{"gen", "gen", severity.name, []string{"relative", "${workspaceFolder}"}, p})
		}
	}
	return list
}

// settings is a JSON file with comments, as editors keep them. What it already
// says, comments and layout included, stays.
type settings struct{ root hujson.Value }

// edited returns the file name of the project, or an empty one, after an edit.
func edited(project fs.FS, name string, edit func(*settings) error) ([]byte, error) {
	data, err := fs.ReadFile(project, name)
	if errors.Is(err, fs.ErrNotExist) {
		data, err = []byte("{\n}\n"), nil
	}
	if err != nil {
		return nil, err
	}
	// Editors of Windows begin a file with it.
	data, marked := bytes.CutPrefix(data, []byte("\ufeff"))
	var s settings
	if s.root, err = hujson.Parse(data); err != nil {
		// Editors take an empty file, or one of comments alone, for one that sets nothing.
		root, notEmpty := hujson.Parse(append(bytes.TrimSpace(data), "\n{\n}\n"...))
		if notEmpty != nil {
			return nil, notJSON(err)
		}
		s.root = root
	}
	if err := edit(&s); err != nil {
		return nil, err
	}
	after := s.root.Pack()
	if n := bytes.Count(data, []byte("\r\n")); n > 0 && n == bytes.Count(data, []byte("\n")) { // of Windows, too
		after = bytes.ReplaceAll(bytes.ReplaceAll(after, []byte("\r\n"), []byte("\n")), []byte("\n"), []byte("\r\n"))
	}
	if marked {
		after = append([]byte("\ufeff"), after...)
	}
	return after, nil
}

// set gives the member at path a value, making the objects on the way.
func (s *settings) set(path []string, value any) error {
	for i := range path[:len(path)-1] {
		if s.find(path[:i+1]) == nil {
			if err := s.put(path[:i+1], map[string]any{}); err != nil {
				return err
			}
		}
	}
	return s.put(path, value)
}

// find returns the value at path; null is none.
func (s *settings) find(path []string) *hujson.Value {
	v := s.root.Find(pointer(path))
	if v != nil && v.Value.Kind() == 'n' {
		return nil
	}
	return v
}

// put adds or replaces one member.
func (s *settings) put(path []string, value any) error {
	parent := s.root.Find(pointer(path[:len(path)-1]))
	object, ok := parent.Value.(*hujson.Object)
	if !ok {
		return otherForm(path[:len(path)-1], "オブジェクト { }", "an object { }")
	}
	name := path[len(path)-1]
	for i := range object.Members {
		if m := &object.Members[i]; m.Name.Value.(hujson.Literal).String() == name {
			return replace(&m.Value, value, len(path))
		}
	}
	added := hujson.ObjectMember{Name: hujson.Value{BeforeExtra: newLine(&object.AfterExtra, len(path)), Value: hujson.String(name)}}
	added.Value.BeforeExtra = hujson.Extra(" ")
	object.Members = append(object.Members, added)
	return replace(&object.Members[len(object.Members)-1].Value, value, len(path))
}

// addTo appends a value to the list under a key, or replaces the one that is ours.
func (s *settings) addTo(key string, value any, ours func(any) bool) error {
	var list []any
	if old := s.find([]string{key}); old != nil {
		standard := old.Clone()
		standard.Standardize()
		if json.Unmarshal(standard.Pack(), &list) != nil {
			return otherForm([]string{key}, "リスト [ ]", "a list [ ]")
		}
	} else if err := s.put([]string{key}, []any{}); err != nil {
		return err
	}
	array := s.root.Find(pointer([]string{key})).Value.(*hujson.Array)
	for i, v := range list {
		if ours(v) {
			return replace(&array.Elements[i], value, 2)
		}
	}
	array.Elements = append(array.Elements, hujson.Value{BeforeExtra: newLine(&array.AfterExtra, 2)})
	return replace(&array.Elements[len(array.Elements)-1], value, 2)
}

// replace writes value in the place of old, unless they say the same.
func replace(old *hujson.Value, value any, depth int) error {
	data, err := marshal(value, strings.Repeat(indent, depth))
	if err != nil {
		return err
	}
	now, err := hujson.Parse(data)
	if err != nil {
		return err
	}
	if old.Value == nil || !same(*old, now) {
		old.Value = now.Value
	}
	return nil
}

func marshal(value any, prefix string) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent(prefix, indent)
	err := enc.Encode(value)
	return bytes.TrimSpace(b.Bytes()), err
}

// same reports whether two values say the same, whatever their layout.
func same(a, b hujson.Value) bool {
	plain := func(v hujson.Value) (any, error) {
		v = v.Clone()
		v.Standardize()
		var out any
		err := json.Unmarshal(v.Pack(), &out)
		return out, err
	}
	x, errX := plain(a)
	y, errY := plain(b)
	return errX == nil && errY == nil && reflect.DeepEqual(x, y)
}

const indent = "  "

func lineBreak(depth int) hujson.Extra { return hujson.Extra("\n" + strings.Repeat(indent, depth)) }

// newLine returns what stands before an element that is added before a closing
// bracket, and puts the bracket on a line of its own. A comment that ends the line
// of the element before stays there.
func newLine(beforeBracket *hujson.Extra, depth int) hujson.Extra {
	line, rest, found := bytes.Cut(*beforeBracket, []byte("\n"))
	switch {
	case !found:
		rest = []byte(strings.Repeat(indent, depth-1))
	case bytes.Contains(line, []byte("/*")) && !bytes.Contains(line, []byte("*/")): // it goes on
		line, rest = bytes.TrimRight(*beforeBracket, " \t\r\n"), []byte(strings.Repeat(indent, depth-1))
	}
	line = bytes.TrimRight(line, " \t\r")
	*beforeBracket = append([]byte("\n"), rest...)
	return append(append(hujson.Extra{}, line...), lineBreak(depth)...)
}

// pointer returns the JSON Pointer to a path.
func pointer(path []string) string {
	var b strings.Builder
	for _, key := range path {
		b.WriteString("/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(key))
	}
	return b.String()
}
