package pdf

import (
	"bytes"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// origin is the address under which the browser sees the site. The domain
// invalid exists nowhere (RFC 2606).
const origin = "https://packet.invalid/"

// A preparedPage is a page as it is given to the browser.
type preparedPage struct {
	html    []byte
	targets []string // the ids whose page numbers it prints, sorted
	fields  []field
	links   map[string]string // what a link says, by its address
	styles  []byte            // of its chapters
	rectos  []recto
	singles []onePage
}

// preparePage changes the HTML of page (its path in the site) for printing.
// base is the absolute URL of the site's root, or empty; texts are what elements
// with data-fill wait for.
func preparePage(source []byte, page, base string, texts map[string]string) (*preparedPage, error) {
	if base != "" {
		if root, err := url.Parse(base); err != nil || root.Host == "" {
			return nil, fmt.Errorf("the site's address %q is not an absolute URL", base)
		}
		base = strings.TrimSuffix(base, "/") + "/"
	} else {
		base = origin
	}
	self, err := url.Parse(base + (&url.URL{Path: page}).EscapedPath())
	if err != nil {
		return nil, fmt.Errorf("page %s: %w", page, err)
	}
	root, err := html.ParseWithOptions(bytes.NewReader(source), html.ParseOptionEnableScripting(false))
	if err != nil {
		return nil, fmt.Errorf("page %s: %w", page, err)
	}
	fill(root, texts)
	prepared := &preparedPage{links: map[string]string{}}
	var commands []*html.Node
	var lang, title string
	for node := range root.Descendants() {
		switch {
		case node.Type != html.ElementNode:
		case node.DataAtom == atom.Html:
			lang = attribute(node, "lang")
		case node.DataAtom == atom.Title && node.Namespace == "" && node.FirstChild != nil:
			title = strings.TrimSpace(node.FirstChild.Data)
		case node.DataAtom == atom.Head && node.Namespace == "":
			for _, name := range []string{fontStyles, chapterStyles} {
				node.AppendChild(&html.Node{
					Type: html.ElementNode, Data: "link", DataAtom: atom.Link,
					Attr: []html.Attribute{{Key: "rel", Val: "stylesheet"}, {Key: "href", Val: origin + name}},
				})
			}
		case node.DataAtom == atom.A || node.DataAtom == atom.Area:
			rewriteLink(node, self)
			prepared.describe(node)
		case node.DataAtom == atom.Meta && attribute(node, "http-equiv") != "":
			// A policy of its own, which may know nothing of the fonts, or a
			// refresh, which would leave the page.
			commands = append(commands, node)
		case node.DataAtom == atom.Span && slices.Contains(strings.Fields(attribute(node, "class")), "page-number"):
			if id := attribute(node, "data-target"); id != "" {
				prepared.targets = append(prepared.targets, id)
			}
		}
	}
	// For want of these a browser would print its own language and the address.
	if lang == "" {
		return nil, fmt.Errorf("page %s: its <html> has no lang", page)
	}
	if title == "" {
		return nil, fmt.Errorf("page %s: its <title> is empty", page)
	}
	for _, node := range commands {
		node.Parent.RemoveChild(node)
	}
	if prepared.fields, err = placeFields(root); err != nil {
		return nil, fmt.Errorf("page %s: %w", page, err)
	}
	prepared.chapters(root)
	slices.Sort(prepared.targets)
	prepared.targets = slices.Compact(prepared.targets)
	var out bytes.Buffer
	if err := html.Render(&out, root); err != nil {
		return nil, fmt.Errorf("page %s: %w", page, err)
	}
	prepared.html = out.Bytes()
	return prepared, nil
}

// describe keeps what a link says, by its address.
func (p *preparedPage) describe(link *html.Node) {
	href := attribute(link, "href")
	if id, ok := strings.CutPrefix(href, "#"); ok {
		if id, err := url.PathUnescape(id); err == nil {
			href = "#" + id
		}
	}
	said := attribute(link, "aria-label")
	if said == "" {
		said = textOf(link)
	}
	if href != "" && said != "" && p.links[href] == "" {
		p.links[href] = said
	}
}

// textOf returns what is written in node, with single spaces, and what its
// pictures show.
func textOf(node *html.Node) string {
	var text strings.Builder
	for child := range node.Descendants() {
		switch {
		case child.Type == html.TextNode:
			text.WriteString(child.Data)
		case child.DataAtom == atom.Img:
			text.WriteString(" " + attribute(child, "alt"))
		}
	}
	return strings.Join(strings.Fields(text.String()), " ")
}

// rewriteLink makes the address of a link one that a reader of the PDF can
// follow, or removes it. self is the address of the page.
func rewriteLink(link *html.Node, self *url.URL) {
	i := slices.IndexFunc(link.Attr, func(a html.Attribute) bool { return a.Key == "href" })
	if i < 0 {
		return
	}
	if href, ok := absolute(link.Attr[i].Val, self); ok {
		link.Attr[i].Val = href
	} else {
		link.Attr = slices.Delete(link.Attr, i, i+1)
	}
}

// absolute resolves href, and reports whether anything is there.
func absolute(href string, self *url.URL) (string, bool) {
	target, err := self.Parse(strings.TrimSpace(href))
	if err != nil {
		return "", false
	}
	switch target.Scheme {
	case "http", "https", "mailto", "tel":
	default:
		return "", false
	}
	if target.Fragment != "" && samePage(target, self) {
		return "#" + target.EscapedFragment(), true
	}
	if target.Host == "packet.invalid" || target.Host == "field.invalid" || samePage(target, self) {
		return "", false
	}
	if target.Host == self.Host {
		target.Path = strings.TrimSuffix(target.Path, "index.html") // a host finds it by itself
	}
	return target.String(), true
}

// samePage reports whether two addresses differ in their fragment at most.
func samePage(a, b *url.URL) bool {
	return a.Scheme == b.Scheme && a.Host == b.Host && a.RawQuery == b.RawQuery &&
		strings.TrimSuffix(a.Path, "index.html") == strings.TrimSuffix(b.Path, "index.html")
}

// attribute returns the value of an attribute, or "".
func attribute(node *html.Node, key string) string {
	for _, a := range node.Attr {
		if a.Namespace == "" && a.Key == key {
			return a.Val
		}
	}
	return ""
}
