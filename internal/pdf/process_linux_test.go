package pdf

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// A process is one line of /proc.
type process struct {
	id, group int
	user      uint32
	command   string
}

// processes lists those that run; a zombie does not.
func processes(t *testing.T) []process {
	t.Helper()
	folders, err := filepath.Glob("/proc/[0-9]*")
	if err != nil {
		t.Fatal(err)
	}
	var list []process
	for _, folder := range folders {
		stat, err := os.ReadFile(folder + "/stat")
		if err != nil {
			continue // it has just ended
		}
		var p process
		var state string
		var parent int
		fmt.Sscan(string(stat), &p.id)
		fmt.Sscan(string(stat[strings.LastIndex(string(stat), ")")+1:]), &state, &parent, &p.group)
		if state == "Z" || state == "X" {
			continue
		}
		if info, err := os.Stat(folder); err == nil {
			p.user = info.Sys().(*syscall.Stat_t).Uid
		}
		command, _ := os.ReadFile(folder + "/cmdline")
		p.command = strings.ReplaceAll(string(command), "\x00", " ")
		list = append(list, p)
	}
	return list
}

// browserGroup returns the processes of the browser whose profile is in dir.
func browserGroup(t *testing.T, dir string) []process {
	t.Helper()
	all := processes(t)
	i := slices.IndexFunc(all, func(p process) bool { return strings.Contains(p.command, "--user-data-dir="+dir) })
	if i < 0 {
		t.Fatal("no browser runs")
	}
	return slices.DeleteFunc(all, func(p process) bool { return p.group != all[i].group })
}

