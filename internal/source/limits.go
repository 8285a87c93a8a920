package source

import (
	"errors"

	"hikitsugi/internal/diag"
	"hikitsugi/internal/picture"
)

// The largest files that are read, in bytes: of all, and of texts and pictures. Over
// 4,463 real documents the largest had 795 KB. A file is in memory as a whole while it
// is published; what is larger, like a long video, is better where videos are served.
const (
	MaxSize = 4 << 20
	maxFile = 64 << 20
)

// limitOf returns the size that a file of that name can have.
func limitOf(name string) int64 {
	if IsText(name) || picture.Is(name) {
		return MaxSize
	}
	return maxFile
}

func tooLarge(name string) diag.List {
	d := diag.Diag{Pos: diag.Pos{File: name}, Code: diag.LIMIT,
		What: diag.Text{JA: "ファイルが64 MiBを超えています", EN: "the file is larger than 64 MiB"},
		Do:   diag.Text{JA: "小さくするか、別の場所に置いてリンクを張ってください。", EN: "Make it smaller, or put it elsewhere and link to it."}}
	switch {
	case IsText(name):
		d.What = diag.Text{JA: "ファイルが4 MiBを超えています", EN: "the file is larger than 4 MiB"}
		d.Do = diag.Text{JA: "ページを分けてください。", EN: "Split the page."}
	case picture.Is(name):
		d.What = diag.Text{JA: "画像が4 MiBを超えています", EN: "the picture is larger than 4 MiB"}
		d.Do = diag.Text{JA: "画面に必要な大きさまで縮小してください。", EN: "Scale it down to what a screen shows."}
	}
	return diag.List{d}
}

// errLarge is the error of a file that has grown beyond its limit since it was looked at.
var errLarge = errors.New("it is larger than what is read")
