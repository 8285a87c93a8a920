package theme

import (
	"html/template"
	"slices"
	"strings"
)

// A tag is one that is being read.
type tag struct {
	name       string
	ends       bool // an end tag
	at         spot
	file       string
	attributes []attribute
	slash      bool // before its ">"
}

// An attribute is one of a tag that is being read. A value that a layout fills in is a
// zero byte in it.
type attribute struct {
	name, value string
	at          spot
}

// filled stands for what a layout fills in.
const filled = "\x00"

// text reads what a layout writes as it stands, from an offset in its file.
func (r *reader) text(text string, offset int, d *document) {
	for i := 0; i < len(text) && !r.lost; i++ {
		b := text[i]
		space := b == ' ' || b >= '\t' && b <= '\r'
		switch d.mode {
		case inText:
			next := strings.IndexByte(text[i:], '<')
			if next < 0 {
				return
			}
			i += next
			i += r.bracket(text[i:], offset+i, d)
		case inRawText:
			name := d.tag.name
			next := strings.Index(strings.ToLower(text[i:]), "</"+name)
			if next < 0 {
				return
			}
			i += next + len("</") + len(name) - 1
			d.tag, d.mode = tag{name: name, ends: true, at: r.spot(offset + i)}, inTag
		case inComment:
			next := strings.Index(text[i:], "-->")
			if next < 0 {
				return
			}
			i += next + len("-->") - 1
			d.mode = inText
		case inDeclaration:
			if b == '>' {
				d.mode = inText
			}
		case inValue:
			switch {
			case d.quote != 0 && b == d.quote:
				d.mode, d.quote = inTag, 0
			case d.quote == 0 && (space || b == '>'):
				d.mode = inTag
				i--
			case d.quote == 0 && strings.IndexByte("\"'<=`", b) >= 0:
				r.unquoted(d, r.spot(offset+i))
			default:
				d.tag.extend(text[i : i+1])
			}
		default:
			r.inTag(b, space, offset+i, d)
		}
	}
	if d.mode == inTagName {
		d.mode = inTag
	}
}

// bracket reads from a "<" in text, and returns how many bytes of it beside that.
func (r *reader) bracket(text string, offset int, d *document) int {
	letter := func(i int) bool {
		return len(text) > i && (text[i]|0x20 >= 'a' && text[i]|0x20 <= 'z')
	}
	switch at := r.spot(offset); {
	case strings.HasPrefix(text, "<!--"):
		d.mode, d.since = inComment, at
		return len("!--")
	case strings.HasPrefix(text, "<!"):
		d.mode, d.since = inDeclaration, at
	case letter(1):
		d.mode, d.since, d.tag = inTagName, at, tag{at: at, file: r.file}
	case strings.HasPrefix(text, "</") && letter(2):
		d.mode, d.since, d.tag = inTagName, at, tag{at: at, file: r.file, ends: true}
		return len("/")
	}
	return 0
}

// inTag reads a byte of a tag that is in no value.
func (r *reader) inTag(b byte, space bool, offset int, d *document) {
	switch {
	case b == '>':
		r.tag(d)
	case d.mode == inTagName && !space && b != '/':
		d.tag.name += strings.ToLower(string(b))
	case space:
		switch d.mode {
		case inTagName:
			d.mode = inTag
		case inAttribute:
			d.mode = behindAttribute
		}
	case d.mode == beforeValue:
		if d.mode, d.quote, d.since = inValue, 0, r.spot(offset); b == '"' || b == '\'' {
			d.quote = b
		} else {
			d.tag.extend(string(b))
		}
	case b == '=' && len(d.tag.attributes) > 0:
		d.mode = beforeValue
	case b == '/':
		d.mode, d.tag.slash = inTag, true
	case b == '"' || b == '\'' || b == '<':
		r.unquoted(d, r.spot(offset))
	default:
		if d.mode != inAttribute {
			d.mode, d.tag.slash = inAttribute, false
			d.tag.attributes = append(slices.Clip(d.tag.attributes), attribute{at: r.spot(offset)})
		}
		last := d.tag.last()
		last.name += strings.ToLower(string(b))
	}
}

// last returns the attribute that is being read, in a list that no other branch has.
func (t *tag) last() *attribute {
	t.attributes = slices.Clone(t.attributes)
	return &t.attributes[len(t.attributes)-1]
}

// extend adds to the value that is being read.
func (t *tag) extend(text string) { t.last().value += text }

// unquoted reports a mark that cannot stand here: what begins with the last value of
// the tag does not end where its author thinks.
func (r *reader) unquoted(d *document, here spot) {
	if d.since != d.tag.at {
		here = d.since
	}
	r.complain(here, false, misplaced[template.ErrBadHTML].what, misplaced[template.ErrBadHTML].do)
	r.lost = true
}

// value reads what a layout fills in.
func (r *reader) value(offset int, d *document) {
	switch d.mode {
	case inTag, behindAttribute:
		d.mode = inAttribute
		d.tag.attributes = append(slices.Clip(d.tag.attributes), attribute{name: filled, at: r.spot(offset)})
	case inAttribute:
		d.tag.last().name += filled
	case beforeValue:
		d.mode, d.quote = inValue, 0
		d.tag.extend(filled)
	case inValue:
		d.tag.extend(filled)
	}
}

// tag reads a tag that has come to its end.
func (r *reader) tag(d *document) {
	t := d.tag
	d.mode = inText
	if t.ends {
		r.close(t.name, d, t.at)
		return
	}
	if r.src.own(t.file) {
		r.policy(t)
	}
	foreign := slices.ContainsFunc(d.open, func(e openElement) bool { return e.name == "svg" || e.name == "math" })
	if voidElements[t.name] || t.slash && (foreign || t.name == "svg") {
		return
	}
	if !r.mild {
		d.open = append(slices.Clip(d.open), openElement{name: t.name, at: t.at, file: t.file})
	}
	if rawElements[t.name] && !foreign {
		d.mode = inRawText
	}
}