// checkGone fails the test unless the group and the profile disappear.
func checkGone(t *testing.T, group int, dir string) {
	t.Helper()
	var left []process
	for range 3000 { // on a busy machine it takes a while
		left = slices.DeleteFunc(processes(t), func(p process) bool {
			return p.group != group && !strings.Contains(p.command, "--user-data-dir="+dir)
		})
		if len(left) == 0 {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	if len(left) > 0 {
		t.Errorf("processes are left: %v", left)
	}
}

// checkEmpty fails the test if a profile is left in dir.
func checkEmpty(t *testing.T, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) > 0 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

// An openFS calls open before each file is opened.
type openFS struct {
	fs.FS
	open func(name string)
}

func (f openFS) Open(name string) (fs.File, error) {
	f.open(name)
	return f.FS.Open(name)
}

func TestCancel(t *testing.T) {
	o := testOptions(t)
	o.TempDir = sharedDir(t)
	engine := startEngine(t, o)
	group := browserGroup(t, o.TempDir)[0].group
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	site := openFS{sitePage(testBody), func(name string) {
		if name == "theme/print.css" {
			cancel()
		}
	}}
	if _, err := engine.Print(ctx, site, testPage, PrintOptions{Date: testDay}); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled print returned %v", err)
	}
	if _, err := engine.Print(t.Context(), sitePage(testBody), testPage, PrintOptions{Date: testDay}); err != nil {
		t.Errorf("the print after a cancelled one: %v", err)
	}
	if err := engine.Close(); err != nil {
		t.Error(err)
	}
	checkGone(t, group, o.TempDir)
	checkEmpty(t, o.TempDir)
}

// TestLate: a page that does not come to an end ends by itself, and the next is
// printed.
func TestLate(t *testing.T) {
	engine := startEngine(t, testOptions(t))
	engine.limit = 300 * time.Millisecond
	late := make(chan struct{})
	site := openFS{sitePage(testBody), func(name string) {
		if name == "theme/print.css" {
			<-late
		}
	}}
	timer := time.AfterFunc(2*time.Second, func() { close(late) })
	defer timer.Stop()
	_, err := engine.Print(t.Context(), site, testPage, PrintOptions{Date: testDay})
	if help := new(Error); !errors.As(err, &help) || !strings.Contains(err.Error(), "did not finish the page within 300ms") {
		t.Errorf("error %v", err)
	}
	engine.limit = printLimit
	if _, err := engine.Print(t.Context(), sitePage(testBody), testPage, PrintOptions{Date: testDay}); err != nil {
		t.Errorf("the page after a late one: %v", err)
	}
}

// TestSeveralAtOnce: tabs of one browser do not mix up their pages.
func TestSeveralAtOnce(t *testing.T) {
	engine := startEngine(t, testOptions(t))
	var all sync.WaitGroup
	for i := range 4 {
		all.Go(func() {
			title := fmt.Sprintf("第%d冊", i)
			site := sitePage("<h1>" + title + "</h1>" + testBody)
			for range 2 {
				file, err := engine.Print(t.Context(), site, testPage, PrintOptions{Date: testDay})
				if err != nil {
					t.Error(err)
				} else if !bytes.Contains(bytes.ToUpper(unpacked(t, file)), []byte(textString(title))) {
					t.Errorf("the file of %s is that of another page", title)
				}
			}
		})
	}
	all.Wait()
}

func TestStartCancelled(t *testing.T) {
	o := testOptions(t)
	o.TempDir = sharedDir(t)
	ctx, cancel := context.WithCancel(t.Context())
	engine, err := Start(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	group := browserGroup(t, o.TempDir)[0].group
	cancel()
	checkGone(t, group, o.TempDir)
	if _, err := engine.Print(t.Context(), sitePage(testBody), testPage, PrintOptions{Date: testDay}); err == nil {
		t.Error("a browser that has ended printed")
	}
	if err := engine.Close(); err != nil {
		t.Error(err)
	}
	checkEmpty(t, o.TempDir)
	if _, err := Start(ctx, o); !errors.Is(err, context.Canceled) {
		t.Errorf("starting with a context that has ended: %v", err)
	}
	checkEmpty(t, o.TempDir)
}

func TestBrowserDies(t *testing.T) {
	o := testOptions(t)
	o.TempDir = sharedDir(t)
	engine := startEngine(t, o)
	site := openFS{sitePage(testBody), func(name string) {
		if name == "theme/print.css" {
			for _, p := range browserGroup(t, o.TempDir) {
				syscall.Kill(p.id, syscall.SIGKILL)
			}
		}
	}}
	_, err := engine.Print(t.Context(), site, testPage, PrintOptions{Date: testDay})
	if err == nil || !strings.Contains(err.Error(), "the browser has ended") {
		t.Errorf("error %v", err)
	}
}

func TestSandbox(t *testing.T) {
	for _, without := range []bool{false, true} {
		o := testOptions(t)
		o.TempDir, o.NoSandbox = sharedDir(t), without
		startEngine(t, o)
		for _, p := range browserGroup(t, o.TempDir) {
			if p.user == 0 {
				t.Errorf("runs as root: %v", p)
			}
			if strings.Contains(p.command, "--user-data-dir="+o.TempDir) && strings.Contains(p.command, "--no-sandbox") != without {
				t.Errorf("sandbox: %v, want without: %v", p, without)
			}
		}
	}
}

func TestStartFails(t *testing.T) {
	dir := sharedDir(t)
	script := func(name, text string) string {
		path := filepath.Join(dir, name)
		write(t, path, []byte("#!/bin/sh\n"+text+"\n"))
		if err := os.Chmod(path, 0o755); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for _, test := range []struct {
		name, browser string
		want          string
		help          bool
	}{
		{"no sandbox", script("boxless", `echo "FATAL: No usable sandbox! Update your kernel" >&2; exit 1`), "--no-sandbox", true},
		{"not executable", dir, "no permission", true},
		{"not there", filepath.Join(dir, "none"), "no such file", false},
		{"not a browser", script("echo", `echo "what is this?" >&2; exit 1`), "what is this?", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			o := testOptions(t)
			o.Browser, o.TempDir = test.browser, sharedDir(t)
			_, err := Start(t.Context(), o)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want one with %q", err, test.want)
			}
			if help := new(Error); errors.As(err, &help) != test.help {
				t.Errorf("%T is an *Error: %v", err, !test.help)
			}
			checkEmpty(t, o.TempDir)
		})
	}
}

// Without a place for temporary files, or with one that is full, it is told what to do.
func TestNoRoom(t *testing.T) {
	o := testOptions(t)
	o.TempDir = filepath.Join(t.TempDir(), "none")
	_, err := Start(t.Context(), o)
	if help := new(Error); !errors.As(err, &help) || !strings.Contains(help.Error(), o.TempDir) || !strings.Contains(help.Error(), "TMPDIR") {
		t.Errorf("no folder: %v", err)
	}
	o.TempDir = sharedDir(t)
	if said, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=4k,mode=1777", "tmpfs", o.TempDir).CombinedOutput(); err != nil {
		t.Skipf("no small disk can be made here: %s", said)
	}
	defer func() {
		if err := exec.Command("umount", o.TempDir).Run(); err != nil {
			t.Error(err)
		}
	}()
	engine, err := Start(t.Context(), o)
	if err == nil {
		_, err = engine.Print(t.Context(), sitePage(testBody), testPage, PrintOptions{Date: testDay})
		if err := engine.Close(); err != nil {
			t.Error(err)
		}
	}
	if help := new(Error); !errors.As(err, &help) || !strings.Contains(help.Error(), "too little room to print in the folder for temporary files, "+o.TempDir) {
		t.Errorf("a full disk: %v", err)
	}
	checkEmpty(t, o.TempDir)
}

// TestParentDies runs this test once more as a program of its own, which starts
// a browser and is killed.
func TestParentDies(t *testing.T) {
	const role = "PDF_TEST_TEMP_DIR"
	if dir := os.Getenv(role); dir != "" {
		o := testOptions(t)
		o.TempDir = dir
		if _, err := Start(context.Background(), o); err != nil {
			t.Fatal(err)
		}
		fmt.Println("started")
		select {}
	}
	dir := sharedDir(t)
	parent := exec.Command(os.Args[0], "-test.run=^TestParentDies$")
	parent.Env = append(os.Environ(), role+"="+dir)
	output, err := parent.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(output).ReadString('\n')
	if err != nil || line != "started\n" {
		t.Errorf("%q, %v", line, err)
	}
	group := browserGroup(t, dir)[0].group
	if err := parent.Process.Kill(); err != nil {
		t.Error(err)
	}
	parent.Wait()
	checkGone(t, group, dir)
}
