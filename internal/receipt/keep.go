package receipt

import (
	"crypto/sha256"
	"path/filepath"

	"hikitsugi/internal/disk"
	"hikitsugi/internal/output"
)

const kept = "gen code 1\n"

// KeepCode leaves highlighted code for the next build of the same gen to that output
// folder, as .gen-code-<name> beside it. It is lost where it cannot be written, which
// is of no consequence.
func KeepCode(d disk.Disk, out, gen string, code []byte) {
	name, err := nextTo(d, ".gen-code-", out)
	if err != nil {
		return
	}
	data := append([]byte(kept+hexOf([]byte(gen))+"\n"), code...)
	sum := sha256.Sum256(data)
	_ = output.OverwritePrivate(d, name, append(data, sum[:]...))
}

// KeptCode returns what KeepCode left, nil where there is none, it is damaged or
// another gen's.
func KeptCode(d disk.Disk, out, gen string) []byte {
	name, err := nextTo(d, ".gen-code-", out)
	if err != nil {
		return nil
	}
	folder, err := d.Open(filepath.Dir(name))
	if err != nil {
		return nil
	}
	defer folder.Close()
	data, err := folder.ReadFile(filepath.Base(name))
	head := kept + hexOf([]byte(gen)) + "\n"
	end := len(data) - sha256.Size
	if err != nil || end < len(head) || string(data[:len(head)]) != head {
		return nil
	}
	if sum := sha256.Sum256(data[:end]); string(sum[:]) != string(data[end:]) {
		return nil
	}
	return data[len(head):end]
}

// nextTo returns the name of a file of ours beside a folder.
func nextTo(d disk.Disk, prefix, folder string) (string, error) {
	real, err := d.Resolve(folder)
	return filepath.Join(filepath.Dir(real), prefix+filepath.Base(real)), err
}
