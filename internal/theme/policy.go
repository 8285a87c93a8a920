package theme

import (
	"regexp"
	"strings"

	"hikitsugi/internal/diag"
)

// policy reports what the policy of every page (view.Policy) keeps a browser from doing:
// else its author sees it only where the site is published.
func (r *reader) policy(t tag) {
	complain := func(at spot, ja, en string, do diag.Text) {
		r.complain(at, false, diag.Text{
			JA: ja + " は、ページの決まり（Content-Security-Policy）によりブラウザーが退けます",
			EN: "the policy of every page (Content-Security-Policy) keeps browsers from " + en,
		}, do)
	}
	inFile := func(kind string) diag.Text {
		return diag.Textf("static/ のファイルに書き、{{.Root}}theme/mine.%s のように読み込んでください。", "Write it in a file in static/, and load that: {{.Root}}theme/mine.%s.", kind)
	}
	has := map[string]string{}
	for _, a := range t.attributes {
		has[a.name] = a.value
	}
	switch _, loads := has["src"]; {
	case t.name == "style":
		complain(t.at, "<style>", "using <style>", inFile("css"))
	case t.name == "script" && !loads && isScript(has["type"]):
		complain(t.at, "ページの中のスクリプト", "running a script that stands in the page", inFile("js"))
	}
	for _, a := range t.attributes {
		switch {
		case a.name == "style":
			complain(a.at, "style=", "using style=", diag.Text{
				JA: "class= を付け、スタイルは static/ のファイルに書いてください。",
				EN: "Give the element a class, and write the style in a file in static/.",
			})
		case isEvent.MatchString(a.name):
			complain(a.at, a.name+"=", "using "+a.name+"=", diag.Text{
				JA: "static/ のスクリプトで addEventListener を使ってください。",
				EN: "Use addEventListener in a script in static/.",
			})
		case loading[t.name+" "+a.name] && elsewhere.MatchString(a.value) && (t.name != "link" || loadingLink.MatchString(has["rel"])):
			complain(a.at, a.name+`="`+shown(a.value)+`"`, "loading "+shown(a.value), diag.Text{
				JA: "ファイルを static/ に置き、{{.Root}}theme/… で読み込んでください。",
				EN: "Put the file into static/, and load it from {{.Root}}theme/….",
			})
		}
	}
}

// isScript reports whether browsers run what is in a script element of this type; other
// types are data.
func isScript(typ string) bool {
	typ = strings.ToLower(strings.TrimSpace(typ))
	return typ == "" || typ == "module" || strings.HasSuffix(typ, "/javascript") || strings.HasSuffix(typ, "/ecmascript")
}

var (
	// isEvent matches attributes that hold a script.
	isEvent = regexp.MustCompile(`^on[a-z]+$`)
	// elsewhere matches addresses, as far as they are written out, that are not of the site.
	elsewhere = regexp.MustCompile(`^\s*(?:[A-Za-z][A-Za-z0-9+.-]*:|//)`)
	// loadingLink matches what a link element is for when browsers load it.
	loadingLink = regexp.MustCompile(`(?i)\b(?:stylesheet|icon|preload|modulepreload|prefetch|manifest)\b`)
)

// loading holds the elements and attributes by which a page loads something.
var loading = map[string]bool{
	"script src": true, "link href": true, "img src": true, "img srcset": true, "source src": true, "source srcset": true,
	"iframe src": true, "embed src": true, "object data": true, "audio src": true, "video src": true, "video poster": true,
	"track src": true, "input src": true, "image href": true, "use href": true, "form action": true, "button formaction": true,
}

// shown returns an address without what a layout fills in.
func shown(address string) string {
	return strings.ReplaceAll(strings.TrimSpace(address), filled, "…")
}
