package diag

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// Print writes l in lang, each problem as one line, the source line and a caret
// under the place:
//
//	content/site.yaml:3:1  KEY  unknown key "titel". Did you mean title?
//	    titel: Notes
//	    ^
func (l List) Print(w io.Writer, lang string) error {
	var b strings.Builder
	for _, d := range l {
		fmt.Fprintf(&b, "%s  %s  %s\n", d.Pos, d.Code, d.Sentence(lang))
		if d.Line == "" {
			continue
		}
		line, caret := excerpt(d.Line, d.Caret)
		fmt.Fprintf(&b, "    %s\n", line)
		if d.Pos.Col > 0 {
			fmt.Fprintf(&b, "    %s^\n", caret)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// jsonDiag is a problem as machines read it.
type jsonDiag struct {
	File     string   `json:"file"`
	Line     int      `json:"line,omitempty"`   // from 1; absent: the file as a whole
	Column   int      `json:"column,omitempty"` // in characters, from 1
	Code     Code     `json:"code"`
	Severity Severity `json:"severity"` // E, W, G or g
	What     jsonText `json:"what"`
	Do       jsonText `json:"do"`
}

type jsonText struct {
	JA string `json:"ja"`
	EN string `json:"en"`
}

// JSON writes l as an array of objects in both languages, without source lines.
func (l List) JSON(w io.Writer) error {
	out := make([]jsonDiag, len(l))
	for i, d := range l {
		out[i] = jsonDiag{d.Pos.File, d.Pos.Line, d.Pos.Col, d.Code, d.Severity(), jsonText(d.What), jsonText(d.Do)}
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", " ")
	enc.SetEscapeHTML(false)
	return enc.Encode(out)
}

// Sentence returns what is wrong and what to do, in lang, with nothing in it that a
// terminal would obey.
func (d Diag) Sentence(lang string) string {
	stop, space := ".", " "
	if lang == "ja" {
		stop, space = "。", ""
	}
	s := d.What.In(lang) + stop
	if do := d.Do.In(lang); do != "" {
		s += space + do
	}
	return Visible(s)
}

// excerptWidth is how many columns of a terminal a source line may take.
const excerptWidth = Around

// excerpt returns the part of line around a place, with control characters made visible,
// and the spaces that stand before a caret under it.
func excerpt(line string, at int) (text, indent string) {
	runes := []rune(strings.TrimRight(line, "\r\n"))
	at = min(at, len(runes))
	from, columns := at, 0
	for from > 0 && columns < excerptWidth*2/3 {
		from--
		columns += cells(runes[from])
	}
	if from > 0 {
		text, indent = "…", " "
	}
	total := 0
	for i := from; i < len(runes); i++ {
		r := runes[i]
		switch {
		case unicode.IsControl(r):
			r = ' '
		case unicode.Is(unicode.Bidi_Control, r):
			r = utf8.RuneError // would turn the rest of the message round
		}
		if total += cells(r); total > excerptWidth {
			text += "…"
			break
		}
		text += string(r)
		if i < at {
			indent += strings.Repeat(" ", cells(r))
		}
	}
	return text, indent
}

// Cells returns the number of terminal columns that text takes.
func Cells(text string) int {
	n := 0
	for _, r := range text {
		n += cells(r)
	}
	return n
}

// cells returns the number of terminal columns that r takes.
func cells(r rune) int {
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}
