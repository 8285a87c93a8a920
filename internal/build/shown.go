package build

import (
	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
	"hikitsugi/internal/site"
	"hikitsugi/internal/source"
)

// atTexts moves the problems of pictures that cannot be shown, in place, to the text that
// shows them, and names the file there: its author looks for it where it was put.
func atTexts(src site.Sources, lists ...diag.List) {
	var shown map[string]diag.Pos
	for _, list := range lists {
		for i, p := range list {
			if p.Code != diag.IMAGE && p.Code != diag.LIMIT || p.Pos.Line > 0 || !src.Assets[p.Pos.File].Picture {
				continue
			}
			if shown == nil {
				shown = showing(src.Pages, src.Config.Source())
			}
			if at, ok := shown[p.Pos.File]; ok {
				list[i].Pos = at
				list[i].What = diag.Text{JA: p.Pos.File + ": " + p.What.JA, EN: p.Pos.File + ": " + p.What.EN}
			}
		}
	}
}

// showing returns where each picture that a text shows stands first, in a text of that
// language if there is one.
func showing(pages []*content.Page, language string) map[string]diag.Pos {
	shown, translated := map[string]diag.Pos{}, map[string]bool{}
	for _, p := range pages {
		if p.Body == nil {
			continue
		}
		var lines source.Lines // once there is a picture
		for _, l := range p.Body.Links {
			r := content.ParseReference(l.Dest)
			if !l.Image || r.Scheme != "" || r.ID == "" {
				continue
			}
			name := p.Asset(r)
			if _, known := shown[name]; !known || translated[name] && p.Lang == language {
				if lines.File() == nil {
					lines = p.Lines()
				}
				shown[name], translated[name] = lines.Pos(l.Offset), p.Lang != language
			}
		}
	}
	return shown
}
