package pdf

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// fieldOrigin begins the addresses that stand for fields while a page is
// printed: a browser makes links, and no fields.
const fieldOrigin = "https://field.invalid/"

// A field is a place of the page in which the reader of the file can write.
// Places of one name are one field: what is written in one stands in all.
type field struct {
	name  string // in parts, such as apns/given, which is apns.given in the file
	label string // read aloud
	check bool   // to be ticked, rather than written in
}

// placeFields puts a link into every place for a field below root, and returns
// the fields; the number of a field in the list is the path of its link. Every
//
//	<td data-field="apns/given" data-label="Given: APNs certificate">…</td>
//
// names a field. Its place is the box (class box) or the blank (class blank) in
// the element, else the element itself if it is empty; an element that already
// says something is none. Nothing in an element with data-drawn is a field: what
// is written there must never be in a file.
func placeFields(root *html.Node) ([]field, error) {
	var fields []field
	var walk func(*html.Node) error
	walk = func(node *html.Node) error {
		if node.Type == html.ElementNode && hasAttribute(node, "data-drawn") {
			return nil
		}
		if name := attribute(node, "data-field"); name != "" {
			if place := placeIn(node); place != nil {
				f := field{name, attribute(node, "data-label"), hasClass(place, "box")}
				if err := f.valid(); err != nil {
					return err
				}
				link(place, len(fields))
				fields = append(fields, f)
			}
		}
		for child := node.FirstChild; child != nil; child = child.NextSibling {
			if err := walk(child); err != nil {
				return err
			}
		}
		return nil
	}
	return fields, walk(root)
}

// placeIn returns where in node the field is; nil if there is no room.
func placeIn(node *html.Node) *html.Node {
	if attribute(node, "data-field") != "" && (isPlace(node) || empty(node)) {
		return node
	}
	for child := range node.Descendants() {
		if child.Type != html.ElementNode || !isPlace(child) {
			continue
		}
		drawn := false
		for up := child; up != node; up = up.Parent {
			drawn = drawn || hasAttribute(up, "data-drawn") || attribute(up, "data-field") != ""
		}
		if !drawn {
			return child
		}
	}
	return nil
}

// isPlace reports whether node is drawn to be ticked or to be written in.
func isPlace(node *html.Node) bool {
	return hasClass(node, "box") && !hasClass(node, "on") || hasClass(node, "blank")
}

// empty reports whether node holds nothing.
func empty(node *html.Node) bool {
	for child := range node.ChildNodes() {
		if child.Type == html.ElementNode || strings.TrimSpace(child.Data) != "" {
			return false
		}
	}
	return true
}

// link makes place that of the field with the given number.
func link(place *html.Node, number int) {
	// A picture holds no link, and what it is called the field says.
	place.Attr = slices.DeleteFunc(place.Attr, func(a html.Attribute) bool { return a.Key == "role" || a.Key == "aria-label" })
	addClass(place, "packet-place")
	place.AppendChild(&html.Node{
		Type: html.ElementNode, Data: "a", DataAtom: atom.A,
		Attr: []html.Attribute{{Key: "class", Val: "packet-field"}, {Key: "href", Val: fieldOrigin + strconv.Itoa(number)}},
	})
}

// fieldStyles lay the link of a field over its place, whatever the theme does
// with links.
const fieldStyles = `.packet-place { position: relative !important; }
a.packet-field { all: unset !important; position: absolute !important; inset: 0 !important; }
a.packet-field::before, a.packet-field::after { content: none !important; }
`

// valid says what is wrong with the field.
func (f field) valid() error {
	if f.label == "" {
		return fmt.Errorf("the field %s has no data-label", f.name)
	}
	for part := range strings.SplitSeq(f.name, "/") {
		if part == "" || strings.ContainsFunc(part, func(r rune) bool { return r <= ' ' || r == 0x7F || r == '.' }) {
			return fmt.Errorf("%q is no name of a field", f.name)
		}
	}
	return nil
}

// A fieldNode is a part of a name in the tree of fields: a group of fields, or a
// field.
type fieldNode struct {
	part  string
	field *field // nil: a group
	ids   []int  // the places of the field
	kids  []*fieldNode
}

// fieldTree arranges fields by the parts of their names; ids are those that were
// printed.
func fieldTree(fields []field, ids []int) *fieldNode {
	root := &fieldNode{}
	for _, id := range ids {
		f := &fields[id]
		parts := strings.Split(f.name, "/")
		group := root
		for _, part := range parts[:len(parts)-1] {
			group = group.kid(part, nil)
		}
		leaf := group.kid(parts[len(parts)-1], f)
		leaf.ids = append(leaf.ids, id)
	}
	return root
}

// kid returns the group or the field of a name in a group. A name that is taken
// by something of another kind is made longer.
func (n *fieldNode) kid(part string, f *field) *fieldNode {
	for _, k := range n.kids {
		if k.part != part {
			continue
		}
		if f == nil && k.field == nil || f != nil && k.field != nil && f.check == k.field.check {
			return k
		}
		return n.kid(part+"_", f)
	}
	k := &fieldNode{part: part, field: f}
	n.kids = append(n.kids, k)
	return k
}

func hasAttribute(node *html.Node, key string) bool {
	return slices.ContainsFunc(node.Attr, func(a html.Attribute) bool { return a.Namespace == "" && a.Key == key })
}

func hasClass(node *html.Node, class string) bool {
	return node.Type == html.ElementNode && slices.Contains(strings.Fields(attribute(node, "class")), class)
}

func addClass(node *html.Node, class string) {
	for i, a := range node.Attr {
		if a.Namespace == "" && a.Key == "class" {
			node.Attr[i].Val += " " + class
			return
		}
	}
	node.Attr = append(node.Attr, html.Attribute{Key: "class", Val: class})
}
