package content

import (
	"net/url"
	"reflect"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"hikitsugi/internal/diag"
	"hikitsugi/internal/source"
)

// A Site is site.yaml: what holds for all pages and all organisations.
type Site struct {
	Title     Text      `key:"title,required"`
	Publisher Text      `key:"publisher"`
	URL       Address   `key:"url"` // where it will be hosted
	Languages []string  `key:"languages,required" oneof:"ja en"`
	Timezone  string    `key:"timezone"` // IANA name; what "today" means
	Contact   string    `key:"contact"`  // e-mail address for feedback
	Org       Name      `key:"org"`      // the edition that is made by default
	Packet    []Name    `key:"packet"`   // columns whose checklists make the handover page, in order
	Fiscal    int       `key:"fiscal"`   // the month, 1 to 12, in which the fiscal year begins
	Eras      bool      `key:"eras"`
	Fonts     Fonts     `key:"fonts"`
	Remind    []Span    `key:"remind"`
	Traits    Map[Text] `key:"traits"`
	Theme     Name      `key:"theme"`
	Pos       diag.Pos
}

// Fonts are the font files of the packet, by language.
type Fonts struct {
	JA string `key:"ja"`
	EN string `key:"en"`
}

// Source returns the language in which pages are first written.
func (s *Site) Source() string { return s.Languages[0] }

// ParseSite reads site.yaml. It returns nil when a build cannot go on without
// what is wrong.
func ParseSite(f *source.File) (*Site, diag.List) {
	s := &Site{}
	d := decodeFile(f, s)
	if d.diags.HasErrors(false) {
		return nil, d.diags
	}
	if s.Fiscal == 0 {
		s.Fiscal = 1
	}
	if s.Fiscal > 12 {
		d.add(s.Pos, diag.TYPE, diag.Textf("fiscal の %d は月ではありません", "fiscal is %d, which is no month", s.Fiscal), diag.Text{})
	}
	if s.Timezone == "" {
		s.Timezone = "UTC"
	}
	if _, err := time.LoadLocation(s.Timezone); err != nil || s.Timezone == "Local" {
		d.add(s.Pos, diag.TYPE,
			diag.Textf("timezone の %q は知られていません", "the timezone %q is not known", s.Timezone),
			diag.Text{JA: "Asia/Tokyo のように書きます。", EN: "Write it as in Asia/Tokyo."})
	}
	if len(s.Languages) == 0 || len(s.Languages) != len(slices.Compact(slices.Sorted(slices.Values(s.Languages)))) {
		d.add(s.Pos, diag.TYPE,
			diag.Text{JA: "languages には ja と en の一方または両方を1回ずつ書きます", EN: "languages lists ja, en or both, once each"}, diag.Text{})
	}
	if s.Contact != "" && !isMail(s.Contact) {
		d.add(s.Pos, diag.TYPE, diag.Textf("contact の %q はメールアドレスではありません", "the contact %q is no e-mail address", s.Contact), diag.Text{})
	}
	if d.diags.HasErrors(false) {
		return nil, d.diags
	}
	return s, d.diags
}

// isMail reports whether s can stand behind mailto: and be read as an address.
func isMail(s string) bool {
	local, host, ok := strings.Cut(s, "@")
	return ok && local != "" && strings.Contains(host, ".") && !strings.ContainsAny(s, " <>\"'?&%,;:()[]\\\t\n")
}

// Links is links.yaml: every external guide, once.
type Links Map[Link]

// A Link is an external page.
type Link struct {
	Title   Text    `key:"title,required"`
	URL     Address `key:"url,required"`
	By      Text    `key:"by"` // whose page it is
	Lang    string  `key:"lang" oneof:"ja en"`
	Checked Date    `key:"checked"` // the day on which somebody opened it
}

// ParseLinks reads links.yaml.
func ParseLinks(f *source.File) (Links, diag.List) {
	var m Map[Link]
	d := decodeFile(f, &m)
	seen := map[string]string{}
	for _, e := range m {
		if first, dup := seen[e.Value.URL.URL]; dup && e.Value.URL.URL != "" {
			d.add(e.Value.URL.Pos, diag.LINK2,
				diag.Textf("この行き先は %s にもあります", "the same address stands under %s", first),
				diag.Textf("%s を使い、こちらを消してください。", "Use %s and remove this one.", first))
			continue
		}
		seen[e.Value.URL.URL] = e.Key.ID
	}
	return Links(m), d.diags
}

// decodeFile decodes a whole YAML file into v, a pointer.
func decodeFile(f *source.File, v any) *decoder {
	d := &decoder{file: f}
	n, diags := parseYAML(f, 0, len(f.Data))
	d.diags = diags
	switch {
	case n != nil:
		d.value(n, reflect.ValueOf(v).Elem(), "")
	case len(diags) == 0:
		d.add(diag.Pos{File: f.Path}, diag.YAML, diag.Text{JA: "ファイルが空です", EN: "the file is empty"}, diag.Text{})
	}
	return d
}

// An Address is an absolute URL that a page may lead to.
type Address struct {
	URL string
	Pos diag.Pos
}

func (a *Address) decodeNode(d *decoder, n *yaml.Node) {
	s, ok := d.scalar(n)
	if !ok {
		return
	}
	a.Pos = d.pos(n)
	if diags := checkURL(s, a.Pos); len(diags) > 0 {
		d.diags = append(d.diags, diags...)
		if diags.HasErrors(false) {
			return
		}
	}
	a.URL = s
}

// checkURL reports what keeps s from being an address that a page may lead to.
func checkURL(s string, pos diag.Pos) diag.List {
	var diags diag.List
	u, err := url.Parse(s)
	switch {
	case err != nil || u.Host == "" || u.Opaque != "":
		diags.Add(pos, diag.URL,
			diag.Textf("%q はURLではありません", "%q is not a URL", shorten(s)),
			diag.Text{JA: "https:// から書いてください。", EN: "Begin with https://."})
	case u.User != nil:
		diags.Add(pos, diag.URL,
			diag.Text{JA: "URLに利用者名やパスワードが入っています", EN: "the URL holds a user name or a password"},
			diag.Text{JA: "取り除いてください。", EN: "Take it out."})
	case u.Scheme == "http":
		diags = append(diags, diag.Diag{Pos: pos, Code: diag.URL, Mild: true,
			What: diag.Text{JA: "https ではありません", EN: "this is not https"},
			Do:   diag.Text{JA: "https のページがあれば、そちらにしてください。", EN: "Use the https page if there is one."}})
	case u.Scheme != "https":
		diags.Add(pos, diag.URL,
			diag.Textf("%q はhttpsのURLではありません", "%q is not an https URL", shorten(s)),
			diag.Text{JA: "https:// から書いてください。", EN: "Begin with https://."})
	}
	return diags
}
