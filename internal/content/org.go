package content

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"hikitsugi/internal/diag"
	"hikitsugi/internal/source"
)

// An Org is org.yaml: one organisation, and every fact that is known of it.
type Org struct {
	ID     string
	Pos    diag.Pos
	Broken bool // it has mistakes of its own, and may not say all that it means

	Name     Text               `key:"name,required"`
	Marking  Text               `key:"marking"` // such as 社外秘
	Traits   []Name             `key:"traits"`
	Devices  Map[int]           `key:"devices"`
	People   Map[Person]        `key:"people"`
	Contacts Map[Contact]       `key:"contacts"` // in the order in which to call
	Handover Handover           `key:"handover,required"`
	Copies   []Copy             `key:"copies"`
	Runbooks Map[RunbookRecord] `key:"runbooks"`
	Facts    Facts              `key:"facts"`
}

// A Person works for the organisation.
type Person struct {
	Name Text `key:"name,required"`
	Role Text `key:"role"`
}

// A Contact is somebody to call; a role that every organisation defines.
type Contact struct {
	Name  Text   `key:"name,required"`
	Tel   string `key:"tel"`
	Hours Text   `key:"hours"`
}

// A Handover says who hands over to whom, and when.
type Handover struct {
	Pos      diag.Pos
	From     Name `key:"from"` // absent: there is no predecessor
	To       Name `key:"to,required"`
	Approver Name `key:"approver"`
	Begins   Date `key:"begins,required"` // sign-offs before it belong to an earlier handover
	Date     Date `key:"date,required"`
}

// Counts reports whether a sign-off is of this handover: one from before it began
// belongs to an earlier one.
func (h Handover) Counts(signed Date) bool {
	return !signed.IsZero() && signed.Compare(h.Begins) >= 0
}

// SelfApproved reports whether no third person approves the handover, as where one
// person does everything.
func (h Handover) SelfApproved() bool {
	return h.Approver.ID != "" && (h.Approver.ID == h.From.ID || h.Approver.ID == h.To.ID)
}

// Alone reports whether one person does everything: there is no predecessor, and nobody
// else approves.
func (h Handover) Alone() bool { return h.From.ID == "" && h.SelfApproved() }

// A Copy is a printed copy of the packet.
type Copy struct {
	Pos    diag.Pos
	Number int  `key:"no,required"`
	Holder Name `key:"holder,required"`
}

// A RunbookRecord says who answers for a runbook, and how it came to be.
type RunbookRecord struct {
	Owner   Name       `key:"owner,required"`
	History []Revision `key:"history,required"`
}

// A Revision is one entry of a runbook's history.
type Revision struct {
	Pos  diag.Pos
	On   Date `key:"on,required"`
	By   Name `key:"by,required"`
	OK   Name `key:"ok"` // who approved it
	What Text `key:"what,required"`
}

// Facts are an organisation's facts by item, or by item/renewal.
type Facts Map[Fact]

// Get returns the fact of that key.
func (f Facts) Get(key string) (Fact, bool) { return Map[Fact](f).Get(key) }

// A Fact is what an organisation says of an item or of one of its renewals.
type Fact struct {
	Pos      diag.Pos
	Owner    Name   `key:"owner"`  // answers for it from the handover date on
	Second   Name   `key:"second"` // the second key-holder
	Account  string `key:"account"`
	Secret   Secret `key:"secret"`
	Where    Text   `key:"where"`
	Done     Date   `key:"done"`
	Expires  Date   `key:"expires"` // as a portal shows it; wins over done
	Given    Date   `key:"given"`
	Received Date   `key:"received"`
	NA       Text   `key:"na"` // not applicable here, because …
	Note     Text   `key:"note"`
}

// A Secret says where a secret is kept. It is never the secret.
type Secret string

var secretForm = diag.Text{
	JA: "パスワードそのものは書かず、vault:…、op://…、bw:…、keeper:…、envelope:A-02、safe:3F の形で置き場所を書きます。",
	EN: "Never write the secret itself; write vault:…, op://…, bw:…, keeper:…, envelope:A-02 or safe:3F.",
}

// secretForms are the ways to name a place where secrets are kept.
var secretForms = []string{"vault:", "op://", "bw:", "keeper:", "envelope:", "safe:"}

func (s *Secret) decodeNode(d *decoder, n *yaml.Node) {
	before := len(d.diags)
	text, ok := d.scalar(n)
	for _, form := range secretForms {
		if rest, has := strings.CutPrefix(text, form); has && rest != "" && !strings.ContainsAny(rest, " \t\n") {
			*s = Secret(text)
			return
		}
	}
	if ok { // the value is not repeated: it may be the secret itself
		d.add(d.pos(n), diag.REF,
			diag.Text{JA: "秘密の置き場所の書き方ではありません", EN: "this is not a reference to where a secret is kept"},
			secretForm)
	}
	for i := range d.diags[before:] {
		d.diags[before+i].Private = true
	}
}

// ParseOrg reads org.yaml of the organisation id.
func ParseOrg(f *source.File, id string) (*Org, diag.List) {
	o := &Org{}
	d := decodeFile(f, o)
	o.ID = id
	d.people(o)
	d.handover(o)
	d.history(o)
	o.Broken = d.diags.HasErrors(false)
	return o, d.diags
}

