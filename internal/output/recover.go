package output

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"sync"

	"hikitsugi/internal/disk"
	"hikitsugi/internal/parallel"
)

// Recover completes the swap of a build that was killed between its two renames,
// so that the site is there again even if the build that follows makes none. It
// does nothing where a folder stands, or another build is at work.
func Recover(d disk.Disk, dir string) error {
	real, err := d.Resolve(dir)
	if err != nil {
		return fmt.Errorf("output: cannot find %s: %w", dir, err)
	}
	s := &Staged{dir: dir, base: filepath.Base(real)}
	defer s.close()
	if s.parent, err = d.Open(filepath.Dir(real)); errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return fmt.Errorf("output: cannot open %s: %w", filepath.Dir(real), err)
	}
	if half, err := s.halfSwapped(); err != nil || !half {
		return err
	}
	if s.unlock, err = s.parent.Lock(s.lockName()); errors.Is(err, disk.ErrBusy) {
		return nil
	} else if err != nil {
		return fmt.Errorf("output: cannot lock %s: %w", dir, err)
	}
	return s.recover()
}

// Settled reports whether nothing stands beside the output folder that a build put
// there: none is at work, and none was cut short.
func Settled(d disk.Disk, dir string) bool {
	real, err := d.Resolve(dir)
	if err != nil {
		return false
	}
	s := &Staged{base: filepath.Base(real)}
	if s.parent, err = d.Open(filepath.Dir(real)); err != nil {
		return false
	}
	defer s.close()
	for _, name := range []string{s.stagingName(), s.oldName()} {
		if _, err := s.parent.Lstat(name); !errors.Is(err, fs.ErrNotExist) {
			return false
		}
	}
	return true
}

// Whole reports whether an output folder holds all that its marker says, by the
// content of its files.
func Whole(d disk.Disk, dir string) bool {
	real, err := d.Resolve(dir)
	if err != nil {
		return false
	}
	s := &Staged{}
	if s.parent, err = d.Open(filepath.Dir(real)); err != nil {
		return false
	}
	defer s.close()
	return s.whole(filepath.Base(real))
}

// halfSwapped reports whether the old tree has gone aside and nothing stands in
// its place: the names are the journal of a swap in two steps.
func (s *Staged) halfSwapped() (bool, error) {
	absent := func(name string) (bool, error) {
		_, err := s.parent.Lstat(name)
		if err == nil || errors.Is(err, fs.ErrNotExist) {
			return err != nil, nil
		}
		return false, fmt.Errorf("output: cannot look at %s beside %s: %w", name, s.dir, err)
	}
	if gone, err := absent(s.base); err != nil || !gone {
		return false, err
	}
	none, err := absent(s.oldName())
	return !none, err
}

// recover takes the second of the two steps, or the first one back when the new
// tree is not whole.
func (s *Staged) recover() error {
	half, err := s.halfSwapped()
	if err != nil || !half {
		return err
	}
	from := s.oldName()
	if s.whole(s.stagingName()) {
		from = s.stagingName()
	}
	if err := s.parent.Rename(from, s.base); err != nil {
		return fmt.Errorf("output: cannot restore %s from %s: %w", s.dir, from, err)
	}
	return nil
}

// whole reports whether a tree beside the output folder is all that its marker
// says.
func (s *Staged) whole(name string) bool {
	tree, err := s.parent.Sub(name)
	if err != nil {
		return false
	}
	defer tree.Close()
	data, err := tree.ReadFile(markerName)
	if err != nil {
		return false
	}
	m, err := decodeManifest(data)
	return err == nil && verify(tree, m, func(string) bool { return false }) == nil
}

// verify looks whether every file of m stands in tree as m describes it, but for those
// of which that is known.
func verify(tree disk.Folder, m manifest, known func(name string) bool) error {
	failed, err := parallel.Each(context.Background(), m.Files, func(want manifestFile) error {
		if known(want.Name) {
			return nil
		}
		return verifyFile(tree, want)
	})
	return cmp.Or(err, cmp.Or(failed...))
}

var buffers = sync.Pool{New: func() any { return new([64 << 10]byte) }}

// verifyFile looks whether a file stands in tree as it is described.
func verifyFile(tree disk.Folder, want manifestFile) error {
	f, err := tree.FS().Open(want.Name)
	if err != nil {
		return fmt.Errorf("cannot read %s again: %w", want.Name, err)
	}
	defer f.Close()
	buffer := buffers.Get().(*[64 << 10]byte)
	defer buffers.Put(buffer)
	sum := sha256.New()
	size, err := io.CopyBuffer(sum, struct{ io.Reader }{f}, buffer[:])
	if err != nil {
		return fmt.Errorf("cannot read %s again: %w", want.Name, err)
	}
	if int(size) != want.Size || hex.EncodeToString(sum.Sum(nil)) != want.SHA256 {
		return fmt.Errorf("%s has %d bytes that were not written (%d were)", want.Name, size, want.Size)
	}
	return nil
}
