package output

import (
	"context"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"hikitsugi/internal/disk"
	"hikitsugi/internal/parallel"
)

// Stands say what stood in an output folder, and in its spare, when a build had ended.
// While a stamp is the same, so is what it is of: the next build need not look into it.
type Stands struct {
	Tree  []Standing // all files and folders of the output folder, in order of name
	Spare []Standing // all folders of the spare, in order of name; none where there is none

	Taken time.Time // when the stamps were, or before
}

// A Standing is a file or a folder with its stamp, which is zero where that has gone.
type Standing struct {
	Name  string
	Stamp disk.Stamp
}

// find returns the place of a name in a list in order of name; -1 where it is not.
func find(list []Standing, name string) int {
	at, found := slices.BinarySearchFunc(list, name, func(s Standing, name string) int { return strings.Compare(s.Name, name) })
	if !found {
		return -1
	}
	return at
}

func isDir(s disk.Stamp) bool { return fs.FileMode(s.Mode).IsDir() }

// look notes what of the old tree is as it stood; after the first time only which folders
// are. It returns those of which the stamp does not tell what is in them now.
func (s *Staged) look(out disk.Folder, first bool) (unsure []string, err error) {
	stood := s.old.stood
	now, err := parallel.Each(context.Background(), stood.Tree, func(e Standing) (stamp disk.Stamp) {
		if first || isDir(e.Stamp) {
			stamp, _ = out.Stamp(e.Name) // none where it has gone
		}
		return stamp
	})
	if err != nil {
		return nil, err
	}
	if first {
		s.old.same = make([]bool, len(now))
	}
	for i, e := range stood.Tree {
		if same := now[i] == e.Stamp; !isDir(e.Stamp) {
			if first {
				s.old.same[i] = same && e.Stamp.Changed != 0 // else anybody can set all of it
			}
		} else if s.old.same[i] = same && e.Stamp.Tells(stood.Taken); !s.old.same[i] && isDir(now[i]) {
			unsure = append(unsure, e.Name)
		}
	}
	return unsure, nil
}

// sameAs returns the stamp of a file or a folder of the old tree that is as it stood.
func (o *old) sameAs(name string) (disk.Stamp, bool) {
	if o.same == nil {
		return disk.Stamp{}, false
	}
	at := find(o.stood.Tree, name)
	if at < 0 || !o.same[at] {
		return disk.Stamp{}, false
	}
	return o.stood.Tree[at].Stamp, true
}

// stands returns what stands now that the new tree is published. Where the old one is the
// spare, most of it is known.
func (s *Staged) stands() (Stands, error) {
	stamp := func(folder string, known func(name string) (disk.Stamp, bool)) func(string) Standing {
		return func(name string) Standing {
			if stamp, ok := known(name); ok && s.spared {
				return Standing{name, stamp}
			}
			stamp, _ := s.parent.Stamp(path.Join(folder, name)) // the zero one where it has gone
			return Standing{name, stamp}
		}
	}
	var now Stands
	var err error
	if now.Tree, err = parallel.Each(context.Background(), s.names(), stamp(s.base, s.knownNow)); err != nil || !s.spared {
		return now, err
	}
	now.Spare, err = parallel.Each(context.Background(), slices.Sorted(maps.Keys(s.tree.folders)), stamp(path.Join(s.spareName(), spareTree), func(name string) (disk.Stamp, bool) {
		_, touched := s.touchedOld[name]
		stamp, same := s.old.sameAs(name)
		return stamp, same && isDir(stamp) && !touched && name != "."
	}))
	return now, err
}

// knownNow returns the stamp of a file or a folder of the new tree, where that was made of
// a spare and this is as it was there.
func (s *Staged) knownNow(name string) (disk.Stamp, bool) {
	if stamp, taken := s.old.taken.Load(name); taken {
		return stamp.(disk.Stamp), true
	}
	_, folder := s.tree.folders[name]
	if _, touched := s.touched.Load(name); touched || !folder || name == "." || !s.held(name) {
		return disk.Stamp{}, false
	}
	return s.old.stood.Spare[find(s.old.stood.Spare, name)].Stamp, true
}
