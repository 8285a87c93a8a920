package content

import (
	"io/fs"
	"net/netip"
	"net/url"
	"path"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"hikitsugi/internal/diag"
	"hikitsugi/internal/source"
)

// A Site is site.yaml: what holds for all pages and all organisations.
type Site struct {
	Title     Text      `key:"title,required"`
	Summary   Text      `key:"summary"` // a sentence for the first page and for search engines
	Publisher Text      `key:"publisher"`
	URL       Address   `key:"url"` // where it will be hosted
	Languages []string  `key:"languages,required" oneof:"ja en"`
	Timezone  Zone      `key:"timezone"` // what "today" means
	Contact   Mail      `key:"contact"`  // for feedback
	Org       Name      `key:"org"`      // the edition that is made by default
	Packet    []Name    `key:"packet"`   // columns whose checklists make the handover page, in order
	Fiscal    Month     `key:"fiscal"`   // in which the fiscal year begins
	Eras      bool      `key:"eras"`
	Fonts     Fonts     `key:"fonts"`
	Remind    []Period  `key:"remind"`
	Traits    Map[Text] `key:"traits"`
	Theme     Name      `key:"theme"`

	// BrokenTraits says that traits cannot all be read: a condition that is not among them
	// is no mistake of the one who names it.
	BrokenTraits bool
}

// Fonts are the font files of the packet, by language.
type Fonts struct {
	JA FontFile `key:"ja"`
	EN FontFile `key:"en"`
}

// A FontFile is a path from the folder that holds content/. Like all that is read of a
// project, it stands in that folder.
type FontFile struct {
	Path string // clean
	Pos  diag.Pos
}

