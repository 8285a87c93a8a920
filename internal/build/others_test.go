package build

import (
	"slices"
	"strings"
	"testing"

	"hikitsugi/internal/diag"
)

// What is wrong in the folder of an organisation stops its own edition and no other.
func TestOthers(t *testing.T) {
	const runbook = "-- content/orgs/beta/runbooks/own.ja.md --\n---\ntitel: A\n---\n"
	places := func(list diag.List) (at []string) {
		for _, d := range list.Of(diag.Error) {
			if place := strings.TrimPrefix(d.Pos.String(), "content/"); !slices.Contains(at, place) {
				at = append(at, place)
			}
		}
		return at
	}
	for _, tt := range []struct {
		name, changes string
		in            Input
		own, others   []string
	}{
		{"of its own edition", beta + "nmae: B\n" + runbook, Input{Org: "beta"}, []string{"orgs/beta/org.yaml:5:1", "orgs/beta/runbooks/own.ja.md:2:1"}, nil},
		{"of another organisation's", beta + "nmae: B\n" + runbook, Input{Org: "acme"}, nil, []string{"orgs/beta/org.yaml:5:1", "orgs/beta/runbooks/own.ja.md:2:1"}},
		{"of the usual edition", beta + "nmae: B\n", Input{}, nil, []string{"orgs/beta/org.yaml:5:1"}},
		{"of the public edition", beta + "nmae: B\n" + runbook, Input{Public: true}, nil, []string{"orgs/beta/org.yaml:5:1", "orgs/beta/runbooks/own.ja.md:2:1"}},
		{"a text that cannot be read", "-- content/orgs/beta/org.yaml --\nname: \x8ew\x92\xe8\n", Input{}, nil, []string{"orgs/beta/org.yaml:1:7"}},
		{"a folder that is no organisation's", strings.ReplaceAll(beta, "orgs/beta", "orgs/Beta Corp"), Input{}, nil, []string{"orgs/Beta Corp/org.yaml"}},
		{"a folder that was to be the usual organisation's", "-- content/orgs/acme/org.yaml --\n-\n" + strings.ReplaceAll(beta, "orgs/beta", "orgs/Acme"), Input{}, []string{"orgs/Acme/org.yaml", "site.yaml:3:6"}, nil},
		{"a file that all share", beta + "-- content/links.yaml --\na: {}\n", Input{}, []string{"links.yaml:1:4"}, nil},

		// What another organisation's broken runbook may declare is no excuse for a reference
		// to it, as all of it is another's; in public, nothing is said of what is internal.
		{"a reference to nothing", beta + runbook + "-- content/guides/start.ja.md --\n---\ntitle: A\n---\n\n[項目](item:own-call)\n", Input{Org: "acme"}, []string{"guides/start.ja.md:5:1"}, []string{"orgs/beta/runbooks/own.ja.md:2:1"}},
		{"a reference to what may be internal", beta + runbook + "-- content/guides/start.ja.md --\n---\ntitle: A\n---\n\n[項目](item:own-call)\n", Input{Public: true}, nil, []string{"orgs/beta/runbooks/own.ja.md:2:1"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.in.Project = world(tt.changes)
			r := build(t, new(Builder), tt.in)
			if own, others := places(r.Problems), places(r.Others); !slices.Equal(own, tt.own) || !slices.Equal(others, tt.others) {
				t.Errorf("its own: %q, of others: %q; want %q and %q", own, others, tt.own, tt.others)
			}
			if made := len(r.files) > 0; made != (tt.own == nil) {
				t.Errorf("made: %v", made)
			}
		})
	}
}
