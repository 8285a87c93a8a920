package content

import (
	"encoding/hex"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"hikitsugi/internal/diag"
	"hikitsugi/internal/source"
)

// A decoder fills structs from YAML nodes. The structs are the definition of
// what an author may write: a field's tag `key:"title,required"` names its key.
// Options behind the key: required; single (a lone value may stand for a list of
// one). The tag `oneof:"a b c"` lists the words that a text may be. A field Pos
// receives the place of the mapping itself. Values are taken as they are written:
// YAML's ideas of numbers and booleans never touch a text.
type decoder struct {
	file    *source.File
	diags   diag.List
	prompts []diag.Pos      // that nobody has answered
	failed  map[string]bool // keys of which the value has problems

	lines    source.Lines // once directions are looked for
	directed int          // the last line in which they were
}

// A nodeDecoder is a type that reads itself from a node.
type nodeDecoder interface {
	decodeNode(d *decoder, n *yaml.Node)
}

func (d *decoder) add(pos diag.Pos, code diag.Code, what, do diag.Text) {
	d.diags.Add(pos, code, what, do)
}

func (d *decoder) pos(n *yaml.Node) diag.Pos {
	return diag.Pos{File: d.file.Path, Line: n.Line, Col: n.Column}
}

var posType = reflect.TypeFor[diag.Pos]()

// value decodes n into v, which is addressable.
func (d *decoder) value(n *yaml.Node, v reflect.Value, tag reflect.StructTag) {
	if dec, ok := v.Addr().Interface().(nodeDecoder); ok {
		dec.decodeNode(d, n)
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		d.mapping(n, v)
	case reflect.Slice:
		d.list(n, v, tag)
	case reflect.String:
		if s, ok := d.scalar(n); ok && d.oneOf(n, s, tag) {
			v.SetString(d.known(n, s))
		}
	case reflect.Int:
		s, ok := d.scalar(n)
		i, err := strconv.Atoi(s)
		switch {
		case !ok || err == nil && i >= 0:
		case strings.Contains(tag.Get("key"), ",required"):
			d.wrongType(n, "1以上の整数", "a whole number, 1 or more")
		default:
			d.wrongType(n, "0以上の整数", "a whole number, 0 or more")
		}
		v.SetInt(int64(i))
	case reflect.Bool:
		s, ok := d.scalar(n)
		if ok && s != "true" && s != "false" {
			d.wrongType(n, "true か false", "true or false")
		}
		v.SetBool(s == "true")
	default:
		panic("content: no way to decode a " + v.Type().String())
	}
}

// oneOf checks s against the words of the tag.
func (d *decoder) oneOf(n *yaml.Node, s string, tag reflect.StructTag) bool {
	words := strings.Fields(tag.Get("oneof"))
	if len(words) == 0 || slices.Contains(words, s) {
		return true
	}
	d.add(d.pos(n), diag.TYPE,
		diag.Textf("%q は使えません", "%q cannot be used here", s),
		DidYouMean(s, words, diag.Text{JA: "使えるのは " + strings.Join(words, "、") + " です。", EN: "Use one of " + strings.Join(words, ", ") + "."}))
	return false
}

func (d *decoder) scalar(n *yaml.Node) (string, bool) {
	if n.Kind != yaml.ScalarNode {
		d.wrongType(n, "1つの値", "a single value")
		return "", false
	}
	return n.Value, true
}

func (d *decoder) list(n *yaml.Node, v reflect.Value, tag reflect.StructTag) {
	items := []*yaml.Node{n}
	switch {
	case n.Kind == yaml.SequenceNode:
		items = n.Content
	case !strings.Contains(tag.Get("key"), ",single"):
		d.wrongType(n, "リスト（[a, b] または「- 」の行）", "a list, as in [a, b]")
		return
	}
	out := reflect.MakeSlice(v.Type(), len(items), len(items))
	for i, item := range items {
		d.value(item, out.Index(i), tag)
		if tag.Get("oneof") != "" && slices.ContainsFunc(items[:i], func(before *yaml.Node) bool { return before.Value == item.Value }) {
			d.add(d.pos(item), diag.DUP,
				diag.Textf("%q は2回目です", "%q stands here twice", item.Value),
				diag.Text{JA: "1回だけにしてください。", EN: "Name it once."})
		}
	}
	v.Set(out)
}

