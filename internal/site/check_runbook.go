package site

import (
	"slices"

	"hikitsugi/internal/diag"
)

// runbook checks what makes a page a runbook that works.
func (c *checker) runbook(p *Page) {
	head := p.Source.Runbook
	for _, t := range p.Texts {
		for _, id := range head.Sections() {
			if !p.hasSection(t.Lang, id) {
				c.add(diag.Pos{File: t.Pos.File}, diag.SECT,
					diag.Textf("見出し {#%s} の節がありません", "the section {#%s} is missing", id),
					diag.Textf("「## 見出し {#%s}」を書き足してください。", "Add “## … {#%s}”.", id))
			}
		}
	}
	if len(p.Items) == 0 {
		c.add(p.Source.Pos, diag.SECT,
			diag.Text{JA: "手順（checklist）がありません", EN: "the runbook has no checklist"},
			diag.Text{JA: "--- の間に checklist を書き足してください。", EN: "Add one between the --- lines."})
	}
	c.contacts(head.Contacts)
	for _, d := range head.Deadlines {
		c.guides(d.Guides)
	}
	for _, n := range head.Needs {
		switch duties := c.site.Need(n.ID); {
		case len(duties) > 0:
		case slices.Contains(c.dutyNames(), n.ID):
			c.add(n.Pos, diag.LINK,
				diag.Textf("項目 %q には更新（renew）がありません", "the item %q has nothing to renew", n.ID),
				diag.Text{JA: "期限のある項目を書いてください。", EN: "Name one that lapses."})
		default:
			c.missingItem(n.Pos, n.ID, suggestion(n.ID, c.dutyNames()))
		}
	}
}
