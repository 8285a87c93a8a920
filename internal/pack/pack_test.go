package pack

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"hikitsugi/internal/disk"
	"hikitsugi/internal/shelf"
)

func open(name, maker string) *Pack { return At(disk.System(), name, maker, shelf.On(disk.System())) }

// get returns what a name holds, "" if nothing.
func get(p *Pack, name string) string {
	head, body, ok := p.Get(name)
	if !ok {
		return ""
	}
	return head + "/" + string(body.Bytes())
}

func put(p *Pack, name, head, body string) {
	p.Put(name, shelf.Of([]byte(head)), shelf.Of([]byte(body)))
}

func save(t *testing.T, p *Pack) {
	t.Helper()
	if err := p.Save(); err != nil {
		t.Fatal(err)
	}
}

func TestPack(t *testing.T) {
	file := filepath.Join(t.TempDir(), "memory")
	p := open(file, "me")
	if get(p, "a") != "" {
		t.Error("there is something before anything was put")
	}
	put(p, "a", "head", "body")
	put(p, "b", "", "")
	put(p, "c", "only", "")
	if get(p, "a") != "" {
		t.Error("what is put is got in the same run")
	}
	save(t, p)
	if info, err := os.Stat(file); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v: others can read it", info, err)
	}

	p = open(file, "me")
	for name, want := range map[string]string{"a": "head/body", "b": "/", "c": "only/", "d": ""} {
		if got := get(p, name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	p.Keep("a")
	p.Keep("d") // which is not there
	put(p, "b", "new", "b")
	save(t, p)

	p = open(file, "me")
	for name, want := range map[string]string{"a": "head/body", "b": "new/b", "c": "", "d": ""} {
		if got := get(p, name); got != want {
			t.Errorf("later, %s is %q, want %q", name, got, want)
		}
	}
	p.Close()
	if other := open(file, "you"); get(other, "a") != "" {
		t.Error("another maker gets it")
	}
	var none *Pack
	put(none, "a", "", "")
	none.Keep("a")
	if none.Close(); get(none, "a") != "" || none.Save() != nil {
		t.Error("no pack holds something")
	}
}

// What changes nothing is not written, what is kept is not written again, and what is
// forgotten does not stay for ever.
func TestSize(t *testing.T) {
	file := filepath.Join(t.TempDir(), "memory")
	large := string(bytes.Repeat([]byte("x"), 3<<20))
	p := open(file, "me")
	put(p, "large", "h", large)
	put(p, "small", "h", "0")
	save(t, p)
	size := func() int64 {
		info, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}
	first, before := size(), func() os.FileInfo { info, _ := os.Stat(file); return info }()
	p = open(file, "me")
	p.Keep("large")
	p.Keep("small")
	save(t, p)
	if now, err := os.Stat(file); err != nil || !now.ModTime().Equal(before.ModTime()) || now.Size() != first {
		t.Error("what has not changed is written again")
	}
	for i := range 3 {
		p = open(file, "me")
		p.Keep("large")
		put(p, "small", "h", fmt.Sprint(i))
		save(t, p)
	}
	if size() > first+1<<10 {
		t.Errorf("it has grown from %d to %d bytes", first, size())
	}
	for i := range 9 {
		p = open(file, "me")
		if get(p, "large") == "" {
			t.Fatal("it has been lost")
		}
		put(p, "large", fmt.Sprint(i), large)
		save(t, p)
		if size() > 2*first+spare+1<<10 {
			t.Fatalf("it has %d bytes, of which %d are of use", size(), first)
		}
	}
	p = open(file, "me")
	put(p, "small", "h", "1")
	save(t, p)
	if size() > 1<<10 {
		t.Errorf("it has %d bytes for one", size())
	}
	if p = open(file, "me"); get(p, "small") != "h/1" || get(p, "large") != "" {
		t.Errorf("it holds %q and %d bytes", get(p, "small"), len(get(p, "large")))
	}
	p.Close()
}

// A file of which a byte is another, or which has another length, holds nothing; and
// the next run writes it anew.
func TestDamaged(t *testing.T) {
	file := filepath.Join(t.TempDir(), "memory")
	p := open(file, "me")
	put(p, "a", "head", "body")
	save(t, p)
	before, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	p = open(file, "me")
	p.Keep("a")
	put(p, "b", "head", "body")
	save(t, p) // behind the first
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	check := func(what string, data []byte) {
		t.Helper()
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if p := open(file, "me"); get(p, "a") != "" || get(p, "b") != "" {
			t.Errorf("%s: it still holds something", what)
		} else {
			p.Close()
		}
	}
	for i := range whole {
		data := bytes.Clone(whole)
		data[i] ^= 1
		check(fmt.Sprint("byte ", i), data)
		if int64(i) != before.Size() { // which is what there was
			check(fmt.Sprint("the first ", i), whole[:i])
		}
	}
	check("a byte more", append(bytes.Clone(whole), 0))
	p = open(file, "me")
	put(p, "a", "new", "")
	save(t, p)
	if p = open(file, "me"); get(p, "a") != "new/" {
		t.Error("it is not written anew")
	}
	p.Close()
}

// Two that write at once leave what one of them has kept.
func TestTwoAtOnce(t *testing.T) {
	file := filepath.Join(t.TempDir(), "memory")
	p := open(file, "me")
	put(p, "a", "0", "")
	save(t, p)
	slow, fast := open(file, "me"), open(file, "me")
	for _, p := range []*Pack{slow, fast} {
		p.Keep("a")
	}
	put(fast, "b", "fast", "")
	put(slow, "b", "slow", "")
	save(t, fast)
	if get(slow, "a") != "0/" {
		t.Error("the slow one cannot read what there was")
	}
	if slow.Save() == nil {
		t.Error("the slow one does not notice")
	}
	if p = open(file, "me"); get(p, "a") != "0/" || get(p, "b") != "fast/" {
		t.Errorf("it holds %q and %q", get(p, "a"), get(p, "b"))
	}
	p.Close()
	if entries, err := os.ReadDir(filepath.Dir(file)); err != nil || len(entries) != 1 {
		t.Errorf("%v, %v: something is left beside it", entries, err)
	}
}

// A disk that is full in the middle of writing leaves no half of it, and the next run
// writes it anew.
func TestFull(t *testing.T) {
	file := filepath.Join(t.TempDir(), "memory")
	p := open(file, "me")
	put(p, "a", "0", "")
	save(t, p)
	for _, what := range []string{"behind what there is", "anew"} {
		p = At(full, file, "me", shelf.On(disk.System()))
		p.Keep("a")
		put(p, "b", "head", string(make([]byte, 9<<20)))
		if p.Save() == nil {
			t.Errorf("%s: it was saved", what)
		}
		if entries, err := os.ReadDir(filepath.Dir(file)); err != nil || len(entries) > 0 {
			t.Errorf("%s: %v, %v is left", what, entries, err)
		}
	}
	p = open(file, "me")
	put(p, "a", "1", "")
	save(t, p)
	if p = open(file, "me"); get(p, "a") != "1/" {
		t.Error("it is not written anew")
	}
	p.Close()
}

// A disk on which files are opened in another way.
type appending struct {
	disk.Disk
	open func(f disk.Folder, name string, mode fs.FileMode) (io.WriteCloser, error)
}

func (a appending) Open(dir string) (disk.Folder, error) {
	folder, err := a.Disk.Open(dir)
	return appendingFolder{folder, a}, err
}

type appendingFolder struct {
	disk.Folder
	disk appending
}

func (f appendingFolder) Append(name string, mode fs.FileMode) (io.WriteCloser, error) {
	return f.disk.open(f.Folder, name, mode)
}

// A full disk has room for a part of what is written.
var full = appending{disk.System(), func(f disk.Folder, name string, mode fs.FileMode) (io.WriteCloser, error) {
	file, err := f.Append(name, mode)
	return fullFile{file}, err
}}

type fullFile struct{ io.WriteCloser }

func (f fullFile) Write(data []byte) (int, error) {
	n, _ := f.WriteCloser.Write(data[:len(data)/2])
	return n, errFull
}

var errFull = errors.New("no space left on device")

// A file that others may read or write is not taken.
func TestPrivate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the rights to a file are those of its folder there")
	}
	file := filepath.Join(t.TempDir(), "memory")
	for _, mode := range []os.FileMode{0o644, 0o620, 0o666} {
		p := open(file, "me")
		put(p, "a", "0", "")
		save(t, p)
		if err := os.Chmod(file, mode); err != nil {
			t.Fatal(err)
		}
		if get(open(file, "me"), "a") != "" {
			t.Errorf("a file with the permissions %v is taken", mode)
		}
		p = open(file, "me")
		put(p, "a", "1", "")
		save(t, p)
		if get(open(file, "me"), "a") != "1/" {
			t.Errorf("%v: the next one is not", mode)
		}
	}
}

