//go:build unix

package main

import (
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"hikitsugi/internal/disk"
)

// What the system says in three words of English is followed by what it means and what to
// do, in the user's language.
func TestReasons(t *testing.T) {
	for _, tt := range []struct {
		err    error
		ja, en string // of the second line; empty: there is none
	}{
		{&fs.PathError{Op: "write", Path: "public/x", Err: syscall.ENOSPC}, "空き容量がありません", "No room is left"},
		{&fs.PathError{Op: "write", Path: "public/x", Err: syscall.EDQUOT}, "空き容量がありません", "No room is left"},
		{errUnsaid{&fs.PathError{Op: "write", Path: "/dev/stdout", Err: syscall.ENOSPC}}, "空き容量がありません", "No room is left"},
		{&fs.PathError{Op: "open", Path: "content", Err: syscall.EACCES}, "権限がありません", "There is no permission"},
		{syscall.ENOTDIR, "同じ名前のファイル", "a file where a folder"},
		{&os.LinkError{Op: "rename", Old: "a", New: "b", Err: syscall.EROFS}, "読み取り専用", "read-only"},
		{&fs.PathError{Op: "mkdir", Path: "x", Err: syscall.ENAMETOOLONG}, "名前が長すぎます", "too long"},
		{&fs.PathError{Op: "open", Path: "x", Err: syscall.EMFILE}, "ulimit -n", "ulimit -n"},
		{&fs.PathError{Op: "read", Path: "x", Err: syscall.EIO}, "障害", "may be failing"},
		{&fs.PathError{Op: "open", Path: "x", Err: syscall.ENOENT}, "", ""},
		{&net.OpError{Op: "listen", Err: os.NewSyscallError("bind", syscall.EACCES)}, "", ""},
	} {
		for lang, want := range map[string]string{"ja": tt.ja, "en": tt.en} {
			var stderr strings.Builder
			p := &program{lang: lang, stderr: &stderr}
			status := p.status(fmt.Errorf("about it: %w", tt.err))
			first, second, _ := strings.Cut(strings.TrimSuffix(stderr.String(), "\n"), "\n")
			if status != exitMachine || !strings.HasPrefix(first, "gen: ") || !strings.Contains(second, want) || (want == "") != (second == "") {
				t.Errorf("%v, %s: status %d, %q", tt.err, lang, status, stderr.String())
			}
		}
	}
}

// A folder that was deleted while somebody is in it is told as that, whatever was to be
// done there.
func TestFolderIsGone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "here")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	if err := os.Remove(dir); err != nil {
		t.Fatal(err)
	}
	for _, args := range []string{"new site", "new site x --languages en", "build"} {
		var stdout, stderr strings.Builder
		p := &program{lang: "en", env: func(string) string { return "" }, disk: disk.System(), stdout: &stdout, stderr: &stderr}
		status := p.run(t.Context(), strings.Fields(args))
		if status != exitMachine || !strings.Contains(stderr.String(), "The folder that you are in was deleted") {
			t.Errorf("gen %s: status %d, %s", args, status, stderr.String())
		}
	}
}
