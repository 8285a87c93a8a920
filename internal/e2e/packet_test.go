package e2e

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"hikitsugi/internal/build"
	"hikitsugi/internal/pdf"
)

// TestPacket prints the packets of the example and reads them back with tools
// that gen does not use.
func TestPacket(t *testing.T) {
	engine := startEngine(t)
	for edition, in := range withPlain(t) {
		site := buildExample(t, in)
		for _, lang := range languages {
			page := lang + "/handover/index.html"
			options := pdf.PrintOptions{Base: site.Base, Date: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)}
			file, err := engine.Print(t.Context(), site.files, page, options)
			if err != nil {
				t.Fatal(err)
			}
			p := packet{site, edition, lang, page, filepath.Join(t.TempDir(), "packet.pdf"), file}
			if err := os.WriteFile(p.path, file, 0o644); err != nil {
				t.Fatal(err)
			}
			t.Run(edition+"-"+lang, func(t *testing.T) {
				t.Run("file", p.testFile)
				t.Run("fonts", p.testFonts)
				t.Run("outline", p.testOutline)
				t.Run("numbers", p.testNumbers)
				t.Run("characters", p.testCharacters)
				t.Run("text", p.testText)
				t.Run("links", p.testLinks)
				t.Run("fields", p.testFields)
				t.Run("contents", p.testContents)
				if edition == "mihon" {
					t.Run("codes", p.testCodes)
				}
				if edition == "public" {
					t.Run("facts", p.testFacts)
				}
			})
		}
	}
}

// TestBothLanguages prints the packet with both languages side by side: all that is
// in either, nothing twice under one name.
func TestBothLanguages(t *testing.T) {
	engine := startEngine(t)
	site := buildExample(t, build.Input{Project: project, Org: "mihon"})
	const page = "handover/index.html"
	file, err := engine.Print(t.Context(), site.files, page, pdf.PrintOptions{
		Base: site.Base, Date: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC),
		Warn: func(long pdf.TooLong) { t.Errorf("%s takes %d pages", long.Title, long.Pages) },
	})
	if err != nil {
		t.Fatal(err)
	}
	p := packet{site, "mihon", "ja", page, filepath.Join(t.TempDir(), "packet.pdf"), file}
	if err := os.WriteFile(p.path, file, 0o644); err != nil {
		t.Fatal(err)
	}
	t.Run("fonts", p.testFonts)
	t.Run("outline", p.testOutline)
	t.Run("characters", p.testCharacters)
	if out := tool(t, "qpdf", "--check", p.path); strings.Contains(out, "WARNING") {
		t.Errorf("qpdf --check says %s", out)
	}
	if text := tool(t, "pdfinfo", "-meta", p.path); !strings.Contains(text, "<pdfuaid:part>1</pdfuaid:part>") {
		t.Error("something in the page speaks against PDF/UA-1")
	}
	text := squeeze(tool(t, "pdftotext", "-raw", p.path, "-"))
	for _, lang := range languages {
		for _, chapter := range elements(elements(site.page(t, lang+"/handover/index.html"), atom.Main)[0], atom.H1, atom.H2, atom.H3) {
			if title := squeeze(words(chapter)); !strings.Contains(text, title) {
				t.Errorf("%s: %s is not there", lang, title)
			}
		}
	}
	ids := map[string]bool{}
	for n := range site.page(t, page).Descendants() {
		if id, ok := attribute(n, "id"); ok {
			if ids[id] {
				t.Errorf("the id %s stands there twice", id)
			}
			ids[id] = true
		}
	}
}

func startEngine(t *testing.T) *pdf.Engine {
	t.Helper()
	browser, err := findBrowser()
	if err != nil {
		t.Fatal(err)
	}
	home, _ := os.UserHomeDir()
	fonts, err := pdf.FindFonts(pdf.FontDirs(runtime.GOOS, home, os.Getenv("WINDIR")))
	if err != nil {
		t.Fatal(err)
	}
	engine, err := pdf.Start(t.Context(), pdf.Options{Browser: browser, Fonts: fonts})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := engine.Close(); err != nil {
			t.Error(err)
		}
	})
	return engine
}

// A packet is a printed handover page.
type packet struct {
	site                      example
	edition, lang, page, path string
	file                      []byte
}

// tool runs a tool of poppler-utils or qpdf and returns what it says.
func tool(t *testing.T, name string, arguments ...string) string {
	t.Helper()
	out, err := exec.Command(name, arguments...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", name, arguments, err, out)
	}
	return string(out)
}

