package workbook

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"path"
	"strconv"
	"strings"

	"golang.org/x/net/html/charset"
)

// What a workbook may hold. A list that somebody hands over has a fraction of it; a file
// that is made to do harm has more, as excelize makes room for all that lies between the
// first cell and the last.
const (
	maxUnpacked = 32 << 20
	maxRows     = 20_000
	maxRow      = 100_000 // its number
	maxColumn   = 1_000
	maxCells    = 500_000
	maxString   = 256 << 10 // Excel itself takes 32,767 characters
	maxText     = 8 << 20
	maxPairs    = 2_000 // of merged cells and links, each of which is compared with the others
)

// contents are what is counted of a workbook before it is read.
type contents struct {
	rows, cells, merged, links int

	linking    bool // formulas may make links
	pictures   int
	unreckoned int
}

// contentsOf counts what a workbook holds.
func contentsOf(data []byte) (*contents, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, ErrUnreadable
	}
	c := &contents{}
	left := int64(maxUnpacked)
	for _, entry := range z.File {
		if strings.EqualFold(path.Base(path.Dir(entry.Name)), "media") {
			c.pictures++
		}
		if left -= int64(min(entry.UncompressedSize64, maxUnpacked+1)); left < 0 {
			return nil, ErrLarge
		}
		f, err := entry.Open()
		if err != nil {
			return nil, ErrUnreadable
		}
		part, err := io.ReadAll(f) // no more than the entry says that it has
		f.Close()
		if err != nil {
			return nil, ErrUnreadable
		}
		if bytes.IndexByte(part[:min(len(part), 512)], '<') < 0 {
			continue
		}
		if err := c.count(part); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// count counts what a part of a workbook holds, as far as it can be read.
func (c *contents) count(part []byte) error {
	d := xml.NewDecoder(bytes.NewReader(part))
	d.CharsetReader = charset.NewReaderLabel
	var text, formula, value bool // within which we are
	var reckoned bool             // the cell has a value, be it empty
	var length, row, column int
	var kind, said, result string
	for {
		token, err := d.RawToken()
		if err != nil {
			return nil
		}
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "row":
				c.rows++
				column = 0
				if n, _ := strconv.Atoi(attribute(t, "r")); n > 0 {
					row = n
				} else {
					row++
				}
			case "c":
				column = max(column+1, columnOf(attribute(t, "r")))
				kind, said, result, reckoned = attribute(t, "t"), "", "", false
			case "mergeCell":
				c.merged++
			case "hyperlink":
				c.links++
			case "si", "is":
				text, length = true, 0
			case "f":
				formula = true
			case "v":
				value, reckoned = true, true
			}
		case xml.CharData:
			switch {
			case formula:
				said += string(t)
			case value:
				result += string(t)
			case text:
				length += len(t)
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "row":
				c.cells += column
			case "c":
				switch {
				case strings.Contains(strings.ToUpper(said), "HYPERLINK("):
					c.linking = true
				case said != "" && result == "" && !(reckoned && kind == "str"):
					c.unreckoned++
				}
			case "si", "is":
				text = false
			case "f":
				formula = false
			case "v":
				value = false
			}
		}
		if length > maxString || len(said) > maxString || len(result) > maxString || row > maxRow || column > maxColumn ||
			c.rows > maxRows || c.cells > maxCells || c.merged > maxPairs || c.links > maxPairs {
			return ErrLarge
		}
	}
}

func attribute(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}

// columnOf returns the number of the column that the name of a cell begins with.
func columnOf(name string) int {
	n := 0
	for _, letter := range []byte(strings.ToUpper(name)) {
		if letter < 'A' || letter > 'Z' || n > maxColumn {
			break
		}
		n = n*26 + int(letter-'A') + 1
	}
	return n
}
