package source

import (
	"bytes"
	"sort"
	"unicode/utf8"

	"hikitsugi/internal/diag"
)

// Lines is the index of a file's lines: it turns many offsets into places at
// the cost of reading the file once.
type Lines struct {
	file   *File
	data   []byte
	starts []int // offset of each line's first byte
	runes  []int // how many characters begin before each stretch of bytes
}

// stretch is how many bytes are counted at most to find a place in a line, which
// may be as long as the file.
const stretch = 1 << 10

// Lines returns the index of f.
func (f *File) Lines() Lines {
	l := Lines{file: f, data: f.Data(), starts: []int{0}}
	runes := 0
	for i, b := range l.data {
		if i%stretch == 0 {
			l.runes = append(l.runes, runes)
		}
		if utf8.RuneStart(b) {
			runes++
		}
		if b == '\n' {
			l.starts = append(l.starts, i+1)
		}
	}
	l.runes = append(l.runes, runes)
	return l
}

// before returns how many characters begin before offset.
func (l Lines) before(offset int) int {
	n := l.runes[offset/stretch]
	for _, b := range l.data[offset/stretch*stretch : offset] {
		if utf8.RuneStart(b) {
			n++
		}
	}
	return n
}

// Pos returns the place of the byte at offset.
func (l Lines) Pos(offset int) diag.Pos {
	offset = min(max(offset, 0), len(l.data))
	line := sort.SearchInts(l.starts, offset+1)
	start := l.starts[line-1]
	col := 1
	if offset-start < stretch {
		for _, b := range l.data[start:offset] {
			if utf8.RuneStart(b) {
				col++
			}
		}
	} else {
		col += l.before(offset) - l.before(start)
	}
	if bytes.HasPrefix(l.data[start:offset], bom) {
		col--
	}
	return diag.Pos{File: l.file.Path, Line: line, Col: col}
}

// Data returns the content of the file; it is not to be changed.
func (l Lines) Data() []byte { return l.data }

// File returns the file of which l is the index; nil for none.
func (l Lines) File() *File { return l.file }

// Start returns the offset of the first byte of line n, counted from 1; the end of
// the file where there is no such line.
func (l Lines) Start(n int) int {
	if n < 1 || n > len(l.starts) {
		return len(l.data)
	}
	return l.starts[n-1]
}

// Text returns the text of line n, counted from 1, without its end. It is empty
// where there is no such line.
func (l Lines) Text(n int) string {
	if n < 1 || n > len(l.starts) {
		return ""
	}
	end := len(l.data)
	if n < len(l.starts) {
		end = l.starts[n]
	}
	return textOf(l.data[l.starts[n-1]:end])
}

func textOf(line []byte) string {
	return string(bytes.TrimPrefix(bytes.TrimRight(line, "\r\n"), bom))
}

// Show gives d the text at its place, and [diag.Around] it.
func (l Lines) Show(d *diag.Diag) {
	start, end := l.Start(d.Pos.Line), l.Start(d.Pos.Line+1)
	line := bytes.TrimRight(l.data[start:end], "\r\n")
	if bytes.HasPrefix(line, bom) {
		start, line = start+len(bom), line[len(bom):]
	}
	at := min(l.forward(start, max(d.Pos.Col-1, 0))-start, len(line))
	from, to := at, at
	for d.Caret = 0; from > 0 && d.Caret < diag.Around; d.Caret++ {
		_, n := utf8.DecodeLastRune(line[:from])
		from -= n
	}
	for n := 0; to < len(line) && n <= diag.Around; n++ {
		_, size := utf8.DecodeRune(line[to:])
		to += size
	}
	d.Line = string(line[from:to])
	if from > 0 {
		d.Line, d.Caret = "…"+d.Line, d.Caret+1
	}
	if to < len(line) {
		d.Line += "…"
	}
}

// forward returns the offset that lies so many characters behind one.
func (l Lines) forward(offset, characters int) int {
	want := l.before(offset) + characters
	if block := sort.SearchInts(l.runes, want+1) - 1; block*stretch > offset {
		offset, characters = block*stretch, want-l.runes[block]
	}
	for ; offset < len(l.data); offset++ {
		if !utf8.RuneStart(l.data[offset]) {
			continue
		}
		if characters == 0 {
			break
		}
		characters--
	}
	return offset
}

// Line returns the text of line n, counted from 1, without its end. It is empty
// where there is no such line. It reads the file from its beginning; of many lines,
// ask [File.Lines].
func (f *File) Line(n int) string {
	for line := range bytes.Lines(f.Data()) {
		if n--; n == 0 {
			return textOf(line)
		}
	}
	return ""
}
