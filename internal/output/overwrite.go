package output

import (
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"path/filepath"

	"hikitsugi/internal/diag"
	"hikitsugi/internal/disk"
)

// Overwrite writes a file, which may be there already and may be a link: whatever
// happens, it is the old one or the new one. Its permissions stay; the folder that
// holds it must be there. If the process is killed, the next Overwrite of it takes
// away what was left.
func Overwrite(d disk.Disk, name string, data []byte) error {
	return overwrite(d, name, data, 0)
}

// OverwritePrivate is like Overwrite, but nobody else on the machine can read a new
// file.
func OverwritePrivate(d disk.Disk, name string, data []byte) error {
	return overwrite(d, name, data, 0o600)
}

// overwrite gives a new file the permissions mode, or what the system gives.
func overwrite(d disk.Disk, name string, data []byte, mode fs.FileMode) (err error) {
	defer func() {
		var refusal *Refusal
		if err != nil && !errors.As(err, &refusal) {
			err = fmt.Errorf("cannot write %s: %w", name, err)
		}
	}()
	real, err := d.Resolve(name)
	if err != nil {
		return err
	}
	folder, err := d.Open(filepath.Dir(real))
	if err != nil {
		return err
	}
	defer folder.Close()
	base := filepath.Base(real)
	// A name can be as long as the system allows; one with more before it could not.
	h := fnv.New32a()
	_, _ = h.Write([]byte(base))
	half := fmt.Sprintf(".gen-new-%08x", h.Sum32())

	unlock, err := folder.Lock(fmt.Sprintf(".gen-lock-%08x", h.Sum32()))
	if errors.Is(err, disk.ErrBusy) {
		return busyFile(name)
	} else if err != nil {
		return Closed(filepath.Dir(name), err)
	}
	defer unlock()
	switch info, err := folder.Lstat(base); {
	case err == nil:
		mode = info.Mode().Perm()
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	if err := folder.RemoveAll(half); err != nil {
		return err
	}
	if err = folder.CreateSafe(half, data, mode); err == nil {
		err = folder.Rename(half, base)
	}
	if err != nil {
		_ = folder.RemoveAll(half)
	}
	return err
}

func busyFile(name string) error {
	return refuse(ErrBusy, name,
		diag.Text{
			JA: "別の gen がこのファイルを書いているところです",
			EN: "another gen is writing this file",
		},
		diag.Text{
			JA: "終わるのを待って、もう一度実行してください。",
			EN: "Wait until it is done, then run this again.",
		})
}
