package output

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"path"
	"sync"
	"sync/atomic"

	"hikitsugi/internal/disk"
)

// An old is what stands in the output folder that is replaced. Files of it that stay
// as they are get a second name in the new tree, which costs far less than a new file
// on most disks.
type old struct {
	files map[string]manifestFile // as the marker has them
	stood *Stands                 // nil where it is not known
	same  []bool                  // of stood.Tree: it is as it stood, and of a folder what is in it
	taken sync.Map                // name → stamp of a file that has a second name now
	none  atomic.Bool             // the disk gives no file a second name
	fresh func() disk.Stamp       // of a new file; none where it is not known
}

// Keep implements [Sink].
func (s *Staged) Keep(name string, sum [sha256.Size]byte) bool {
	file, ok := s.old.files[name]
	if !ok || file.SHA256 != hex.EncodeToString(sum[:]) || !s.take(file) {
		return false
	}
	s.fail(s.claim(file))
	return true
}

// take gives a file of the old tree a name in the new one, if its content and its
// permissions are what they would be of a new file.
func (s *Staged) take(file manifestFile) bool {
	if s.old.none.Load() {
		return false
	}
	if stamp, same := s.old.sameAs(file.Name); same && s.held(path.Dir(file.Name)) && s.asNew(stamp) {
		s.old.taken.Store(file.Name, stamp)
		return true
	}
	from, to := path.Join(s.base, file.Name), path.Join(s.stagingName(), file.Name)
	before, err := s.parent.Stamp(from)
	if err != nil || !s.asNew(before) {
		return false
	}
	if s.begun {
		if now, err := s.parent.Stamp(to); err == nil && now == before && s.holds(file, before, now) {
			return true
		}
		if s.vacate(file.Name) != nil {
			return false // writing it says why
		}
	}
	s.touch(file.Name)
	if err := s.parent.Link(from, to); err != nil {
		s.old.none.CompareAndSwap(false, !errors.Is(err, fs.ErrNotExist))
		return false
	}
	now, err := s.parent.Stamp(to)
	if err == nil && s.holds(file, before, now) {
		return true
	}
	_ = s.staging.Remove(file.Name) // else writing it fails, and says why
	return false
}

// holds notes that a file has a name in the new tree, if it has the content that the
// marker says. Its stamps are those in the old tree before, and in the new one now.
func (s *Staged) holds(file manifestFile, before, now disk.Stamp) bool {
	if !s.stood(file.Name, before, now) && verifyFile(s.staging, file) != nil {
		return false
	}
	s.old.taken.Store(file.Name, now)
	return true
}

// stood reports whether a file is known to have the content that the marker says, by
// its stamps before and after it got a second name, which is a change of its own.
func (s *Staged) stood(name string, before, now disk.Stamp) bool {
	if s.old.stood == nil {
		return false
	}
	at := find(s.old.stood.Tree, name)
	now.Changed = before.Changed
	return at >= 0 && s.old.stood.Tree[at].Stamp == before && now == before && before.Changed != 0
}

// asNew reports whether a file has the rights that a new one would have.
func (s *Staged) asNew(stamp disk.Stamp) bool {
	return stamp.Mode == s.old.fresh().Mode && stamp.Owner == s.old.fresh().Owner
}

// still reports whether a file of the new tree was taken from the old one and is as it
// was then.
func (s *Staged) still(name string) bool {
	stamp, taken := s.old.taken.Load(name)
	if !taken {
		return false
	}
	now, err := s.parent.Stamp(path.Join(s.stagingName(), name))
	return err == nil && now == stamp && now.Changed != 0 // else anybody can set all of it
}

// newStamp returns the stamp of a file that is made in the new tree.
func (s *Staged) newStamp() disk.Stamp {
	var stamp disk.Stamp
	err := s.staging.Create(inPlaceTemp, nil)
	if err == nil {
		stamp, err = s.staging.Stamp(inPlaceTemp)
	}
	if gone := s.staging.Remove(inPlaceTemp); gone != nil && !errors.Is(gone, fs.ErrNotExist) {
		s.fail(s.cannot("remove", inPlaceTemp, gone)) // it must not be published
	}
	if err != nil {
		return disk.Stamp{}
	}
	return stamp
}