// A field is one key that a struct accepts.
type field struct {
	key      string
	required bool
	index    []int
	tag      reflect.StructTag
}

// fields lists the keys of a struct type, those of embedded structs included.
func fields(t reflect.Type) []field {
	var list []field
	for _, f := range reflect.VisibleFields(t) {
		key, options, _ := strings.Cut(f.Tag.Get("key"), ",")
		if key != "" {
			list = append(list, field{key, strings.Contains(options, "required"), f.Index, f.Tag})
		}
	}
	return list
}

func keysOf(t reflect.Type) []string {
	var keys []string
	for _, f := range fields(t) {
		keys = append(keys, f.key)
	}
	return keys
}

func (d *decoder) mapping(n *yaml.Node, v reflect.Value) {
	if odd, ok := wideIn(n.Value); ok && n.Kind == yaml.ScalarNode && n.Style == 0 {
		d.add(d.pos(n), diag.WIDE, odd.what, odd.do)
		return
	}
	if n.Kind != yaml.MappingNode {
		d.wrongType(n, "「キー: 値」の組", "a set of keys and values")
		return
	}
	known := fields(v.Type())
	if p := v.FieldByName("Pos"); p.IsValid() && p.Type() == posType {
		p.Set(reflect.ValueOf(d.pos(n)))
	}
	seen := map[string]bool{}
	secret := false // the value before is one, perhaps
	for key, value := range d.pairs(n) {
		i := slices.IndexFunc(known, func(f field) bool { return f.key == key.Value })
		if i < 0 {
			if _, odd := wideIn(key.Value); n.Style&yaml.FlowStyle != 0 && value.Value == "" && isEmpty(value) && !odd {
				what := diag.Textf("カンマの後の %q がキーになっています", "%q, after a comma, is taken for a key", shorten(key.Value))
				if secret {
					what = diag.Text{JA: "カンマの後がキーになっています", EN: "what follows the comma is taken for a key"}
				}
				d.add(d.pos(key), diag.KEY, what,
					diag.Text{JA: "前の値の続きなら、その値の全体を \"…\" で囲んでください。", EN: `If the value before goes on there, quote the whole of it: "…".`})
				continue
			}
			secret = isForSecret(key)
			d.unknownKey(key, keysOf(v.Type()))
			continue
		}
		secret = isForSecret(key)
		seen[key.Value] = true
		if isEmpty(value) {
			if known[i].required {
				d.add(d.pos(key), diag.TYPE, diag.Textf("%s の値がありません", "%s has no value", key.Value), diag.Text{})
			}
			continue
		}
		target, before := v.FieldByIndex(known[i].index), len(d.diags)
		d.value(value, target, known[i].tag)
		d.fails(key, before)
		if known[i].required && target.Kind() == reflect.Int && len(d.diags) == before && target.IsZero() {
			d.wrongType(value, "1以上の整数", "a whole number, 1 or more")
		}
		if known[i].required && len(d.diags) == before && (target.IsZero() || target.Kind() == reflect.Slice && target.Len() == 0) {
			d.add(d.pos(key), diag.TYPE, diag.Textf("%s の値がありません", "%s has no value", key.Value), diag.Text{})
		}
	}
	for _, f := range known {
		if f.required && !seen[f.key] {
			d.add(d.pos(n), diag.KEY,
				diag.Textf("%s がありません", "%s is missing", f.key),
				diag.Textf("「%s: …」を書き足してください。", "Add “%s: …”.", f.key))
		}
	}
}

// fails notes the key of a value with problems: there are more than before.
func (d *decoder) fails(key *yaml.Node, before int) {
	if len(d.diags) > before {
		if d.failed == nil {
			d.failed = map[string]bool{}
		}
		d.failed[key.Value] = true
	}
}

