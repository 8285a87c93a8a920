// Package source reads a tree of files into memory as plain values, and turns
// offsets in them into places that an editor can jump to.
//
// What a file system cannot give (no permission, a broken disk) is an error and
// names the file. What an author can mend (an encoding, a size, a link that leads
// out of the folder) is a [diag.Diag], and the file is left out.
package source

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"hikitsugi/internal/diag"
	"hikitsugi/internal/shelf"
)

// A File is one file, read whole. It is never changed.
type File struct {
	Path string            // slash-separated, relative to the root of the file system that it was read from
	Sum  [sha256.Size]byte // of the path and the data
	data shelf.Blob
	kept *File // of a file that was loaded: the one to keep
}

// New returns the file of that path and content.
func New(name string, data []byte) *File {
	h := sha256.New()
	h.Write([]byte(name))
	h.Write([]byte{0})
	h.Write(data)
	return &File{Path: name, Sum: [sha256.Size]byte(h.Sum(nil)), data: shelf.Of(data)}
}

// Data returns the content; it is not to be changed. It may have been put aside, and
// is read each time: who looks at it more than once needs it [File.Loaded].
func (f *File) Data() []byte { return f.data.Bytes() }

// Size returns how many bytes the file has.
func (f *File) Size() int { return f.data.Size() }

// Loaded returns the same file with its data in memory.
func (f *File) Loaded() *File {
	loaded := *f
	loaded.data, loaded.kept = shelf.Of(f.Data()), f.Kept()
	return &loaded
}

// Kept returns, of a file that was loaded, the one that it was loaded from, else the
// file itself: what is made of a file refers to that, or its data stays in memory.
func (f *File) Kept() *File {
	if f.kept != nil {
		return f.kept
	}
	return f
}

// aside returns the same file with its data on a shelf.
func (f *File) aside(s *shelf.Shelf) *File {
	put := *f
	put.data = s.Put(f.Data())
	return &put
}

// Pos returns the place of the byte at offset.
func (f *File) Pos(offset int) diag.Pos { return f.Lines().Pos(offset) }

var bom = []byte("\ufeff")

// Read returns every file below dir in lexical order; a dir that is not there
// has none. Names that begin with a dot and editors' backups are not content and
// are passed over.
func Read(fsys fs.FS, dir string) ([]*File, diag.List, error) {
	return new(Tree).Read(fsys, dir, nil)
}

// A Name is that of a file which [Read] would read.
type Name struct {
	Path string
	fs.DirEntry
}

// Names returns the names of what Read reads, in the same order.
func Names(fsys fs.FS, dir string) ([]Name, error) {
	var list []Name
	err := walk(fsys, dir, func(name string, d fs.DirEntry) error {
		list = append(list, Name{name, d})
		return nil
	})
	return list, err
}

// walk calls f on every file below dir that is not passed over, and on a folder
// whose name nothing can hold.
func walk(fsys fs.FS, dir string, f func(name string, d fs.DirEntry) error) error {
	return fs.WalkDir(sorted{fsys}, dir, func(name string, d fs.DirEntry, err error) error {
		switch {
		case name == dir && errors.Is(err, fs.ErrNotExist):
			return fs.SkipAll
		case !utf8.ValidString(name):
			if err := f(name, d); err != nil || !d.IsDir() {
				return err
			}
			return fs.SkipDir
		case err != nil:
			return wrap(name, err)
		case name != dir && Ignored(d.Name()):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir():
			return nil
		}
		return f(name, d)
	})
}

// sorted lists folders in order of name, whatever the file system does.
type sorted struct{ fs.FS }

