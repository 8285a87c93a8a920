package output

import (
	"errors"
	"io/fs"

	"hikitsugi/internal/disk"
)

// keepRights lets those read the staging folder who may read the output folder, and
// nobody else: who may read a site is often told by its folder alone.
func (s *Staged) keepRights() error {
	is, want, err := s.rights()
	if err == nil && !sameRights(is, want) {
		if err := s.parent.SetRights(s.stagingName(), want); err != nil {
			return otherRights(s.dir, err)
		}
		want, err = s.parent.Stamp(s.stagingName())
	}
	if err != nil {
		return s.cannot("look at", ".", err)
	}
	s.root = want
	return nil
}

// rights returns stamps with the rights that the staging folder has, and is to have. Where
// no output folder stands yet, these are what the system gives.
func (s *Staged) rights() (is, want disk.Stamp, err error) {
	if is, err = s.parent.Stamp(s.stagingName()); err != nil {
		return is, is, err
	}
	want = is
	if s.parent.Mounted(s.base) { // it stays, and lends its rights to what is put there
		want.Mode &^= 0o077
		return is, want, nil
	}
	stands, err := s.parent.Stamp(s.base)
	if errors.Is(err, fs.ErrNotExist) {
		return is, want, nil
	}
	want.Mode, want.Owner = stands.Mode|0o700, stands.Owner // the next build has to change it
	return is, want, err
}

func sameRights(a, b disk.Stamp) bool { return a.Mode == b.Mode && a.Owner == b.Owner }

// newFolder returns the stamp of a folder that is made in the new tree.
func (s *Staged) newFolder() (disk.Stamp, error) {
	if err := s.staging.Mkdir(inPlaceTemp); err != nil {
		return disk.Stamp{}, err
	}
	stamp, err := s.staging.Stamp(inPlaceTemp)
	return stamp, errors.Join(err, s.staging.Remove(inPlaceTemp))
}