// Nothing is written where everybody may read it.
func TestOpenDisk(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the rights to a file are those of its folder there")
	}
	dir := t.TempDir()
	p := At(withoutRights, filepath.Join(dir, "memory"), "me", nil)
	put(p, "a", "0", "")
	if p.Save() == nil {
		t.Error("it was saved")
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("%v is left, %v", left, err)
	}
}

// A disk that knows no rights, as many a share on the network.
var withoutRights = appending{disk.System(), func(f disk.Folder, name string, _ fs.FileMode) (io.WriteCloser, error) {
	return f.Append(name, 0o644)
}}

// Nothing is kept where nothing can be written, which is told.
func TestNoRoom(t *testing.T) {
	p := open(filepath.Join(t.TempDir(), "absent", "memory"), "me")
	put(p, "a", "", "")
	if p.Save() == nil {
		t.Error("it was saved in a folder that is not there")
	}
}

// A pack that is only read stays as it is.
func TestOnlyRead(t *testing.T) {
	file := filepath.Join(t.TempDir(), "memory")
	p := open(file, "me")
	put(p, "a", "head", "body")
	save(t, p)
	before, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	p = open(file, "me").OnlyRead()
	if got := get(p, "a"); got != "head/body" || p.Keeps() {
		t.Errorf("it holds %q, and keeps: %v", got, p.Keeps())
	}
	p.Keep("a")
	put(p, "b", "head", "body")
	save(t, p)
	if after, err := os.ReadFile(file); err != nil || !bytes.Equal(after, before) {
		t.Errorf("the file has changed, %v", err)
	}
	save(t, (*Pack)(nil).OnlyRead())
}

