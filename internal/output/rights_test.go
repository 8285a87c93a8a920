//go:build linux || darwin

package output

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"hikitsugi/internal/disk"
)

// Who may read a site may read the next one, and nobody else, whichever way it takes the
// place of the old one, and while it is made.
func TestRightsStay(t *testing.T) {
	group := os.Getegid()
	if os.Geteuid() == 0 {
		group = 65534
	}
	for _, mode := range []os.FileMode{0o700, 0o750, 0o755, 0o775, 0o555, 0o750 | os.ModeSetgid} {
		for name, d := range map[string]disk.Disk{"in one step": disk.System(), "by renames": renaming{disk.System()}} {
			for _, spare := range []bool{false, true} {
				dir, mode := filepath.Join(t.TempDir(), "public"), mode
				build(t, dir, first)
				if err := errors.Join(os.Chown(dir, -1, group), os.Chmod(dir, mode)); err != nil {
					t.Fatal(err)
				}
				var stood *Stands
				for i, files := range []map[string]string{first, second, first} {
					s, err := Stage(d, dir, StageOptions{Edition: "mihon", Spare: spare, Stood: stood, Swapped: func(look func() (Stands, error)) { now := taken(t, look); stood = &now }})
					if err != nil {
						t.Fatal(err)
					}
					put(t, s, files)
					inherits := mode&os.ModeSetgid != 0 // which folders of the first tree could not
					if s.begun != (spare && (i > 1 || i > 0 && !inherits)) {
						t.Errorf("the spare is used: %v", s.begun)
					}
					staging := filepath.Join(filepath.Dir(dir), s.stagingName())
					want := disk.Stamp{Mode: int64(fs.ModeDir | mode | 0o700), Owner: int64(os.Geteuid())<<32 | int64(group)}
					if rightsOf(t, staging) != want {
						t.Errorf("while it is made: %o", stampOf(t, staging))
					}
					// What the owner of the folder changes meanwhile holds as well.
					mode ^= 0o020
					want.Mode ^= 0o020
					if err := os.Chmod(dir, mode); err != nil {
						t.Fatal(err)
					}
					if err := s.Commit(); err != nil {
						t.Fatal(err)
					}
					wantFiles(t, dir, files)
					if rightsOf(t, dir) != want {
						t.Errorf("afterwards: %o", stampOf(t, dir))
					}
					if !spare {
						wantAlone(t, dir)
					}
					if t.Failed() {
						t.Fatalf("%v, %s, spare %v, build %d", mode, name, spare, i)
					}
				}
			}
		}
	}
}

// rightsOf returns of a stamp what tells who may do what.
func rightsOf(t *testing.T, name string) disk.Stamp {
	t.Helper()
	s := stampOf(t, name)
	return disk.Stamp{Mode: s.Mode, Owner: s.Owner}
}

// A renaming disk cannot swap two names in one step.
type renaming struct{ disk.Disk }

func (r renaming) Open(dir string) (disk.Folder, error) {
	f, err := r.Disk.Open(dir)
	return renamingFolder{f}, err
}

type renamingFolder struct{ disk.Folder }

func (renamingFolder) Exchange(string, string) error { return errors.ErrUnsupported }

// Where the new folder would be open to others than the old one, the old one stays.
func TestRightsCannotBeKept(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	build(t, dir, first)
	if err := os.Chmod(dir, 0o750); err != nil {
		t.Fatal(err)
	}
	if _, err := Stage(rightless{disk.System()}, dir, StageOptions{Edition: "mihon"}); !errors.Is(err, ErrRights) {
		t.Errorf("Stage: %v", err)
	}
	wantFiles(t, dir, first)
	wantAlone(t, dir)

	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	s, err := Stage(rightless{disk.System()}, dir, StageOptions{Edition: "mihon"})
	if err != nil {
		t.Fatal(err)
	}
	put(t, s, second)
	if err := os.Chmod(dir, 0o750); err != nil {
		t.Fatal(err)
	}
	if err := s.Commit(); !errors.Is(err, ErrRights) {
		t.Errorf("Commit: %v", err)
	}
	if err := s.Discard(); err != nil {
		t.Error(err)
	}
	wantFiles(t, dir, first)
	wantAlone(t, dir)
}

// On a rightless disk no folder can be given other rights.
type rightless struct{ disk.Disk }

func (r rightless) Open(dir string) (disk.Folder, error) {
	f, err := r.Disk.Open(dir)
	return rightlessFolder{f}, err
}

type rightlessFolder struct{ disk.Folder }

func (rightlessFolder) SetRights(string, disk.Stamp) error { return syscall.EPERM }

// A mount point stays as it is; what is made for it is nobody else's meanwhile.
func TestRightsOfAMount(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	build(t, dir, first)
	if err := os.Chmod(dir, 0o770); err != nil {
		t.Fatal(err)
	}
	s, err := Stage(mount{disk.System()}, dir, StageOptions{Edition: "mihon"})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Discard()
	if mode := stampOf(t, filepath.Join(filepath.Dir(dir), s.stagingName())).Mode; mode != int64(fs.ModeDir|0o700) {
		t.Errorf("while it is made: %o", mode)
	}
}

// A new folder is as the system makes one.
func TestRightsOfANewFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	build(t, dir, first)
	like := filepath.Join(filepath.Dir(dir), "like")
	if err := os.Mkdir(like, 0o777); err != nil {
		t.Fatal(err)
	}
	if !sameRights(stampOf(t, dir), stampOf(t, like)) {
		t.Errorf("%o, want %o", stampOf(t, dir), stampOf(t, like))
	}
}
