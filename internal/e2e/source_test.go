package e2e

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"go.yaml.in/yaml/v4"
)

// A source is what an author wrote in one file for one language, read by a
// splitter that shares nothing with the one under test.
type source struct {
	front      []string // texts of the front matter
	headings   []string
	paragraphs []string
	cells      []string // of tables
}

// readSource reads a file of the project. Of its sections it takes those that
// wanted accepts; before the first heading the id is "". Of the front matter it
// leaves out the keys without.
func readSource(t *testing.T, name, lang string, wanted func(id string) bool, without ...string) source {
	t.Helper()
	data, err := fs.ReadFile(project, name)
	if err != nil {
		t.Fatal(err)
	}
	var s source
	body := string(data)
	if strings.HasSuffix(name, ".md") {
		_, rest, _ := strings.Cut(body, "---\n")
		var front string
		front, body, _ = strings.Cut(rest, "\n---\n")
		s.front = frontTexts(t, front, lang, strings.HasSuffix(name, "."+lang+".md"), without)
	} else {
		s.front, body = frontTexts(t, body, lang, true, without), ""
	}
	section, directive := "", false
	var paragraph []string
	end := func() {
		if len(paragraph) > 0 && wanted(section) {
			s.paragraphs = append(s.paragraphs, plain(strings.Join(paragraph, "\n"))...)
		}
		paragraph = nil
	}
	heading := regexp.MustCompile(`^#+ (.*) \{#(.*)\}$`)
	for line := range strings.Lines(body) {
		line = strings.TrimSpace(strings.TrimPrefix(line, "> "))
		switch found := heading.FindStringSubmatch(line); {
		case found != nil:
			end()
			section = found[2]
			if wanted(section) {
				s.headings = append(s.headings, plain(found[1])...)
			}
		case strings.HasPrefix(line, ":::"):
			end()
			directive = !directive
		case line == "" || strings.HasPrefix(line, "[!"):
			end()
		case strings.HasPrefix(line, "|"):
			for cell := range strings.SplitSeq(strings.Trim(line, "|"), "|") {
				if wanted(section) && strings.Trim(cell, "- ") != "" {
					s.cells = append(s.cells, plain(cell)...)
				}
			}
		case !directive:
			paragraph = append(paragraph, line)
		}
	}
	end()
	return s
}

// frontTexts returns the texts of a YAML document in one language: those that
// say which they are in and, if own says that the document is in that language,
// its plain ones: titles and summaries, and the facts that are in none.
func frontTexts(t *testing.T, document, lang string, own bool, without []string) []string {
	t.Helper()
	var root any
	if err := yaml.Unmarshal([]byte(document), &root); err != nil {
		t.Fatal(err)
	}
	var texts []string
	var walk func(key string, value any)
	walk = func(key string, value any) {
		switch v := value.(type) {
		case map[string]any:
			if text, ok := v[lang].(string); ok {
				texts = append(texts, text)
				return
			}
			for k, child := range v {
				if !slices.Contains(without, k) {
					walk(k, child)
				}
			}
		case []any:
			for _, child := range v {
				walk(key, child)
			}
		case string:
			if own && slices.Contains([]string{"title", "summary", "tel", "account", "secret"}, key) {
				texts = append(texts, v)
			}
		}
	}
	walk("", root)
	return texts
}

var (
	link   = regexp.MustCompile(`\[([^\]]*)\]\([^)]*\)`)
	mark   = regexp.MustCompile("[*`]+")
	beside = regexp.MustCompile(`<https://[^>]*>`) // paper shows the address of a link after it
)

// plain takes the marks out of a text; where it has a link without a text of its
// own, it is cut.
func plain(text string) []string {
	text = strings.ReplaceAll(link.ReplaceAllString(text, "\x00$1\x00"), "\x00\x00", "\x01")
	text = mark.ReplaceAllString(strings.ReplaceAll(text, "\x00", ""), "")
	return strings.Split(text, "\x01")
}

// squeeze takes all white space out of a text, and the addresses that paper shows.
func squeeze(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
	return beside.ReplaceAllString(text, "")
}

// addresses returns where the content may lead: its links, and the telephones of
// the organisation.
func addresses(t *testing.T) []string {
	t.Helper()
	var found []string
	for name, pattern := range map[string]string{
		"content/links.yaml":          `url: "?(https://[^"},\s]+)`,
		"content/orgs/mihon/org.yaml": `(tel): ([0-9-]+)`,
	} {
		data, err := fs.ReadFile(project, name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(string(data), -1) {
			found = append(found, strings.Join(m[1:], ":"))
		}
	}
	return found
}

// factsOf returns what only the organisation knows: names of people and contacts,
// numbers, accounts, and where secrets are kept.
func factsOf(t *testing.T) []string {
	t.Helper()
	data, err := fs.ReadFile(project, "content/orgs/mihon/org.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var root any
	if err := yaml.Unmarshal(data, &root); err != nil {
		t.Fatal(err)
	}
	facts := []string{"mihon", "vault:", "03-0000-"}
	var walk func(telling bool, value any)
	walk = func(telling bool, value any) {
		switch v := value.(type) {
		case map[string]any:
			for k, child := range v {
				switch k {
				case "name", "tel", "account", "secret", "where":
					walk(true, child)
				default:
					walk(telling, child)
				}
			}
		case []any:
			for _, child := range v {
				walk(telling, child)
			}
		case string:
			if telling {
				facts = append(facts, v)
			}
		}
	}
	walk(false, root)
	return facts
}
