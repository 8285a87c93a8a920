package theme

import (
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io"
	"maps"
	"slices"
	"strings"

	"hikitsugi/internal/diag"
)

// words holds the texts of the interface by language and key.
type words map[string]map[string]string

// funcs returns what a layout may call, for pages in lang.
func (w words) funcs(lang string) template.FuncMap {
	return template.FuncMap{
		"t": func(key string) string { return w[lang][key] },
		"tf": func(key string, args ...any) (string, error) {
			s := fmt.Sprintf(w[lang][key], args...)
			if strings.Contains(s, "%!") {
				return "", fmt.Errorf("the text of %q in %s does not fit its arguments: %s", key, lang, s)
			}
			return s, nil
		},
		"in":   func(lang, key string) string { return w[lang][key] },
		"lang": func() string { return lang },
		"tel": func(url string) template.URL {
			if !strings.HasPrefix(url, "tel:") {
				return ""
			}
			return template.URL(url)
		},
		"breakable": breakable,
		"side": func(lang, part string, v any) (template.HTML, error) {
			return "", errors.New("the parts of no language are known yet")
		},
	}
}

// side makes a part as it is in another language, for a page that shows several. The
// ids that it makes of its own, which begin with "_", get the language before them,
// so that they can be told apart.
func (th *Theme) side(lang, part string, v any) (template.HTML, error) {
	if th.sets[lang] == nil {
		return "", fmt.Errorf("there are no words in language %q", lang)
	}
	var b strings.Builder
	if err := th.execute(&b, part, lang, v); err != nil {
		return "", err
	}
	return template.HTML(ownIDs[lang].Replace(b.String())), nil
}

// ownIDs put a language before the ids that a layout makes, where they stand and
// where something refers to them. Quotation marks in texts are escaped.
var ownIDs = func() map[string]*strings.Replacer {
	replacers := map[string]*strings.Replacer{}
	for _, lang := range languages {
		pairs := []string{`href="#_`, `href="#` + lang + "-_"}
		for _, name := range []string{"id", "for", "aria-labelledby", "aria-describedby", "data-target", "data-single-page"} {
			pairs = append(pairs, " "+name+`="_`, " "+name+`="`+lang+"-_")
		}
		replacers[lang] = strings.NewReplacer(pairs...)
	}
	return replacers
}()

// breakable lets an address or a path that has no spaces break behind its marks.
func breakable(s string) template.HTML {
	var b strings.Builder
	for i, r := range s {
		b.WriteString(template.HTMLEscapeString(string(r)))
		if strings.ContainsRune("@/:", r) && i+1 < len(s) {
			b.WriteString("<wbr>")
		}
	}
	return template.HTML(b.String())
}

// keyArg says which argument of a function is a key, counted from 1.
var keyArg = map[string]int{"t": 1, "tf": 1, "in": 2}

// has reports whether key has a text in some language. Where it has one in one
// language only, compare has said so.
func (w words) has(key string) bool {
	for _, texts := range w {
		if _, ok := texts[key]; ok {
			return true
		}
	}
	return false
}

// words reads a flat JSON object of texts; nil when it is none.
func (src *texts) words(file string) map[string]string {
	texts := map[string]string{}
	src.keys[file] = map[string]int{}
	dec := json.NewDecoder(strings.NewReader(src.text[file]))
	report := func(ja, en string) {
		src.report(file, int(dec.InputOffset()), diag.Text{JA: ja, EN: en}, diag.Text{
			JA: `{"キー": "文言", …} の形にしてください。`,
			EN: `Write {"key": "text", …}.`,
		})
	}
	if open, err := dec.Token(); err != nil || open != json.Delim('{') {
		report("文言の一覧ではありません", "this is not a list of texts")
		return nil
	}
	for dec.More() {
		from := int(dec.InputOffset())
		key, err := dec.Token()
		if err != nil {
			break // and so does the next token
		}
		k := key.(string) // nothing else can be a key
		text, err := dec.Token()
		if err != nil {
			break
		}
		v, _ := text.(string)
		if v == "" {
			report(fmt.Sprintf("「%s」に文言がありません", k), fmt.Sprintf("%q has no text", k))
			return nil
		}
		if _, ok := texts[k]; ok {
			report(fmt.Sprintf("「%s」が2回あります", k), fmt.Sprintf("%q stands here twice", k))
		}
		texts[k] = v
		src.keys[file][k] = from + strings.IndexByte(src.text[file][from:], '"')
	}
	if end, err := dec.Token(); err != nil || end != json.Delim('}') {
		before := strings.TrimRight(src.text[file][:min(int(dec.InputOffset()), len(src.text[file]))], " \t\r\n")
		if strings.HasSuffix(before, ",") && strings.HasPrefix(strings.TrimSpace(src.text[file][len(before):]), "}") {
			src.report(file, len(before)-1, diag.Text{JA: "最後の文言の後に , があります", EN: "a comma follows the last text"}, diag.Text{JA: "消してください。", EN: "Take it away."})
			return nil
		}
	} else if _, err := dec.Token(); err == io.EOF {
		return texts
	}
	report("JSONとして読めません", "this is not valid JSON")
	return nil
}

// compare reports keys that one language has and another lacks.
func (src *texts) compare(w words) {
	for _, lang := range languages {
		file := "strings/" + lang + ".json"
		if _, ok := src.text[file]; !ok {
			src.report(file, 0, diag.Text{JA: "文言のファイルがありません", EN: "there is no such file of texts"}, diag.Text{})
		}
		for _, other := range languages {
			var missing []string
			for _, key := range slices.Sorted(maps.Keys(w[other])) {
				if _, ok := w[lang][key]; !ok {
					missing = append(missing, key)
				}
			}
			if len(missing) == 0 || w[lang] == nil {
				continue // nil: reported already
			}
			keys := strings.Join(missing, ", ")
			if from := "strings/" + other + ".json"; !src.own(file) && src.own(from) {
				src.report(from, src.keys[from][missing[0]], diag.Text{
					JA: "標準の " + lang + ".json にないキーです: " + keys,
					EN: "keys that the built-in " + lang + ".json does not have: " + keys,
				}, diag.Textf("%s もテーマに置き、両方の言語に同じキーを書いてください。", "Put a %s into the theme as well, and give both languages the same keys.", file))
				continue
			}
			src.report(file, 0, diag.Text{
				JA: other + ".json にあるキーがありません: " + keys,
				EN: "keys of " + other + ".json are missing: " + keys,
			}, diag.Text{JA: "両方の言語に同じキーを置いてください。", EN: "Give both languages the same keys."})
		}
	}
}

// unsaid reports keys of built-in layouts that the words of a theme leave out.
func (src *texts) unsaid(keys []string) {
	if len(keys) == 0 {
		return
	}
	slices.Sort(keys)
	all := strings.Join(slices.Compact(keys), ", ")
	for _, lang := range languages {
		if file := "strings/" + lang + ".json"; src.own(file) {
			src.report(file, 0, diag.Textf("標準のレイアウトが使うキーがありません: %s", "keys that the built-in layouts use are missing: %s", all), diag.Text{
				JA: "標準のファイルを写し、変えたい文言だけを書き換えてください。",
				EN: "Copy the built-in file, and change in it only the words that you want otherwise.",
			})
		}
	}
}
