package serve

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"hikitsugi/internal/diag"
	"hikitsugi/internal/output"
)

// editionsOf builds a site of which one page is in every edition and one in a
// single one. An edition called broken has an error.
func editionsOf(_ context.Context, edition string, _ []string) (Site, error) {
	s := Site{Editions: []Edition{{ID: "public"}, {ID: "mihon"}, {ID: "broken"}}}
	if edition == "" {
		edition = "public"
	}
	if edition == "broken" {
		s.Problems.Add(diag.Pos{File: "org.yaml", Line: 1, Col: 1}, diag.KEY, diag.Text{EN: "it is broken"}, diag.Text{})
		return s, nil
	}
	files := output.NewMemory()
	for _, name := range []string{"index.html", "ja/index.html", "ja/both/index.html", "ja/only-" + edition + "/index.html"} {
		if err := files.Put(name, []byte("<head></head>"+edition)); err != nil {
			return s, err
		}
	}
	s.Files, s.Edition, s.Summary = files, edition, "done"
	s.Today = func() string { return "2026-11-25" }
	s.Gates = func(day string) diag.List {
		var list diag.List
		list.Add(diag.Pos{File: "org.yaml", Line: 1, Col: 1}, diag.OVERDUE, diag.Text{EN: "lapsed on " + day}, diag.Text{})
		return list
	}
	return s, nil
}

// choosing runs a preview of editions and returns its address and its events.
func choosing(t *testing.T, private bool) (string, <-chan Event) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	events, ended := make(chan Event, 10), make(chan error, 1)
	go func() {
		ended <- Run(ctx, Options{Listener: listener, Watch: []string{t.TempDir()}, Lang: "en", Build: editionsOf,
			Report: func(e Event) { events <- e }, Private: private})
	}()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	<-events
	return "http://" + listener.Addr().String(), events
}

// TestChoose holds that what is chosen is shown once it is complete, on all pages,
// and that nothing but what is offered can be chosen.
func TestChoose(t *testing.T) {
	address, events := choosing(t, false)
	token := tokenOf.FindStringSubmatch(body(t, address+"/"))[1]
	choose := func(form string) int {
		t.Helper()
		resp, err := http.Post(address+"/_gen/choose?token="+token, "application/x-www-form-urlencoded", strings.NewReader(form))
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		return resp.StatusCode
	}
	verdictAt := func(at string) (v verdict) {
		t.Helper()
		if err := json.Unmarshal([]byte(body(t, address+"/_gen/problems?token="+token+"&at="+url.QueryEscape(at))), &v); err != nil {
			t.Fatal(err)
		}
		return v
	}

	if status := choose("edition=mihon"); status != http.StatusNoContent {
		t.Fatalf("choosing an edition: %d", status)
	}
	if e := <-events; !e.Chosen || e.Site.Edition != "mihon" || len(e.Changed) > 0 {
		t.Errorf("event %+v", e)
	}
	for at, want := range map[string]string{
		"/ja/both/": "/ja/both/", "/ja/only-mihon/": "/ja/only-mihon/", "/ja/only-public/": "/ja/", "/en/only-public/": "/", "/": "/",
		"/../x/": "/", "//evil.example/": "/", "/.git/": "/", `/\evil.example`: "/", "/ja/both": "/ja/both",
	} {
		if v := verdictAt(at); v.At != want || v.Edition != "mihon" || v.Asked != "mihon" || v.Shows != "3" {
			t.Errorf("at %s: %+v, want %s", at, v, want)
		}
	}

	// An edition with errors leaves the last good one, of whichever edition.
	choose("edition=broken")
	<-events
	if v := verdictAt("/"); !v.Broken || v.Edition != "mihon" || v.Asked != "broken" || v.Shows != "3" || v.Errors != 1 {
		t.Errorf("broken: %+v", v)
	}
	if got := body(t, address+"/ja/both/"); !strings.HasSuffix(got, "mihon") {
		t.Errorf("beside a broken edition: %s", got)
	}
	choose("edition=public")
	<-events

	// A day needs no build: the same files, with another today.
	if v := verdictAt("/"); v.Today != "2026-11-25" || v.Due != 1 || v.Gates[0].EN != "lapsed on 2026-11-25." {
		t.Errorf("on the real day: %+v", v)
	}
	choose("day=2027-04-01")
	v := verdictAt("/")
	if v.Today != "2027-04-01" || v.Gates[0].EN != "lapsed on 2027-04-01." || v.Edition != "public" || v.Shows != "8" {
		t.Errorf("on another day: %+v", v)
	}
	if page := body(t, address+"/"); !strings.Contains(page, `<script src="/_gen/day.js" data-day="2027-04-01"></script>`) {
		t.Errorf("the page is not told the day: %s", page)
	}
	choose("day=")
	if page := body(t, address+"/"); strings.Contains(page, "day.js") {
		t.Errorf("the page is still told a day: %s", page)
	}

	for _, form := range []string{
		"edition=nobody", "edition=../mihon", "edition=", "day=2027-02-30", "day=tomorrow", "day=1999-12-31", "day=2100-01-01",
		"day=2027-04-01%22onload", "day=" + strings.Repeat("1", 2000), "%zz",
	} {
		if status := choose(form); status != http.StatusBadRequest {
			t.Errorf("%.40s: %d", form, status)
		}
	}
	if v := verdictAt("/"); v.Edition != "public" || v.Asked != "public" || v.Today != "2026-11-25" {
		t.Errorf("after refusals: %+v", v)
	}
}

