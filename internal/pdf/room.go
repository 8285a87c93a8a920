package pdf

import (
	"fmt"
	"os"

	"hikitsugi/internal/diag"
)

// putElsewhere says where the browser keeps what it works with, and how to change that.
var putElsewhere = diag.Text{
	JA: "書き込めて空きのあるフォルダーを、環境変数 TMPDIR（Windowsでは TMP）に指定してください。",
	EN: "Name a folder with room that gen can write to, with the environment variable TMPDIR (TMP on Windows).",
}

// errProfile is the error of a browser that has no place for its profile.
func errProfile(err error) error {
	return &Error{
		What: diag.Text{
			JA: fmt.Sprintf("印刷の間だけ使うフォルダーを作れません（%v）", err),
			EN: fmt.Sprintf("a folder that is needed while printing cannot be made (%v)", err),
		},
		Do: putElsewhere,
	}
}

// errNoRoom is the error of a browser that had no room for the PDF. It says itself only
// that reading it failed.
func errNoRoom(dir string) error {
	return &Error{
		What: diag.Text{
			JA: fmt.Sprintf("一時ファイルのフォルダー %s の空きが足りず、印刷できませんでした", dir),
			EN: fmt.Sprintf("there is too little room to print in the folder for temporary files, %s", dir),
		},
		Do: diag.Text{
			JA: "空きを作るか、" + putElsewhere.JA,
			EN: "Make room there. Or: " + putElsewhere.EN,
		},
	}
}

// hasRoom reports whether a large PDF would find room in a folder.
func hasRoom(dir string) bool {
	file, err := os.CreateTemp(dir, "room-")
	if err != nil {
		return false
	}
	defer os.Remove(file.Name())
	chunk := make([]byte, 1<<20)
	for range 64 {
		if _, err = file.Write(chunk); err != nil {
			break
		}
	}
	return file.Close() == nil && err == nil
}
