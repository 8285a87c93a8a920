package serve

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
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
	if strings.Contains(said, "lapsed") || strings.Contains(said, "org.yaml") {
		t.Errorf("gates are told: %s", said)
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