// info returns a line of pdfinfo.
func (p packet) info(t *testing.T, key string) string {
	t.Helper()
	for line := range strings.Lines(tool(t, "pdfinfo", p.path)) {
		if value, ok := strings.CutPrefix(line, key+":"); ok {
			return strings.TrimSpace(value)
		}
	}
	t.Fatalf("pdfinfo has no %s", key)
	return ""
}

func (p packet) pages(t *testing.T) int {
	t.Helper()
	n, err := strconv.Atoi(p.info(t, "Pages"))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func (p packet) testFile(t *testing.T) {
	if got := p.info(t, "Tagged"); got != "yes" {
		t.Errorf("Tagged: %s", got)
	}
	if got, want := p.info(t, "Title"), words(elements(p.site.page(t, p.page), atom.Title)[0]); got != want {
		t.Errorf("Title: %s, want %s", got, want)
	}
	if got := p.info(t, "Page size"); !strings.HasSuffix(got, "(A4)") {
		t.Errorf("Page size: %s", got)
	}
	if got := p.info(t, "Form"); got != "AcroForm" {
		t.Errorf("Form: %s", got)
	}
	if !bytes.Contains(p.file, []byte("<pdfuaid:part>1</pdfuaid:part>")) {
		t.Error("the file does not say that it is PDF/UA-1: something in the page speaks against it")
	}
	if n := p.pages(t); n <= 5 {
		t.Errorf("%d pages", n)
	}
	if out := tool(t, "qpdf", "--check", p.path); !strings.Contains(out, "No syntax or stream encoding errors found") || strings.Contains(out, "WARNING") {
		t.Errorf("qpdf --check says %s", out)
	}
}

func (p packet) testFonts(t *testing.T) {
	table := strings.Split(strings.TrimSpace(tool(t, "pdffonts", p.path)), "\n")
	if len(table) < 4 {
		t.Fatalf("pdffonts lists %q", table)
	}
	for _, font := range table[2:] {
		f := strings.Fields(font)
		// name, type in several words, encoding, emb, sub, uni, object, generation
		if columns := f[len(f)-5 : len(f)-2]; strings.Contains(font, "Type 3") || !slices.Equal(columns, []string{"yes", "yes", "yes"}) {
			t.Errorf("not embedded as outlines, in parts and with its characters: %s", font)
		}
		if !strings.Contains(f[0], "+BIZUD") && !strings.Contains(f[0], "+Liberation") && !strings.Contains(f[0], "+NotoSans") {
			t.Errorf("a font that happens to be there is used: %s", font)
		}
	}
}

func (p packet) testOutline(t *testing.T) {
	api.DisableConfigDir()
	marks, err := api.Bookmarks(bytes.NewReader(p.file), model.NewDefaultConfiguration())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	var walk func([]pdfcpu.Bookmark)
	walk = func(marks []pdfcpu.Bookmark) {
		for _, m := range marks {
			got = append(got, strings.Join(strings.Fields(m.Title), " "))
			walk(m.Kids)
		}
	}
	walk(marks)
	var want []string
	for _, heading := range elements(elements(p.site.page(t, p.page), atom.Main)[0], atom.H1, atom.H2, atom.H3) {
		want = append(want, words(heading))
	}
	if !slices.Equal(got, want) {
		t.Errorf("the outline is\n%s\nthe headings are\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// text returns the text of the pages as it stands in the file. The margins of the
// print styles are left out, for a paragraph may run over to the next page; the
// numbers are in points.
func (p packet) text(t *testing.T) string {
	t.Helper()
	return tool(t, "pdftotext", "-raw", "-x", "70", "-y", "62", "-W", "492", "-H", "728", p.path, "-")
}

func (p packet) testNumbers(t *testing.T) {
	n := p.pages(t)
	foot := tool(t, "pdftotext", "-x", "200", "-y", "791", "-W", "200", "-H", "51", p.path, "-")
	var got, want []string
	for page := range strings.SplitSeq(strings.TrimSuffix(foot, "\f"), "\f") {
		got = append(got, squeeze(page)) // the gaps are too small to be read as spaces everywhere
	}
	for i := range n {
		want = append(want, strconv.Itoa(i+1)+"/"+strconv.Itoa(n))
	}
	if !slices.Equal(got, want) {
		t.Errorf("the pages say %q at the foot, want %q", got, want)
	}
}

func (p packet) testCharacters(t *testing.T) {
	wrong := regexp.MustCompile(`[\x{2E80}-\x{2FDF}\x{FFFD}\p{Co}]`)
	all := tool(t, "pdftotext", p.path, "-")
	if found := wrong.FindAllString(all, -1); len(found) > 0 {
		t.Errorf("the text has %+q", found)
	}
	if len(all) < 2000 {
		t.Errorf("the text is short: %q", all)
	}
}

func (p packet) testText(t *testing.T) {
	text := squeeze(p.text(t))
	says := func(what string, list []string) {
		for _, s := range list {
			if !strings.Contains(text, squeeze(s)) {
				t.Errorf("%s is not there: %s", what, s)
			}
		}
		if len(list) == 0 {
			t.Errorf("%s: none was looked for", what)
		}
	}
	once := func(s source) {
		for _, paragraph := range s.paragraphs {
			if n := strings.Count(text, squeeze(paragraph)); n != 1 {
				t.Errorf("a paragraph is there %d times: %s", n, paragraph)
			}
		}
		if len(s.paragraphs) == 0 {
			t.Error("no paragraph was looked for")
		}
	}
	item := func(id string) bool { return id != "" && id != "first-time" } // the sections of items
	everything := func(string) bool { return true }
	// read reads what both files of a page say in the language of the packet: the
	// first has the front matter of both.
	read := func(name string, wanted func(string) bool, without ...string) source {
		s := readSource(t, name+"."+p.lang+".md", p.lang, wanted, without...)
		if p.lang != "ja" {
			s.front = append(s.front, readSource(t, name+".ja.md", p.lang, wanted, without...).front...)
		}
		return s
	}

	column := read("content/columns/admin-handover", item, "summary", "author")
	once(column)
	says("a text of the column", column.front)
	says("a trait", readSource(t, "content/site.yaml", p.lang, item, "title", "summary", "publisher").front)
	if p.edition == "public" {
		return
	}
	says("a fact", readSource(t, "content/orgs/mihon/org.yaml", p.lang, item, "history").front)
	says("a guide", readSource(t, "content/links.yaml", p.lang, item).front)
	for _, slug := range []string{"lost-device", "replacement"} {
		runbook := read("content/runbooks/"+slug, everything)
		once(runbook)
		says("a heading", runbook.headings)
		says("a cell", runbook.cells)
		says("a text of a runbook", runbook.front)
	}
}

// testLinks: out of the file, links lead to what the content names, and to the
// address of the site.
func (p packet) testLinks(t *testing.T) {
	targets := addresses(t)
	found := 0
	for line := range strings.Lines(tool(t, "pdfinfo", "-url", p.path)) {
		f := strings.Fields(line)
		if len(f) != 3 || f[0] == "Page" {
			continue
		}
		found++
		if address := f[2]; !slices.Contains(targets, address) && !strings.HasPrefix(address, p.site.Base) {
			t.Errorf("page %s has a link to %s", f[0], address)
		}
	}
	if found < 5 {
		t.Errorf("only %d links lead out of the file", found)
	}
}

// testFacts: nothing of an organisation is in the public packet, nor in any other
// file of that edition.
func (p packet) testFacts(t *testing.T) {
	files := p.site.contents(t)
	files["the text of the packet"] = []byte(p.text(t))
	files["the packet"] = []byte(tool(t, "qpdf", "--qdf", p.path, "-"))
	for name, data := range files {
		for _, fact := range factsOf(t) {
			if strings.Contains(squeeze(string(data)), squeeze(fact)) || strings.Contains(name, fact) {
				t.Errorf("%s has %q", name, fact)
			}
		}
	}
}

// testFields: boxes and blanks can be filled in, and what stands in a sealed
// envelope cannot.
func (p packet) testFields(t *testing.T) {
	var out struct {
		Acroform struct {
			Fields []struct {
				Fullname, Alternativename, Fieldtype string
			}
		}
	}
	if err := json.Unmarshal([]byte(tool(t, "qpdf", "--json", "--json-key=acroform", p.path)), &out); err != nil {
		t.Fatal(err)
	}
	kinds := map[string]string{}
	for _, f := range out.Acroform.Fields {
		if f.Alternativename == "" {
			t.Errorf("the field %s is not described", f.Fullname)
		}
		kinds[f.Fullname] = f.Fieldtype
	}
	want := map[string]string{
		"android-enterprise.given": "/Btn", "android-enterprise.where": "/Tx", "apns.next-done-on": "/Tx",
		"_copies.1.returned-on": "/Tx", "_sign-off.to-on": "/Tx", "_incident.log.1.what": "/Tx",
	}
	if p.edition != "public" {
		want["lost-call.done"], want["lost-call.time"], want["lost-device.log.1.who"] = "/Btn", "/Tx", "/Tx"
	}
	for name, kind := range want {
		if kinds[name] != kind {
			t.Errorf("the field %s is %q, want %q", name, kinds[name], kind)
		}
	}
	page := p.site.page(t, p.page)
	drawn := 0
	for node := range page.Descendants() {
		if node.Type != html.ElementNode || !slices.ContainsFunc(node.Attr, func(a html.Attribute) bool { return a.Key == "data-drawn" }) {
			continue
		}
		drawn++
		for _, a := range elementsWith(node, "data-field") {
			t.Errorf("the field %q stands in a sealed envelope", a)
		}
	}
	if drawn == 0 {
		t.Error("the page has no sheet for a sealed envelope")
	}
}

// elementsWith returns the values of an attribute below a node.
func elementsWith(root *html.Node, key string) []string {
	var values []string
	for node := range root.Descendants() {
		for _, a := range node.Attr {
			if a.Key == key {
				values = append(values, a.Val)
			}
		}
	}
	return values
}

// testContents: the numbers of the table of contents are those of the pages on which
// the chapters are, and runbooks begin on right-hand pages.
func (p packet) testContents(t *testing.T) {
	var pages []string
	numbers := map[string]int{} // what a line ends with, by what it begins with
	for page := range strings.SplitSeq(strings.TrimSuffix(tool(t, "pdftotext", "-layout", p.path, "-"), "\f"), "\f") {
		pages = append(pages, squeeze(page))
		for line := range strings.Lines(page) {
			fields := strings.Fields(line)
			if len(fields) < 2 {
				continue
			}
			title := strings.Join(fields[:len(fields)-1], "")
			if number, err := strconv.Atoi(fields[len(fields)-1]); err == nil && numbers[title] == 0 {
				numbers[title] = number
			}
		}
	}
	root := p.site.page(t, p.page)
	listed := 0
	for _, nav := range elements(root, atom.Nav) {
		if class, _ := attribute(nav, "class"); !strings.Contains(class, "packet-contents") {
			continue
		}
		for _, link := range elements(nav, atom.A) {
			href, _ := attribute(link, "href")
			heading := byID(root, strings.TrimPrefix(href, "#"))
			if heading == nil {
				t.Fatalf("the contents lead to %s, which is not there", href)
			}
			title := squeeze(words(link))
			number := numbers[title]
			if number < 1 || number > len(pages) {
				t.Errorf("the contents do not number %q", title)
				continue
			}
			listed++
			if !strings.Contains(pages[number-1], squeeze(words(heading))) {
				t.Errorf("%q is not on page %d, as the contents say", title, number)
			}
			if class, _ := attribute(heading.Parent, "class"); strings.Contains(class, "paper-runbook") && number%2 == 0 {
				t.Errorf("the runbook %q begins on the left-hand page %d", title, number)
			}
		}
	}
	if listed < 10 {
		t.Errorf("only %d lines of the contents were read", listed)
	}
}

// byID returns the element with that id, or nil.
func byID(root *html.Node, id string) *html.Node {
	for n := range root.Descendants() {
		if got, ok := attribute(n, "id"); ok && got == id {
			return n
		}
	}
	return nil
}

// testCodes scans the pages: the cover's code leads to the page that knows whether
// the packet is current, the others to the guides.
func (p packet) testCodes(t *testing.T) {
	dir := t.TempDir()
	tool(t, "pdftoppm", "-r", "200", "-gray", "-png", "-l", "10", p.path, filepath.Join(dir, "page"))
	pictures, err := filepath.Glob(filepath.Join(dir, "*.png"))
	if err != nil || len(pictures) == 0 {
		t.Fatal(err, pictures)
	}
	out, err := exec.Command("zbarimg", append([]string{"--quiet", "--raw"}, pictures...)...).Output()
	if err != nil && len(out) == 0 {
		t.Fatal(err)
	}
	read := strings.Fields(string(out))
	want := []string{p.site.Base + "verify/#" + p.site.Site.PacketID()}
	for _, page := range p.site.Site.Packet {
		for _, item := range page.Items {
			for _, name := range item.Guides {
				want = append(want, p.site.Site.Link(name.ID).URL.URL)
			}
		}
	}
	for _, address := range want {
		if !slices.Contains(read, address) {
			t.Errorf("no code leads to %s", address)
		}
	}
}
