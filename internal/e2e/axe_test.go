package e2e

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestAxe looks at every kind of page with axe-core: in both languages, on a desk
// and on the narrowest screen, in light and in dark. What axe leaves to people is
// in the log; it counts neither way.
func TestAxe(t *testing.T) {
	script, err := os.ReadFile(nodeModules + "/axe-core/axe.min.js")
	if err != nil {
		t.Fatalf("axe-core is not there; .ci/need test installs it: %v", err)
	}
	for edition, site := range everyKind(t) {
		from := site.places(t)[0]
		for _, s := range []screen{desktop, narrow} {
			if edition == "plain" && s == desktop {
				continue // it looks alike on both
			}
			t.Run(path.Join(edition, s.name), func(t *testing.T) {
				t.Parallel()
				b := openTab(t, s)
				left := map[string][]string{} // to people: what, and where
				for _, page := range site.pages(t) {
					if edition == "public" && strings.Contains(page, "/guides/") {
						continue // as they are in the other edition
					}
					b.visit(from.address(page))
					b.eval(`document.querySelectorAll("details").forEach(d => d.open = true)`)
					b.eval(string(script))
					for _, scheme := range []string{"light", "dark"} {
						b.media(scheme)
						found := b.axe(scheme == "dark")
						if found.Passes < 10 && scheme == "light" || found.Passes == 0 {
							t.Errorf("%s, %s: axe looked at little: %d rules", page, scheme, found.Passes)
						}
						for _, f := range found.Violations {
							t.Errorf("%s, %s: %s", page, scheme, f)
						}
						for _, f := range found.Incomplete {
							what := f.ID + ": " + f.Help
							left[what] = append(left[what], f.Where...)
						}
					}
				}
				for _, what := range slices.Sorted(maps.Keys(left)) {
					where := left[what]
					slices.Sort(where)
					where = slices.Compact(where)
					t.Logf("left to people: %s: %d places, such as %s", what, len(where), where[len(where)/2])
				}
			})
		}
	}
}

// A finding is a rule of axe with the elements that it speaks of.
type finding struct {
	ID, Help string
	Where    []string
}

func (f finding) String() string { return f.ID + ": " + f.Help + ": " + strings.Join(f.Where, " | ") }

type findings struct {
	Violations, Incomplete []finding
	Passes                 int
}

// axe runs all rules on the page as it is, its experimental ones too, except
//
//   - those of WCAG's level AAA, which no site can meet as a whole,
//   - focus-order-semantics (experimental), which would have every table that
//     scrolls be a landmark,
//   - p-as-heading (experimental), which takes the links of a list for headings.
//
// It runs only those about colours where nothing else is another than before.
func (b *tab) axe(colours bool) findings {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	found, err := chromedp.Run(ctx, chromedp.Evaluate[findings](fmt.Sprintf(runAxe, colours), chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("axe: %v", err)
	}
	return found
}

const runAxe = `(async () => {
	const without = ["focus-order-semantics", "p-as-heading"];
	const rules = axe.getRules().filter(({ruleId, tags}) => !tags.includes("wcag2aaa") && !without.includes(ruleId) && (!%v || tags.includes("cat.color")));
	const result = await axe.run(document, {runOnly: rules.map(rule => rule.ruleId), resultTypes: ["violations", "incomplete"]});
	const told = list => list.map(({id, help, nodes}) => ({id, help, where: nodes.slice(0, 20).map(node => node.target.join(" "))}));
	return {violations: told(result.violations), incomplete: told(result.incomplete), passes: result.passes.length};
})()`