// isEmpty reports whether n is "key:" without a value, which is as good as no key.
func isEmpty(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Tag == "!!null" && (n.Value == "" || n.Value == "~")
}

// pairs yields the keys and values of a mapping, leaving out repeated keys and
// those that are not plain text.
func (d *decoder) pairs(n *yaml.Node) func(yield func(key, value *yaml.Node) bool) {
	return func(yield func(key, value *yaml.Node) bool) {
		first := map[string]*yaml.Node{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			key, value := n.Content[i], n.Content[i+1]
			if key.Kind != yaml.ScalarNode {
				d.wrongType(key, "キー", "a key")
				continue
			}
			if before := first[key.Value]; before != nil {
				d.add(d.pos(key), diag.DUP,
					diag.Textf("%s は%d行目にもあります", "%s is also on line %d", shorten(key.Value), before.Line),
					diag.Text{JA: "どちらか一方だけにしてください。", EN: "Keep one of them."})
				continue
			}
			first[key.Value] = key
			if !yield(key, value) {
				return
			}
		}
	}
}

func (d *decoder) unknownKey(key *yaml.Node, known []string) {
	if d.oddKey(key) {
		return
	}
	if strings.ContainsAny(key.Value, "：\u3000") {
		name, _, _ := strings.Cut(key.Value, "：") // behind it may stand a secret
		d.add(d.pos(key), diag.WIDE,
			diag.Textf("キー %q に全角のコロンか空白があります", "the key %q holds a full-width colon or space", shorten(name)),
			diag.Text{JA: "半角にしてください。", EN: "Use ordinary ones."})
		return
	}
	d.add(d.pos(key), diag.KEY,
		diag.Textf("%q というキーはありません", "there is no key %q here", shorten(key.Value)),
		DidYouMean(key.Value, known, diag.Text{JA: "使えるのは " + strings.Join(known, "、") + " です。", EN: "Keys allowed here: " + strings.Join(known, ", ") + "."}))
	d.diags[len(d.diags)-1].Private = nearest(key.Value, known) == "secret"
}

func (t *Text) decodeNode(d *decoder, n *yaml.Node) {
	switch n.Kind {
	case yaml.ScalarNode:
		s := d.answered(n, strings.TrimSpace(n.Value))
		*t = Text{JA: s, EN: s, Plain: true}
	case yaml.MappingNode:
		var in struct {
			JA phrase `key:"ja"`
			EN phrase `key:"en"`
		}
		d.mapping(n, reflect.ValueOf(&in).Elem())
		*t = Text{JA: strings.TrimSpace(string(in.JA)), EN: strings.TrimSpace(string(in.EN))}
	default:
		d.wrongType(n, "文、または {ja: …, en: …}", "a text or {ja: …, en: …}")
		return
	}
	if t.IsZero() {
		d.add(d.pos(n), diag.TYPE, diag.Text{JA: "文がありません", EN: "there is no text"}, diag.Text{JA: "書くか、キーごと消してください。", EN: "Write it, or remove the key."})
	}
}

func (name *Name) decodeNode(d *decoder, n *yaml.Node) {
	s, ok := d.scalar(n)
	*name = Name{ID: s, Pos: d.pos(n)}
	switch {
	case !ok || isID(s):
	case strings.Contains(s, "://"):
		d.add(name.Pos, diag.ID, diag.Text{JA: "ここにURLは書けません", EN: "a URL cannot stand here"},
			diag.Text{JA: "URLは links.yaml に書き、そこで付けたidをここに書いてください。", EN: "Write it in links.yaml, and put its id here."})
	case strings.ContainsAny(s, "、，"):
		d.add(name.Pos, diag.ID, diag.Textf("%q はidの形ではありません", "%q is not an id", shorten(s)),
			diag.Text{JA: "いくつも書くときは、「、」や「，」ではなく半角のカンマで区切ってください（例：[a, b]）。", EN: "Part several by ordinary commas, not by 、 or ，, as in [a, b]."})
	default:
		d.add(name.Pos, diag.ID, diag.Textf("%q はidの形ではありません", "%q is not an id", shorten(s)), idForm)
	}
}