// people checks that everybody who is named is one of the organisation's people.
func (d *decoder) people(o *Org) {
	known := o.People.Keys()
	if len(known) == 0 && d.failed["people"] {
		return
	}
	check := func(names ...Name) {
		for _, n := range names {
			switch {
			case n.ID == "" || slices.Contains(known, n.ID):
			case !isID(n.ID):
				d.useID(n, o.People)
			default:
				d.add(n.Pos, diag.WHO,
					diag.Textf("%q は people にいません", "%q is not one of the people", n.ID),
					DidYouMean(n.ID, known, diag.Text{JA: "people に書き足してください。", EN: "Add them to people."}))
			}
		}
	}
	check(o.Handover.From, o.Handover.To, o.Handover.Approver)
	for _, c := range o.Copies {
		check(c.Holder)
	}
	for _, r := range o.Runbooks {
		check(r.Value.Owner)
		for _, h := range r.Value.History {
			check(h.By, h.OK)
		}
	}
	for _, f := range o.Facts {
		check(f.Value.Owner, f.Value.Second)
	}
}

// useID says of what is written instead of a person's id, and was told to be none, whose
// id could be meant.
func (d *decoder) useID(n Name, people Map[Person]) {
	do := diag.Text{JA: "people にある人のidを書いてください。", EN: "Write the id of one of the people."}
	for _, e := range people {
		if e.Value.Name.JA == n.ID || e.Value.Name.EN == n.ID {
			do = diag.Textf("people でのid、%s を書いてください。", "Write %s, the id in people.", e.Key.ID)
		}
	}
	for i := range d.diags {
		if d.diags[i].Pos == n.Pos && d.diags[i].Code == diag.ID {
			d.diags[i].Do = do
		}
	}
}

// handover checks that one person hands over to another, within days that follow each
// other, and that copies can be told apart.
func (d *decoder) handover(o *Org) {
	h := o.Handover
	if !h.Begins.IsZero() && !h.Date.IsZero() && h.Begins.Compare(h.Date) > 0 {
		d.add(h.Begins.Pos, diag.HIST,
			diag.Textf("引き継ぎが、終わる日（date の %s）より後に始まります", "the handover begins after its end (date, %s)", h.Date),
			diag.Text{JA: "どちらの日付が正しいか確かめてください。", EN: "See which of the days is right."})
	}
	if h.To.ID != "" && h.From.ID == h.To.ID {
		d.add(h.To.Pos, diag.WHO,
			diag.Textf("%q は前任者（from）でもあり、後任者（to）でもあります", "%q is both predecessor (from) and successor (to)", h.To.ID),
			diag.Text{JA: "別の人にしてください。前任者がいないときや、一人で管理しているときは、from を消してください。", EN: "Name two people. If there is no predecessor, or one person does it all, remove from."})
	}
	for i, c := range o.Copies {
		if slices.ContainsFunc(o.Copies[:i], func(other Copy) bool { return c.Number > 0 && other.Number == c.Number }) {
			d.add(c.Pos, diag.ID2,
				diag.Textf("部番号 %d が2回あります", "two copies have the number %d", c.Number),
				diag.Text{JA: "片方を別の番号にしてください。", EN: "Change one of them."})
		}
	}
}

// history checks that what was recorded can have happened in that order.
func (d *decoder) history(o *Org) {
	for _, r := range o.Runbooks {
		var last Date // that can be read
		for _, h := range r.Value.History {
			if !h.On.IsZero() && !last.IsZero() && h.On.Compare(last) < 0 {
				d.add(h.On.Pos, diag.HIST,
					diag.Text{JA: "前の版より古い日付です", EN: "this is earlier than the revision before it"},
					diag.Text{JA: "古い版から順に並べてください。", EN: "List the oldest first."})
			}
			if !h.On.IsZero() {
				last = h.On
			}
			if h.OK.ID == "" {
				d.add(h.Pos, diag.HIST,
					diag.Text{JA: "承認した人（ok）が書かれていません", EN: "nobody approved this revision"},
					diag.Text{JA: "「ok: 人のid」を書き足してください。", EN: "Add “ok: ” and a person's id."})
			}
		}
	}
	for _, e := range o.Facts {
		f := e.Value
		if !f.Expires.IsZero() && !f.Done.IsZero() && f.Expires.Compare(f.Done) < 0 {
			d.add(f.Expires.Pos, diag.HIST,
				diag.Text{JA: "期限（expires）が、実施した日（done）より前です", EN: "this lapses (expires) before it was done"},
				diag.Text{JA: "日付を確かめてください。", EN: "Check both dates."})
		}
		switch {
		case !o.Handover.Counts(f.Received):
		case f.Given.IsZero():
			if o.Handover.From.ID != "" && f.Given.Pos.Line == 0 { // else it was written, and is no day
				d.add(f.Received.Pos, diag.HIST,
					diag.Text{JA: "渡した日がないのに、受け取った日があります", EN: "this was received but never given"},
					diag.Text{JA: "given に前任者が渡した日を書いてください。", EN: "Write the day on which the predecessor gave it as given."})
			}
		case f.Received.Compare(f.Given) < 0:
			d.add(f.Received.Pos, diag.HIST,
				diag.Text{JA: "渡した日より前に受け取っています", EN: "this was received before it was given"},
				diag.Text{JA: "日付を確かめてください。", EN: "Check both dates."})
		}
	}
}