// ReadDir implements [fs.ReadDirFS].
func (s sorted) ReadDir(name string) ([]fs.DirEntry, error) {
	list, err := fs.ReadDir(s.FS, name)
	slices.SortFunc(list, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return list, err
}

func wrap(name string, err error) error { return fmt.Errorf("cannot read %s: %w", name, err) }

// ReadFile reads one file as Read does.
func ReadFile(fsys fs.FS, name string) (*File, diag.List, error) {
	info, err := fs.Lstat(fsys, name)
	if err != nil {
		return nil, nil, wrap(name, err)
	}
	f, diags, err := readFile(fsys, name, fs.FileInfoToDirEntry(info))
	if err != nil {
		err = wrap(name, err)
	}
	return f, diags, err
}

func readFile(fsys fs.FS, name string, d fs.DirEntry) (*File, diag.List, error) {
	var diags diag.List
	if !utf8.ValidString(name) {
		diags.Add(diag.Pos{File: strings.ToValidUTF8(name, "\ufffd")}, diag.SLUG,
			diag.Text{JA: "ファイル名がUTF-8ではありません", EN: "the name of this file is not UTF-8"},
			diag.Text{JA: "ファイル名を付け直してください。", EN: "Give it another name."})
		return nil, diags, nil
	}
	at := diag.Pos{File: name}
	info, err := d.Info()
	if err == nil && d.Type()&fs.ModeSymlink != 0 {
		if info, err = fs.Stat(fsys, name); err != nil {
			diags.Add(at, diag.SYMLINK,
				diag.Text{JA: "このリンクはフォルダーの外を指しているか、行き先がありません", EN: "this link leads out of the folder or nowhere"},
				diag.Text{JA: "ファイルそのものを置いてください。", EN: "Put the file itself here."})
			return nil, diags, nil
		}
	}
	if err != nil {
		return nil, nil, err
	}
	switch {
	case !info.Mode().IsRegular():
		diags.Add(at, diag.SYMLINK,
			diag.Text{JA: "通常のファイルではありません", EN: "this is not a regular file"},
			diag.Text{JA: "ファイルそのものを置いてください。", EN: "Put the file itself here."})
		return nil, diags, nil
	case info.Size() > limitOf(name):
		return nil, tooLarge(name), nil
	}
	data, err := readWhole(fsys, name)
	switch {
	case errors.Is(err, errLarge):
		return nil, tooLarge(name), nil
	case err != nil:
		return nil, nil, err
	}
	f := New(name, data)
	if IsText(name) {
		if diags = checkEncoding(f); len(diags) == 0 {
			diags = checkConflict(f)
		}
		if len(diags) > 0 {
			return nil, diags, nil
		}
	}
	return f, nil, nil
}

// readWhole reads a file. While somebody writes it, it is read again: an editor that
// saves in place leaves nothing, or half of it, for a moment.
func readWhole(fsys fs.FS, name string) ([]byte, error) {
	for again := 0; ; again++ {
		data, settled, err := readOnce(fsys, name)
		if err != nil || again == patience || settled && !(IsText(name) && len(data) == 0) {
			return data, err
		}
		if again > 0 {
			time.Sleep(pause)
		}
	}
}

// readOnce reads a file, and says whether it stayed as it was.
func readOnce(fsys fs.FS, name string) ([]byte, bool, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, false, err
	}
	defer f.Close()
	before, err := f.Stat()
	if err != nil {
		return nil, false, err
	}
	limit := limitOf(name) // it may have grown since somebody looked
	if before.Size() > limit {
		return nil, false, errLarge
	}
	data := bytes.NewBuffer(make([]byte, 0, before.Size()+bytes.MinRead))
	if n, err := data.ReadFrom(io.LimitReader(f, limit+1)); err != nil {
		return nil, false, err
	} else if n > limit {
		return nil, false, errLarge
	}
	after, err := f.Stat()
	if err != nil {
		return nil, false, err
	}
	settled := before.Size() == after.Size() && int64(data.Len()) == after.Size() && before.ModTime().Equal(after.ModTime())
	return data.Bytes(), settled, nil
}

// How often what is being written, or empty, is looked at again, with a pause between.
const (
	patience = 5
	pause    = 2 * time.Millisecond
)

// IsText reports whether a file of that name is one that gen reads, rather than
// one that it copies.
func IsText(name string) bool {
	switch path.Ext(name) {
	case ".md", ".yaml", ".html", ".json":
		return true
	}
	return false
}

// Ignored reports whether a name is hidden, one that editors use for a moment or beside
// the file that they edit, or one that systems leave in the folders they show, where it
// holds what was shown of other files: no content.
func Ignored(base string) bool {
	switch {
	case strings.HasPrefix(base, "."), strings.HasPrefix(base, "#"), // # is Emacs
		strings.HasPrefix(base, "~$"), // Office
		strings.HasSuffix(base, "~"),
		strings.HasSuffix(base, "___jb_tmp___"), strings.HasSuffix(base, "___jb_old___"), // JetBrains
		strings.Contains(base, ".sb-"),                                               // TextEdit
		base == "4913",                                                               // Vim, to try whether it may write
		strings.EqualFold(base, "Thumbs.db"), strings.EqualFold(base, "desktop.ini"), // Windows
		base == "@eaDir": // Synology
		return true
	}
	switch path.Ext(base) {
	case ".swp", ".swo", ".swx", ".tmp", ".bak", ".crswap", ".orig", ".rej": // Vim; any; browsers; Git and patch
		return true
	}
	return false
}
