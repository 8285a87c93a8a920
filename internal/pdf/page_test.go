package pdf

import (
	"slices"
	"testing"
)

func TestLinks(t *testing.T) {
	for _, test := range []struct{ base, href, want string }{
		{"https://docs.example.jp/it", "#apns", `<a href="#apns">x</a>`},
		{"https://docs.example.jp/it", "#連絡先", `<a href="#%E9%80%A3%E7%B5%A1%E5%85%88">x</a>`},
		{"https://docs.example.jp/it", "./#apns", `<a href="#apns">x</a>`},
		{"https://docs.example.jp/it", "index.html#apns", `<a href="#apns">x</a>`},
		{"https://docs.example.jp/it", "https://docs.example.jp/it/ja/handover/#apns", `<a href="#apns">x</a>`},
		{"https://docs.example.jp/it", "../columns/vpn/#a", `<a href="https://docs.example.jp/it/ja/columns/vpn/#a">x</a>`},
		{"https://docs.example.jp/it/", "../../en/", `<a href="https://docs.example.jp/it/en/">x</a>`},
		{"https://docs.example.jp/it/", "", `<a>x</a>`},
		{"https://docs.example.jp/it/", "https://example.com/?a=1&b=2", `<a href="https://example.com/?a=1&amp;b=2">x</a>`},
		{"https://docs.example.jp/it/", "tel:+81312345678", `<a href="tel:+81312345678">x</a>`},
		{"https://docs.example.jp/it/", "mailto:a@example.jp", `<a href="mailto:a@example.jp">x</a>`},
		{"https://docs.example.jp/it/", "javascript:alert(1)", `<a>x</a>`},
		{"https://docs.example.jp/it/", "file:///etc/passwd", `<a>x</a>`},
		{"https://docs.example.jp/it/", "http://[broken", `<a>x</a>`},
		{"", "#apns", `<a href="#apns">x</a>`},
		{"", "../columns/vpn/", `<a>x</a>`},
		{"", "/404.html", `<a>x</a>`},
		{"", "https://example.com/", `<a href="https://example.com/">x</a>`},
	} {
		source := `<html lang="ja"><head><title>t</title></head><body><a href="` + test.href + `">x</a></body></html>`
		got, err := preparePage([]byte(source), testPage, test.base, nil)
		if err != nil {
			t.Fatal(err)
		}
		want := `<html lang="ja"><head><title>t</title><link rel="stylesheet" href="https://packet.invalid/.packet/fonts.css"/><link rel="stylesheet" href="https://packet.invalid/.packet/chapters.css"/></head><body>` + test.want + `</body></html>`
		if string(got.html) != want {
			t.Errorf("base %q, link %q:\n got %s\nwant %s", test.base, test.href, got.html, want)
		}
	}
}

func TestPreparePage(t *testing.T) {
	const source = `<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8">` +
		`<meta http-equiv="content-security-policy" content="default-src 'none'"><title>引継ぎ書</title></head>` +
		`<body><noscript><a href="../x/">x</a></noscript><svg><a href="../y/"><title>y</title></a></svg>` +
		`<span class="page-number wide" data-target="b"></span><span class="page-number" data-target="a"></span>` +
		`<span class="page-number" data-target="b"></span><span class="number" data-target="c"></span></body></html>`
	const want = `<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8"/>` +
		`<title>引継ぎ書</title><link rel="stylesheet" href="https://packet.invalid/.packet/fonts.css"/><link rel="stylesheet" href="https://packet.invalid/.packet/chapters.css"/></head>` +
		`<body><noscript><a>x</a></noscript><svg><a><title>y</title></a></svg>` +
		`<span class="page-number wide" data-target="b"></span><span class="page-number" data-target="a"></span>` +
		`<span class="page-number" data-target="b"></span><span class="number" data-target="c"></span></body></html>`
	got, err := preparePage([]byte(source), testPage, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	if string(got.html) != want {
		t.Errorf("got %s\nwant %s", got.html, want)
	}
	if want := []string{"a", "b"}; !slices.Equal(got.targets, want) {
		t.Errorf("page numbers of %q, want %q", got.targets, want)
	}
	for _, base := range []string{"docs.example.jp", "/it/", "https://"} {
		if _, err := preparePage([]byte(source), testPage, base, nil); err == nil {
			t.Errorf("the base %q is no absolute URL, but was taken", base)
		}
	}
}