func (k *DutyName) decodeNode(d *decoder, n *yaml.Node) {
	s, ok := d.scalar(n)
	k.ID, k.Pos = s, d.pos(n)
	if item, renewal, two := strings.Cut(s, "/"); ok && !(isID(item) && (!two || isID(renewal))) {
		d.add(k.Pos, diag.ID,
			diag.Textf("%q は項目のidでも、項目/更新のidでもありません", "%q is neither an item's id nor item/renewal", shorten(s)), idForm)
	}
}

var dateForm = diag.Text{JA: "2026-04-01 の形で、実在する日を書いてください。", EN: "Write a real day, as in 2026-04-01."}

func (date *Date) decodeNode(d *decoder, n *yaml.Node) {
	date.Pos = d.pos(n)
	s, ok := d.scalar(n)
	if !ok {
		return
	}
	parsed, real := ParseDate(s)
	if !real {
		d.add(d.pos(n), diag.DATE,
			diag.Textf("%q は実在する日ではないか、日付の形ではありません", "%q is not a day", shorten(s)),
			dateForm)
		return
	}
	date.Year, date.Month, date.Day = parsed.Year, parsed.Month, parsed.Day
}

// A Hash is the beginning of a section's SHA-256: 8 hexadecimal digits.
type Hash string

func (h *Hash) decodeNode(d *decoder, n *yaml.Node) {
	s, ok := d.scalar(n)
	if _, err := hex.DecodeString(s); ok && (err != nil || len(s) != 8 || s != strings.ToLower(s)) {
		d.wrongType(n, "gen が書いた8桁の値", "one of the values of 8 digits that gen writes")
		return
	}
	*h = Hash(s)
}

// decodeNode takes any heading's id as a key, also one made of Japanese text.
func (r *Record) decodeNode(d *decoder, n *yaml.Node) {
	*r = Record(decodeMap[Hash](d, n, func(key *Name, d *decoder, n *yaml.Node) {
		s, _ := d.scalar(n)
		*key = Name{ID: s, Pos: d.pos(n)}
	}))
}

func (m *Map[V]) decodeNode(d *decoder, n *yaml.Node) {
	*m = decodeMap[V](d, n, (*Name).decodeNode)
}

func (f *Facts) decodeNode(d *decoder, n *yaml.Node) {
	*f = Facts(decodeMap[Fact](d, n, func(key *Name, d *decoder, n *yaml.Node) {
		(*DutyName)(key).decodeNode(d, n)
	}))
}

// decodeMap reads the entries of a mapping, its keys with decodeKey.
func decodeMap[V any](d *decoder, n *yaml.Node, decodeKey func(*Name, *decoder, *yaml.Node)) Map[V] {
	if n.Kind != yaml.MappingNode {
		d.wrongType(n, "「id: 値」の組", "a set of ids and values")
		return nil
	}
	var m Map[V]
	for key, value := range d.pairs(n) {
		e := Entry[V]{}
		decodeKey(&e.Key, d, key)
		if isEmpty(value) && reflect.TypeFor[V]() != reflect.TypeFor[Fact]() {
			d.add(d.pos(key), diag.TYPE, diag.Textf("%s の値がありません", "%s has no value", key.Value), diag.Text{})
		} else if !isEmpty(value) {
			before := len(d.diags)
			d.value(value, reflect.ValueOf(&e.Value).Elem(), "")
			d.fails(key, before)
		}
		m = append(m, e)
	}
	return m
}

// decodeNode reads a renewal: a span alone, or a set of keys.
func (r *Renewal) decodeNode(d *decoder, n *yaml.Node) {
	if n.Kind == yaml.ScalarNode {
		r.Pos = d.pos(n)
		r.Every.decodeNode(d, n)
		return
	}
	type keys Renewal // without this method
	d.mapping(n, reflect.ValueOf((*keys)(r)).Elem())
}