// TestPrivateOffersNothing holds that whoever may not see what is wrong may not
// choose either.
func TestPrivateOffersNothing(t *testing.T) {
	address, _ := choosing(t, true)
	page := body(t, address+"/")
	token := tokenOf.FindStringSubmatch(page)[1]
	if strings.Contains(page, "mihon") || strings.Contains(page, "data-bar") {
		t.Errorf("the page offers editions: %s", page)
	}
	for _, form := range []string{"edition=mihon", "edition=public", "day=2027-04-01"} {
		resp, err := http.Post(address+"/_gen/choose?token="+token, "application/x-www-form-urlencoded", strings.NewReader(form))
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: %d", form, resp.StatusCode)
		}
	}
	said := body(t, fmt.Sprintf("%s/_gen/problems?token=%s", address, token))
	if strings.Contains(said, "lapsed") || strings.Contains(said, "org.yaml") || strings.Contains(said, "/srv/handover") {
		t.Errorf("gates are told: %s", said)
	}
}

// TestChoiceIsTold holds that every tab hears of a choice at once, and of none where the
// same is chosen again: each would be loaded anew for nothing.
func TestChoiceIsTold(t *testing.T) {
	p := newPreview("en")
	site, err := editionsOf(t.Context(), "", nil)
	p.show(site, err)
	choose := func(form string) (before, after *state) {
		t.Helper()
		before = p.state()
		r := httptest.NewRequest(http.MethodPost, "/_gen/choose?token="+p.token, strings.NewReader(form))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		if p.ServeHTTP(w, r); w.Code != http.StatusNoContent {
			t.Fatalf("%s: %d", form, w.Code)
		}
		return before, p.state()
	}
	for _, form := range []string{"day=2000-01-01", "edition=mihon"} {
		before, after := choose(form)
		select {
		case <-before.replaced:
		default:
			t.Errorf("%s: nobody is told", form)
		}
		if after.build == before.build {
			t.Errorf("%s: what is told is what was", form)
		}
		if before, after = choose(form); before != after {
			t.Errorf("%s again: all tabs are told", form)
		}
	}
}

// TestBrokenKeepsEditions holds that what is wrong with the content, and keeps some
// editions from being known, does not take them out of the bar.
func TestBrokenKeepsEditions(t *testing.T) {
	p := newPreview("en")
	site, err := editionsOf(t.Context(), "", nil)
	p.show(site, err)
	p.show(Site{Editions: site.Editions[:1]}, nil)
	if got := p.state().editions; len(got) != len(site.Editions) {
		t.Errorf("editions beside a mistake: %v", got)
	}
	site.Editions = site.Editions[:1]
	if p.show(site, nil); len(p.state().editions) != 1 {
		t.Errorf("editions of a good site: %v", p.state().editions)
	}
}

