package output

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"syscall"

	"hikitsugi/internal/diag"
)

// Why an output folder is left alone; see [Refusal].
var (
	ErrNotOurs = errors.New("gen did not make this folder")
	ErrEdition = errors.New("this folder holds another edition")
	ErrBusy    = errors.New("another build is writing this folder")
	ErrRights  = errors.New("this folder's rights cannot be given to another")
	ErrAround  = errors.New("nothing can be written beside this folder")
	ErrClosed  = errors.New("nothing can be written into this folder")
)

// A Refusal is the error for an output folder that must be left alone. Nothing
// in it has been touched.
type Refusal struct {
	Err  error     // ErrNotOurs, ErrEdition, ErrBusy, ErrRights, ErrAround or ErrClosed
	Diag diag.Diag // the same for people, in both languages; its file is the folder
}

func (r *Refusal) Error() string {
	return fmt.Sprintf("%s: %s", r.Diag.Pos, r.Diag.Sentence("en"))
}

func (r *Refusal) Unwrap() error { return r.Err }

func refuse(err error, dir string, what, do diag.Text) error {
	pos := diag.Pos{File: filepath.ToSlash(dir)}
	return &Refusal{err, diag.Diag{Pos: pos, Code: diag.OUT, What: what, Do: do}}
}

// notOurs refuses a folder that holds no marker, but the file found.
func notOurs(dir, found string) error {
	return refuse(ErrNotOurs, dir,
		diag.Text{
			JA: fmt.Sprintf("このフォルダーは gen が作ったものではありません（%s があります）", found),
			EN: fmt.Sprintf("gen did not make this folder: it holds %s", found),
		},
		diag.Text{
			JA: "中のファイルを守るため、何も書きませんでした。空のフォルダーか、まだないフォルダーを -o で指定してください。",
			EN: "Nothing was written, so as not to lose it. Name an empty or new folder with -o.",
		})
}

// notAllOurs refuses a folder of ours in which somebody has put the file found.
func notAllOurs(dir, found string) error {
	return refuse(ErrNotOurs, dir,
		diag.Text{
			JA: fmt.Sprintf("gen が作っていないファイルがあります: %s", found),
			EN: fmt.Sprintf("it holds a file that gen did not make: %s", found),
		},
		diag.Text{
			JA: "出力フォルダーは丸ごと入れ替わるので、このままでは消えてしまいます。別の場所へ移してから、もう一度実行してください。",
			EN: "The folder is replaced as a whole, which would delete it. Move it elsewhere, then build again.",
		})
}

// unreadable refuses a folder whose marker cannot be understood.
func unreadable(dir string, err error) error {
	return refuse(ErrNotOurs, dir,
		diag.Text{
			JA: fmt.Sprintf("目印のファイル %s を読み取れません（%v）", markerName, err),
			EN: fmt.Sprintf("its marker file %s cannot be read (%v)", markerName, err),
		},
		diag.Text{
			JA: "中身が要らないことを確かめてフォルダーを消すか、-o で別のフォルダーを指定してください。",
			EN: "If nothing in it is needed, delete the folder; or name another with -o.",
		})
}

func otherEdition(dir, stands, wanted string) error {
	return refuse(ErrEdition, dir,
		diag.Text{
			JA: fmt.Sprintf("ここには別の版「%s」が書き出されています（今回は「%s」）", stands, wanted),
			EN: fmt.Sprintf("it holds the edition %q, and this build makes %q", stands, wanted),
		},
		diag.Text{
			JA: "入れ替えてよければ --org か --public で版を明示してください。両方残すなら -o で別のフォルダーへ。",
			EN: "To replace it, name the edition with --org or --public; to keep both, name another folder with -o.",
		})
}

func busy(dir string) error {
	return refuse(ErrBusy, dir,
		diag.Text{
			JA: "別の gen がこのフォルダーに書き出しているところです",
			EN: "another gen is writing to this folder",
		},
		diag.Text{
			JA: "終わるのを待って、もう一度実行してください。",
			EN: "Wait until it is done, then build again.",
		})
}

// otherRights refuses a folder that others could read if it were replaced.
func otherRights(dir string, err error) error {
	return refuse(ErrRights, dir,
		diag.Text{
			JA: fmt.Sprintf("入れ替えた後のフォルダーに、今と同じグループと権限を付けられません（%v）", err),
			EN: fmt.Sprintf("the new folder cannot be given its group and permissions (%v)", err),
		},
		diag.Text{
			JA: "読める人が変わらないよう、何も入れ替えませんでした。このフォルダーのグループに入っているユーザーで実行するか、chgrp で自分の入っているグループにしてから、もう一度実行してください。",
			EN: "Nothing was replaced, so that nobody else can read it. Build as a user who is in its group, or give it a group of yours with chgrp; then build again.",
		})
}

// closedAround refuses a folder beside which nothing can be written.
func closedAround(dir, around string, err error) error {
	return refuse(ErrAround, dir,
		diag.Text{
			JA: fmt.Sprintf("外側のフォルダー %s に書き込めません（%v）", around, err),
			EN: fmt.Sprintf("gen cannot write into the folder around it, %s (%v)", around, err),
		},
		diag.Text{
			JA: "新しいサイトを隣に完成させてから入れ替えるので、出力フォルダーの外側にも書き込みます。書き込めるようにするか、書き込めるフォルダーの中のフォルダーを -o で指定してください。",
			EN: "The new site is finished there before it takes the place of the old one. Give gen permission to write there, or name with -o a folder inside one that it can write to.",
		})
}

// Closed returns the *[Refusal] of a folder into which nothing can be written, where an
// error of writing there says that; else the error.
func Closed(dir string, err error) error {
	if !isClosed(err) {
		return err
	}
	return refuse(ErrClosed, dir,
		diag.Text{
			JA: fmt.Sprintf("このフォルダーに書き込めません（%v）", err),
			EN: fmt.Sprintf("gen cannot write into this folder (%v)", err),
		},
		diag.Text{
			JA: "書き込めるようにするか、書き込めるフォルダーを指定してください。",
			EN: "Give gen permission to write there, or name a folder that it can write to.",
		})
}

// isClosed reports whether an error says that nothing may be written.
func isClosed(err error) bool {
	return errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS)
}
