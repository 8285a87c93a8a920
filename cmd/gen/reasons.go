package main

import (
	"errors"
	"io/fs"
	"net"
	"os"
	"slices"
	"syscall"

	"hikitsugi/internal/diag"
)

// reasons are what a machine refuses for, and what to do. The system says it in few words,
// and in English.
var reasons = []struct {
	errs []error // any of them
	diag.Text
}{
	{noRoom, diag.Text{
		JA: "空き容量がありません。不要なファイルを片付けてから、もう一度実行してください。",
		EN: "No room is left there. Make room, then run gen again.",
	}},
	{heldOpen, diag.Text{
		JA: "ほかのプログラムがそのファイルを開いています。閉じてから、もう一度実行してください。",
		EN: "Another program has that file open. Close it there, then run gen again.",
	}},
	{[]error{syscall.EROFS}, diag.Text{
		JA: "読み取り専用の場所なので、書き込めません。書き込める場所で実行するか、書き込めるようにしてください。",
		EN: "That place is read-only. Work somewhere else, or make it writable.",
	}},
	{[]error{fs.ErrPermission}, diag.Text{
		JA: "このファイルかフォルダーを使う権限がありません。権限を直すか、権限のあるユーザーで実行してください。",
		EN: "There is no permission to use that file or folder. Change its permissions, or run gen as a user who has it.",
	}},
	{[]error{syscall.ENOTDIR}, diag.Text{
		JA: "フォルダーがあるはずの場所に、同じ名前のファイルがあります。書いた場所が正しいか確かめてください。",
		EN: "There is a file where a folder should be. Check the path.",
	}},
	{[]error{syscall.ENAMETOOLONG}, diag.Text{
		JA: "名前が長すぎます。ファイルやフォルダーの名前を短くしてください。",
		EN: "That name is too long. Give the file or folder a shorter one.",
	}},
	{[]error{syscall.EMFILE, syscall.ENFILE}, diag.Text{
		JA: "同時に開けるファイルの数の上限に達しました。ほかのプログラムを終えるか、上限（ulimit -n）を上げてください。",
		EN: "The limit of open files is reached. End other programs, or raise it (ulimit -n).",
	}},
	{[]error{syscall.EIO}, diag.Text{
		JA: "ディスクかネットワークの障害かもしれません。接続を確かめ、もう一度実行してください。続くときは、先に原稿の控えを取ってください。",
		EN: "The disk or the network may be failing. Check the connection and run gen again. If it happens again, back up your content first.",
	}},
}

// gone is the reason where the folder in which gen was started is no more.
var gone = diag.Text{
	JA: "いまいるフォルダーは、削除されたか、作り直されています。cd で入り直してから、もう一度実行してください。",
	EN: "The folder that you are in was deleted or replaced. Go into it anew with cd, then run gen again.",
}

// reason returns why the machine refuses, and what to do, on a line of its own; it is empty
// where the error says all that is known.
func (p *program) reason(err error) string {
	var onNetwork *net.OpError // is told with the address
	if errors.As(err, &onNetwork) {
		return ""
	}
	if errors.Is(err, fs.ErrNotExist) {
		if _, here := os.Getwd(); here != nil {
			return gone.In(p.lang) + "\n"
		}
		return ""
	}
	for _, r := range reasons {
		if slices.ContainsFunc(r.errs, func(e error) bool { return errors.Is(err, e) }) {
			return r.In(p.lang) + "\n"
		}
	}
	return ""
}