// unmakeable is a site of which one page cannot be made.
type unmakeable struct{ *output.Memory }

func (u unmakeable) Open(name string) (fs.File, error) {
	if name == "ja/odd/index.html" {
		return nil, errors.New("its layout is odd")
	}
	return u.Memory.Open(name)
}

func (u unmakeable) ReadFile(name string) ([]byte, error) {
	if _, err := u.Open(name); err != nil {
		return nil, err
	}
	return fs.ReadFile(u.Memory, name)
}

// TestPageThatCannotBeMade holds that such a page says why, and where the theme is wrong
// what; that this is reported once; and that strangers are told neither.
func TestPageThatCannotBeMade(t *testing.T) {
	var mistake diag.List
	mistake.Add(diag.Pos{File: "themes/mine/layouts/page.html", Line: 3, Col: 1}, diag.THEME, diag.Text{EN: "no such field"}, diag.Text{})
	for _, tt := range []struct {
		name     string
		mistakes diag.List
		private  bool
		says     string
		silent   []string
	}{
		{"a failure", nil, false, "its layout is odd", []string{"no such field"}},
		{"a mistake of the theme", mistake, false, "no such field", []string{"its layout is odd"}},
		{"a failure before strangers", nil, true, "The terminal says why.", []string{"its layout is odd", "no such field"}},
		{"a mistake before strangers", mistake, true, "The terminal says why.", []string{"its layout is odd", "no such field", "themes/mine"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := newPreview("en")
			p.private = tt.private
			var reported []Event
			p.report = func(e Event) { reported = append(reported, e) }
			p.show(Site{Files: unmakeable{output.NewMemory()}, Mistakes: func(string, error) diag.List { return tt.mistakes }}, nil)
			get := func() string {
				w := httptest.NewRecorder()
				p.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/ja/odd/", nil))
				return w.Body.String()
			}
			page := get()
			if get(); len(reported) != 1 || reported[0].Page != "ja/odd/index.html" || len(reported[0].Mistakes) != len(tt.mistakes) || (reported[0].Err == nil) != (tt.mistakes != nil) {
				t.Errorf("reported: %+v", reported)
			}
			if !strings.Contains(page, "This page cannot be shown") || !strings.Contains(page, tt.says) {
				t.Errorf("the page does not say %q: %s", tt.says, page)
			}
			for _, text := range tt.silent {
				if strings.Contains(page, text) {
					t.Errorf("the page says %q: %s", text, page)
				}
			}
			p.show(p.state().good, nil)
			if get(); len(reported) != 2 {
				t.Errorf("after another build: %+v", reported)
			}
		})
	}
}

// TestPrivateTellsNothing holds that strangers are not told what is wrong with the content,
// nor why a build has failed, nor where it is.
func TestPrivateTellsNothing(t *testing.T) {
	broken, _ := editionsOf(t.Context(), "broken", nil)
	for name, err := range map[string]error{"mistakes": nil, "a failure": errors.New("it is broken: org.yaml")} {
		for _, good := range []bool{false, true} {
			p := newPreview("en")
			p.private, p.checking = true, "gen check -C /srv/handover"
			if good {
				site, err := editionsOf(t.Context(), "", nil)
				if p.show(site, err); p.state().failure != "" {
					t.Errorf("of a good site is said %q", p.state().failure)
				}
			}
			p.show(broken, err)
			for _, address := range []string{"/", "/_gen/problems?token=" + p.token} {
				w := httptest.NewRecorder()
				p.ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
				said := w.Body.String()
				if strings.Contains(said, "it is broken") || strings.Contains(said, "org.yaml") || strings.Contains(said, "/srv/handover") {
					t.Errorf("%s, %v: %s tells %s", name, good, address, said)
				}
				if (address != "/" || !good) && !strings.Contains(said, "The terminal says why.") {
					t.Errorf("%s, %v: %s does not name the terminal: %s", name, good, address, said)
				}
			}
		}
	}
}

func body(t *testing.T, address string) string {
	t.Helper()
	resp, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
