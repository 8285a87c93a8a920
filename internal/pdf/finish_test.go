package pdf

import (
	"bytes"
	"encoding/json"
	"image"
	"image/png"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/form"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

const finishBody = `<h1>引継ぎ書</h1>
<ol><li>一つ目<ol><li>内側</li></ol></li><li><a href="#apns">二つ目</a></li></ol>
<p class="more">本文</p>
<div class="lined"><div>段一</div><div>段二<em>強く</em></div></div>
<p lang="en">English text here</p>
<h2 id="apns">証明書</h2>
<p><img src="dot.png" alt="点の図"> <img src="dot.png" alt=""> <svg role="img" aria-label="検証用のQR" width="20" height="20"><path d="M0 0h9v9z"/></svg></p>
<dl><div><dt>責任者</dt><dd data-field="apns/owner" data-label="責任者">佐藤</dd></div></dl>
<table><thead><tr><th scope="col">渡</th><th scope="col">日</th><th scope="col">メモ</th></tr></thead><tbody>
<tr><td data-field="apns/given" data-label="渡: 証明書"><span class="box" role="img" aria-label="確認欄"></span></td>
<td><p data-field="apns/given-on" data-label="渡した日"><span class="blank" role="img" aria-label="記入欄"></span></p></td>
<td class="cell" data-field="apns/note" data-label="メモ"></td></tr></tbody></table>
<p data-field="apns/given-on" data-label="渡した日">もう一度 <span class="blank"></span></p>
<p data-field="apns/received" data-label="受"><span class="box on" role="img" aria-label="済"></span> 2027-04-01</p>
<div data-drawn><p data-field="apns/password" data-label="パスワード"><span class="blank" role="img" aria-label="手で書く欄"></span></p></div>
<div data-field="apns/key" data-label="鍵"><p data-drawn><span class="blank" role="img" aria-label="手で書く欄"></span></p></div>
<p><a href="https://example.com/a">参考<br>文献</a></p>`

// finishStyles print links as a theme might: with their addresses behind them.
const finishStyles = `
.box { display: inline-block; width: 5mm; height: 5mm; border: 1px solid }
.blank { display: inline-block; width: 30mm; height: 6mm; border-bottom: 1px solid }
.more::after { content: "（続く）" } .lined { border-top: 1px solid }
td { border: 1px solid; width: 30mm; height: 15mm }
a::after { content: " <" attr(href) ">" }`

// printFinish prints the page of these tests.
func printFinish(t *testing.T, attachments ...Attachment) []byte {
	t.Helper()
	var dot bytes.Buffer
	if err := png.Encode(&dot, image.NewGray(image.Rect(0, 0, 7, 5))); err != nil {
		t.Fatal(err)
	}
	site := sitePage(finishBody)
	site["ja/handover/dot.png"] = sitePage("")[testPage]
	site["ja/handover/dot.png"].Data = dot.Bytes()
	site["theme/print.css"].Data = append(site["theme/print.css"].Data, finishStyles...)
	file, err := startEngine(t, testOptions(t)).Print(t.Context(), site, testPage, PrintOptions{
		Base: "https://docs.example.jp/", Date: testDay, Attachments: attachments,
	})
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// The structure that a screen reader gets: pdfinfo says it without what else is
// known of the elements.
const finishStructure = `Document
H1 "引継ぎ書"
L
LI
Lbl "1. "
LBody
P "一つ目"
L
LI
Lbl "1. "
LBody
P "内側"
LI
Lbl "2. "
LBody
P
Link "二つ目" " <#apns>" Object
P "本文" "（続く）"
P "段一"
P "段二"
Span "強く"
P "English text here"
H2 "証明書"
P
Figure
" " " "
Figure
P "責任者"
P "佐藤"
Table
TR
TH "渡"
TH "日"
TH "メモ"
TR
TD
Form Object
TD
P
Form Object
TD
Form Object
P "もう一度 "
Form Object
P
Figure
" 2027-04-01"
P
Figure
P
Figure
P
Link "参考" "文献" " <https://example.com/a>" Object Object
`

func TestFinish(t *testing.T) {
	file := printFinish(t)

	t.Run("structure", func(t *testing.T) {
		var got strings.Builder
		for line := range strings.Lines(string(tool(t, file, "pdfinfo", "-struct-text", "FILE"))) {
			line = strings.TrimSpace(line)
			kind, _, _ := strings.Cut(strings.TrimSuffix(line, ":"), " ")
			switch {
			case line == "" || line[0] == '/' || line == `""`:
			case line[0] == '"':
				got.WriteString(" " + line)
			case kind == "Object":
				got.WriteString(" Object")
			default:
				got.WriteString("\n" + kind)
			}
		}
		want := strings.ReplaceAll(strings.TrimSpace(finishStructure), "\n\"", " \"")
		if got := strings.TrimSpace(got.String()); got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
	})

	t.Run("accessible", func(t *testing.T) {
		d, err := readDocument(file)
		if err != nil {
			t.Fatal(err)
		}
		if faults, err := d.faults(); err != nil || len(faults) > 0 {
			t.Errorf("%v, %q", err, faults)
		}
		if !bytes.Contains(file, []byte("<pdfuaid:part>1</pdfuaid:part>")) {
			t.Error("the file does not say that it is PDF/UA-1")
		}
		plain := unpacked(t, file)
		for _, want := range []string{"/Lang (en)", "/PageMode /UseOutlines", "/DisplayDocTitle true", "/Type /Pagination"} {
			if !bytes.Contains(plain, []byte(want)) {
				t.Errorf("the file lacks %q", want)
			}
		}
		for _, said := range []string{"点の図", "検証用のQR", "二つ目", "参考文献 <https://example.com/a>"} {
			if !bytes.Contains(bytes.ToUpper(plain), []byte(textString(said))) {
				t.Errorf("the file does not say %q of a figure or a link", said)
			}
		}
	})

	t.Run("whole", func(t *testing.T) {
		d, err := readDocument(file)
		if err != nil {
			t.Fatal(err)
		}
		var walk func(o types.Object)
		walk = func(o types.Object) {
			switch o := o.(type) {
			case types.IndirectRef:
				if d.get(o) == nil {
					t.Errorf("%v is named and is not there", o)
				}
			case types.Array:
				for _, item := range o {
					walk(item)
				}
			case types.Dict:
				for _, value := range o {
					walk(value)
				}
			}
		}
		for _, n := range d.numbers() {
			walk(d.object(n))
		}
	})

	t.Run("metadata", func(t *testing.T) {
		got := string(tool(t, file, "pdfinfo", "-meta", "FILE"))
		for _, want := range []string{
			`<rdf:li xml:lang="ja">引継ぎ書</rdf:li>`, `<dc:language><rdf:Bag><rdf:li>ja</rdf:li></rdf:Bag></dc:language>`,
			`<xmp:CreateDate>2026-04-01T00:30:00Z</xmp:CreateDate>`, `<xmp:CreatorTool>Hikitsugi</xmp:CreatorTool>`,
		} {
			if !strings.Contains(got, want) {
				t.Errorf("XMP lacks %s:\n%s", want, got)
			}
		}
	})
}

// formFields returns the fields of a file as qpdf reads them: what is in each of
// their places, by name.
func formFields(t *testing.T, file []byte) map[string][]string {
	t.Helper()
	var out struct {
		Acroform struct {
			Fields []struct {
				Fullname, Alternativename string
				Value                     any
			}
		}
	}
	if err := json.Unmarshal(tool(t, file, "qpdf", "--json", "--json-key=acroform", "FILE"), &out); err != nil {
		t.Fatal(err)
	}
	fields := map[string][]string{}
	for _, f := range out.Acroform.Fields {
		value, _ := f.Value.(string)
		fields[f.Fullname] = append(fields[f.Fullname], value)
	}
	return fields
}

// TestFields fills the form with another program's hands and reads it back.
func TestFields(t *testing.T) {
	file := printFinish(t)
	want := map[string][]string{"apns.given": {"/Off"}, "apns.given-on": {"", ""}, "apns.note": {""}}
	if got := formFields(t, file); !maps.EqualFunc(got, want, slices.Equal) {
		t.Fatalf("the fields are %q, want %q", got, want)
	}

	group, err := api.ExportForm(bytes.NewReader(file), "", model.NewDefaultConfiguration())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range group.Forms[0].TextFields {
		f.Value = "2027-04-01"
		if multiline := f.Name == "apns.note"; f.Multiline != multiline {
			t.Errorf("%s has several lines: %v", f.Name, f.Multiline)
		}
	}
	for _, f := range group.Forms[0].CheckBoxes {
		f.Value = true
	}
	filled := fillForm(t, file, group)
	want = map[string][]string{"apns.given": {"/Yes"}, "apns.given-on": {"u:2027-04-01", "u:2027-04-01"}, "apns.note": {"u:2027-04-01"}}
	got := formFields(t, filled)
	for name, values := range got {
		for i, value := range values {
			values[i] = strings.Replace(value, "u:", "", 1)
		}
		for i := range want[name] {
			want[name][i] = strings.Replace(want[name][i], "u:", "", 1)
		}
	}
	if !maps.EqualFunc(got, want, slices.Equal) {
		t.Errorf("filled in: %q, want %q", got, want)
	}
	if n := strings.Count(text(t, filled), "2027-04-01"); n != 4 {
		t.Errorf("what was filled in is shown %d times, want 3 and one that was printed", n)
	}
	page := func(file []byte) []byte { return tool(t, file, "pdftoppm", "-r", "50", "-f", "2", "-gray", "FILE") }
	if before, after := page(file), page(filled); bytes.Equal(before, after) {
		t.Error("nothing that was filled in is printed")
	}
}

func fillForm(t *testing.T, file []byte, group *form.FormGroup) []byte {
	t.Helper()
	values, err := json.Marshal(group)
	if err != nil {
		t.Fatal(err)
	}
	var filled bytes.Buffer
	if err := api.FillForm(bytes.NewReader(file), bytes.NewReader(values), &filled, model.NewDefaultConfiguration()); err != nil {
		t.Fatal(err)
	}
	return filled.Bytes()
}
