package scaffold

import (
	"fmt"
	"slices"

	"hikitsugi/internal/content"
)

// A contact is somebody whom runbooks call.
type contact struct{ ID, JA, EN string }

// contacts are those whom the texts of runbooks call.
var contacts = []contact{
	{"helpdesk", "ヘルプデスク", "Help desk"},
	{"lead", "端末管理の責任者", "Lead of device management"},
	{"carrier", "通信会社の法人窓口", "Carrier"},
	{"mdm", "管理サービス（MDM）のサポート", "Support of the management service (MDM)"},
	{"vendor", "端末の修理窓口", "Repair desk"},
	{"privacy", "個人情報保護の担当", "Privacy officer"},
	{"hr", "人事の担当", "HR"},
	{"police", "最寄りの警察署（遺失物係）", "Local police (lost property)"},
}

// A fact is what a new organisation says of something that is handed over.
type fact struct {
	ID       string
	Key      bool // it has a secret
	Envelope string
}

// org adds the file of an organisation.
func (m maker) org(files Files, id string, b Begin) error {
	data := struct {
		pageData
		Known    Survey
		Name     string
		Traits   []string
		Contacts []contact
		Begins   content.Date
		Date     content.Date
		Runbook  string
		Facts    []fact
	}{
		pageData: m.data(id), Known: m.survey, Name: quoted(b.Name), Traits: known(b.Traits, m.survey.Traits),
		Contacts: slices.Clone(contacts), Begins: m.today, Runbook: "lost-device",
	}
	if b.Name == "" {
		data.Name = m.text("??組織の名前??", "??the organisation's name??")
	}
	span, _ := content.ParseSpan("P90D")
	data.Date = m.today.Add(span)
	for _, id := range m.survey.Contacts {
		if !slices.ContainsFunc(contacts, func(c contact) bool { return c.ID == id }) {
			data.Contacts = append(data.Contacts, contact{id, "??" + id + " の名前??", "??the name of " + id + "??"})
		}
	}
	if len(m.survey.Runbooks) > 0 {
		data.Runbook = m.survey.Runbooks[0]
	}
	sealed := 0
	for _, i := range m.survey.Items {
		applies := len(i.When) == 0 || slices.ContainsFunc(i.When, func(t string) bool { return slices.Contains(data.Traits, t) })
		if len(i.Give) == 0 || !applies {
			continue
		}
		f := fact{ID: i.ID, Key: slices.ContainsFunc(i.Give, isKey)}
		if f.Key {
			sealed++
			f.Envelope = fmt.Sprintf("A-%02d", sealed)
		}
		data.Facts = append(data.Facts, f)
	}
	text, err := m.execute("org.yaml", data)
	if err != nil {
		return err
	}
	files[orgPath(id)] = text
	return nil
}

// isKey reports whether what changes hands is something that a second person holds too.
func isKey(give string) bool {
	switch give {
	case "password", "2fa-phone", "recovery", "key":
		return true
	}
	return false
}
