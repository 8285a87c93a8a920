package view

import (
	"slices"

	"hikitsugi/internal/content"
	"hikitsugi/internal/site"
)

// A Verify says of every packet that was recorded whether it is still true. It is
// where the code on a packet's cover leads, and has no language: each side says the
// same in one.
type Verify struct {
	Frame
	Sides []VerifySide
}

// A VerifySide is the page in one language.
type VerifySide struct {
	Lang     string
	Title    string
	Now      string // content id of the packet as it would be printed now
	Handover string // URL of the packet
	Packets  []PrintedPacket
}

// A PrintedPacket is what was printed under one content id, the latest first. The
// sides have the same packets in the same order.
type PrintedPacket struct {
	ID        string // content id, and anchor
	Printings []Printing
	Changed   []Link // what has changed since; the URL is empty where it is gone
	Untold    bool   // the record is of an earlier version, which noted less; Changed says so
}

// A Printing is one print of a packet.
type Printing struct {
	Date Date
	Copy int // 0: without a number
}

// NewVerify makes the page.
func NewVerify(s *site.Site, base string) Verify {
	var v Verify
	var titles []string
	for i, lang := range s.Languages() {
		p := For(s, lang, base).at("verify/")
		title := p.words.pick("引き継ぎ書の確認", "Is this packet current?")
		if i == 0 {
			v.Frame = p.frame("handover/", "", title, always)
			if base != "" {
				v.Canonical = base + "verify/"
			}
		}
		titles = append(titles, title)
		v.Sides = append(v.Sides, VerifySide{
			Lang: lang, Title: title, Now: s.PacketID(),
			Handover: p.url(lang + "/handover/"), Packets: p.printed(),
		})
	}
	v.Title = inAll(titles)
	return v
}

// printed returns the recorded packets.
func (p spot) printed() []PrintedPacket {
	parts := p.site.Parts()
	var list []PrintedPacket
	for _, record := range slices.Backward(p.site.Printed) {
		printing := Printing{Date: p.words.date(record.On), Copy: record.Copy}
		if i := slices.IndexFunc(list, func(l PrintedPacket) bool { return l.ID == string(record.ID) }); i >= 0 {
			list[i].Printings = append(list[i].Printings, printing)
			continue
		}
		packet := PrintedPacket{ID: string(record.ID), Printings: []Printing{printing}}
		if _, whole := content.Map[content.Hash](record.Parts).Get(site.PartSite); whole {
			packet.Changed = p.changed(record.Parts, parts)
		} else {
			packet.Untold = true
			packet.Changed = []Link{{Title: p.words.pick("分かりません（以前のバージョンの gen の記録です）", "Unknown: it was recorded by an earlier version of gen")}}
		}
		list = append(list, packet)
	}
	return list
}

// changed returns what differs between a record and the packet as it is.
func (p spot) changed(record content.Record, parts []site.Part) []Link {
	var list []Link
	seen := map[string]bool{}
	recorded := content.Map[content.Hash](record)
	for _, part := range parts {
		seen[part.Key] = true
		switch then, ok := recorded.Get(part.Key); {
		case ok && string(then) == part.Revision:
			continue
		case part.Item != nil:
			list = append(list, Link{Title: p.words.itemNumber(part.Item.Number) + p.words.pick("　", " ") + part.Item.Title.In(p.lang()), URL: p.itemURL(part.Item)})
		case part.Page != nil:
			list = append(list, p.changedPage(part.Page))
		case part.Key == site.PartSite:
			list = append(list, Link{Title: p.words.pick("条件の文言、和暦の有無、サイトのURL（site.yaml）", "The words of conditions, Japanese eras, or the address of the site (site.yaml)"), URL: p.url(p.lang() + "/handover/#_profile")})
		case part.Key == site.PartRenewals:
			list = append(list, Link{Title: p.words.section("renewals"), URL: p.url(p.lang() + "/handover/#_renewals")})
		case part.Key == site.PartContacts:
			list = append(list, Link{Title: p.words.pick("連絡先", "Contacts"), URL: p.url(p.lang() + "/handover/#_emergency")})
		case part.Key == site.PartGlossary:
			list = append(list, Link{Title: p.words.pick("用語集", "Glossary"), URL: p.url(p.lang() + "/glossary/")})
		default:
			list = append(list, Link{Title: p.words.pick("組織の概要", "The organisation"), URL: p.url(p.lang() + "/handover/#_profile")})
		}
	}
	for _, e := range recorded {
		if !seen[e.Key.ID] {
			list = append(list, Link{Title: p.words.pick("なくなったもの："+e.Key.ID, "No longer there: "+e.Key.ID)})
		}
	}
	return list
}

func (p spot) changedPage(page *site.Page) Link {
	title := page.Title(p.lang())
	if page.Kind == content.KindColumn {
		return Link{Title: p.words.pick("コラム「"+title+"」", "Column “"+title+"”"), URL: p.pageURL(page, "")}
	}
	return Link{Title: p.words.pick("手順書「"+title+"」", "Runbook “"+title+"”"), URL: p.pageURL(page, "")}
}