func (f *FontFile) decodeNode(d *decoder, n *yaml.Node) {
	s, ok := d.scalar(n)
	if !ok {
		return
	}
	f.Path, f.Pos = path.Clean(s), d.pos(n)
	drive := len(s) > 1 && s[1] == ':'
	switch {
	case strings.TrimSpace(s) == "":
		d.wrongType(n, "フォントファイルのパス", "the path of a font file")
	case drive || strings.Contains(s, "://") || !fs.ValidPath(f.Path) || strings.HasPrefix(s, `\\`):
		d.add(f.Pos, diag.TYPE,
			diag.Textf("「%s」は、content/ のあるフォルダーの外です", "“%s” is outside the folder that holds content/", shorten(s)),
			diag.Text{JA: "フォントをそのフォルダーの中に置き、そこからのパスを fonts/a.ttf のように書いてください。", EN: "Put the font into that folder and write its path from there, as in fonts/a.ttf."})
	case strings.Contains(s, `\`):
		d.add(f.Pos, diag.TYPE,
			diag.Textf("「%s」の区切りが \\ です", "“%s” has \\ between its folders", shorten(s)),
			diag.Text{JA: "fonts/a.ttf のように / で区切ってください。どのシステムでも読めます。", EN: "Write /, as in fonts/a.ttf: every system reads that."})
	}
}

// Source returns the language in which pages are first written.
func (s *Site) Source() string { return s.Languages[0] }

// ParseSite reads site.yaml. It returns nil when the languages are not known,
// without which no page can be read.
func ParseSite(f *source.File) (*Site, diag.List) {
	s := &Site{}
	d := decodeFile(f, s)
	s.Fiscal = max(s.Fiscal, 1)
	if s.Timezone == "" {
		s.Timezone = "UTC"
	}
	if u := s.URL; u.URL != "" && !IsBase(u.URL) {
		d.add(u.Pos, diag.URL,
			diag.Text{JA: "サイトのURLには ?、#、空白を書けません", EN: "the URL of a site holds no ?, # or space"},
			diag.Text{JA: "公開するフォルダーまでを、https://notes.example/handbook/ のように書いてください。", EN: "Write it as far as the folder in which the site is hosted, as in https://notes.example/handbook/."})
	}
	for i, lang := range s.Languages {
		if lang == "" || slices.Contains(s.Languages[:i], lang) {
			return nil, d.diags
		}
	}
	if len(s.Languages) == 0 {
		return nil, d.diags
	}
	s.BrokenTraits = d.failed["traits"]
	return s, d.diags
}

// A Zone is a time zone by its IANA name.
type Zone string

func (z *Zone) decodeNode(d *decoder, n *yaml.Node) {
	s, ok := d.scalar(n)
	if _, err := time.LoadLocation(s); ok && (err != nil || s == "Local" || s == "") {
		d.add(d.pos(n), diag.TYPE,
			diag.Textf("%q という時間帯はありません", "the time zone %q is not known", s),
			diag.Text{JA: "Asia/Tokyo のように書きます。", EN: "Write it as in Asia/Tokyo."})
		return
	}
	*z = Zone(s)
}

// A Month is a month of the year, 1 to 12.
type Month int

func (m *Month) decodeNode(d *decoder, n *yaml.Node) {
	s, ok := d.scalar(n)
	i, err := strconv.Atoi(s)
	if ok && (err != nil || i < 1 || i > 12) {
		d.wrongType(n, "月（1〜12）", "a month, 1 to 12")
		return
	}
	*m = Month(i)
}

// A Mail is an e-mail address.
type Mail string

func (m *Mail) decodeNode(d *decoder, n *yaml.Node) {
	s, ok := d.scalar(n)
	local, host, two := strings.Cut(s, "@")
	// Nothing that would mean more behind mailto: than an address.
	if ok && (!two || local == "" || !strings.Contains(host, ".") || strings.ContainsAny(s, " <>\"'?&%,;:()[]\\\t\n")) {
		d.wrongType(n, "メールアドレス", "an e-mail address")
		return
	}
	*m = Mail(s)
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
	n, diags := parseYAML(f, 0, len(f.Data()))
	d.diags = diags
	switch {
	case n != nil:
		d.value(n, reflect.ValueOf(v).Elem(), "")
	case len(diags) == 0:
		d.add(diag.Pos{File: f.Path}, diag.YAML, diag.Text{JA: "ファイルが空です", EN: "the file is empty"}, diag.Text{})
	}
	d.unanswered()
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

// IsBase reports whether a site can be hosted at an address: the paths of its pages are
// written behind it.
func IsBase(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Hostname() != "" && u.User == nil &&
		!strings.ContainsFunc(u.Host, notInHost) && !strings.ContainsAny(address, "?# \t")
}

// notInHost reports whether no name or number of a host can hold r, as browsers
// have it: net/url lets quotation marks and the like pass.
func notInHost(r rune) bool {
	return r <= ' ' || r == 0x7f || strings.ContainsRune("\"'<>^`{|}%()*;,!$&+=~", r)
}

// onThisMachine reports whether a host is the machine that asks: what it answers goes over
// no network.
func onThisMachine(host string) bool {
	address, err := netip.ParseAddr(host)
	return err == nil && address.IsLoopback() || host == "localhost" || strings.HasSuffix(host, ".localhost")
}

// checkURL reports what keeps s from being an address that a page may lead to.
func checkURL(s string, pos diag.Pos) diag.List {
	var diags diag.List
	u, err := url.Parse(s)
	switch {
	case err != nil || u.Hostname() == "" || u.Opaque != "" || strings.ContainsFunc(u.Host, notInHost):
		diags.Add(pos, diag.URL,
			diag.Text{JA: "これはURLではありません", EN: "this is not a URL"},
			diag.Text{JA: "https:// から書いてください。", EN: "Begin with https://."})
		diags[0].Private = strings.Contains(s, "@") // what it means is unknown, and may be a password
	case u.User != nil:
		diags.Add(pos, diag.URL,
			diag.Text{JA: "URLに利用者名やパスワードが入っています", EN: "the URL holds a user name or a password"},
			diag.Text{JA: "取り除いてください。", EN: "Take it out."})
		diags[0].Private = true
	case u.Scheme == "http" && onThisMachine(u.Hostname()):
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