// Heads are what was put, wherever they stand in the file: over the edges of what is read
// at once, empty, and of values that were written later.
func TestHeads(t *testing.T) {
	file := filepath.Join(t.TempDir(), "memory")
	rng := rand.New(rand.NewPCG(1, 2))
	want := map[string]string{}
	for round := range 4 {
		p := open(file, "me")
		for name := range want {
			p.Keep(name)
		}
		for i := range 60 {
			name := fmt.Sprint("v", rng.IntN(200))
			head := strings.Repeat(fmt.Sprint(name, ","), rng.IntN(40000)*rng.IntN(2))
			body := strings.Repeat("b", rng.IntN(100000)*rng.IntN(2))
			if i == 0 {
				head = strings.Repeat("long", blockSize)
			}
			put(p, name, head, body)
			want[name] = head + "/" + body
		}
		save(t, p)
		p = open(file, "me")
		for name, value := range want {
			if got := get(p, name); got != value {
				t.Fatalf("round %d: %s has %d bytes, want %d", round, name, len(got), len(value))
			}
		}
		p.Close()
	}
}

// Where a file is emptied that is open, that is known before a body is needed.
func TestProbe(t *testing.T) {
	file := filepath.Join(t.TempDir(), "memory")
	p := open(file, "me")
	put(p, "a", "head", "body")
	save(t, p)
	s := shelf.On(disk.System())
	p = At(disk.System(), file, "me", s)
	p.Ahead()
	if p.Probe(); s.Err() != nil {
		t.Fatal(s.Err())
	}
	if err := os.Truncate(file, 0); err != nil {
		t.Fatal(err)
	}
	if p.Probe(); !errors.Is(s.Err(), shelf.ErrOutside) {
		t.Errorf("the error is %v", s.Err())
	}
	p.Close()
	if p.Probe(); get(p, "a") != "" {
		t.Error("there is something after it was closed")
	}
	var none *Pack
	none.Ahead()
	none.Probe()
}
