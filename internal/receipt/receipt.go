// Package receipt spares a build of which nothing has changed. A receipt lies
// beside an output folder, as .gen-receipt-<name>, and says what was asked for,
// what was read, what was written and what was said. While all of that is as it
// was, the build that follows would make and say the same.
//
// A file is taken to be as it was by its size, its times, its number on the disk, its
// owner and its permissions, where the system knows them all and, of what was read, it
// was last changed some time before the receipt; else by its hash.
// A receipt may be deleted at any time. One that is damaged, or was made by
// another gen or for something else, is none.
package receipt

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"hikitsugi/internal/codec"
	"hikitsugi/internal/disk"
	"hikitsugi/internal/output"
	"hikitsugi/internal/parallel"
	"hikitsugi/internal/source"
)

// A Request is what a receipt is for. Equal requests of one gen make the same of
// the same content.
type Request struct {
	Output string // the output folder
	Beside string // the folder beside which the receipt lies: that one, or the one that holds it
	Wish   string // all else that the build depends on, the gen that does it included
}

// A Receipt is what is known of a build.
type Receipt struct {
	Said []byte // by the build, as it was given to Write

	folders []string // that were read
	read    []entry  // all that is in them
	stood   output.Stands
}

// An entry is a file that was read.
type entry struct {
	Name  string
	Stamp disk.Stamp
	Sum   [sha256.Size]byte
}

// format stands before the hash of a [written] receipt and its bytes.
const format = "gen receipt 6\n"

// A written receipt is one as it lies on the disk.
type written struct {
	Wish        [sha256.Size]byte // hash of [Request.Wish]
	Folders     []string
	Said        []byte
	Read        []entry
	Tree, Spare []output.Standing
	Taken       int64 // of output.Stands, nanoseconds since 1970
}

// untold is the time of a stamp that does not tell whether the file is as it was.
const untold = -1

// A Visit is what stood in the content before it was read.
type Visit struct {
	disk    disk.Disk
	project fs.FS
	began   time.Time
	found   []entry
	names   []source.Name // of found
}

// Look notes what stands in folders of a project that are about to be read. now is
// the time.
func Look(d disk.Disk, project fs.FS, folders []string, now time.Time) (*Visit, error) {
	v := &Visit{disk: d, project: project, began: now}
	for _, dir := range folders {
		found, err := source.Names(project, dir)
		if err != nil {
			return nil, err
		}
		stamps, err := parallel.Each(context.Background(), found, func(d source.Name) disk.Stamp {
			info, err := d.Info()
			if err != nil {
				return disk.Stamp{}
			}
			stamp := disk.StampOf(info)
			if d.Type()&fs.ModeSymlink != 0 {
				stamp.Modified = untold // of what it leads to
			}
			return stamp
		})
		if err != nil {
			return nil, err
		}
		for i, d := range found {
			v.found = append(v.found, entry{Name: d.Path, Stamp: stamps[i]})
		}
		v.names = append(v.names, found...)
	}
	return v, nil
}

// Files returns how many files there are; none where nobody has looked.
func (v *Visit) Files() int {
	if v == nil {
		return 0
	}
	return len(v.found)
}

// Last returns the receipt of the last build that was asked for the same; nil if there
// is none.
func (v *Visit) Last(wanted Request) *Receipt {
	name, err := v.nameOf(wanted.Beside)
	if err != nil {
		return nil
	}
	data, err := v.read(name)
	if err != nil {
		return nil
	}
	return decode(data, wanted.Wish)
}

// Unchanged reports whether a build would be the same again as the one of a receipt,
// which may be nil. Where it had to read files to know, it notes them as they are now.
func (v *Visit) Unchanged(wanted Request, r *Receipt) bool {
	if r == nil {
		return false
	}
	found := v.in(r.folders)
	if len(r.read) != len(found) {
		return false
	}
	var unsure []int // places in r.read of files that only their content tells
	for i, e := range r.read {
		switch now := found[i]; {
		case e.Name != now.Name || now.Stamp == disk.Stamp{} || e.Stamp.Size != now.Stamp.Size:
			return false
		case e.Stamp != now.Stamp || e.Stamp.Modified == untold:
			unsure = append(unsure, i)
		}
	}
	if len(unsure) < len(found)/10 { // they are fewer than what was written
		if !v.readSame(r, found, unsure) || !v.wroteSame(wanted.Output, r) {
			return false
		}
	} else if !v.wroteSame(wanted.Output, r) || !v.readSame(r, found, unsure) {
		return false
	}
	if len(unsure) == 0 {
		return true
	}
	for i := range r.read {
		r.read[i].Stamp = found[i].Stamp
	}
	if name, err := v.nameOf(wanted.Beside); err == nil {
		_ = output.OverwritePrivate(v.disk, name, r.encode(wanted.Wish, v.began)) // else they are read again
	}
	return true
}

// readSame reports whether those of the files that were read have the same content.
func (v *Visit) readSame(r *Receipt, found []entry, unsure []int) bool {
	same, err := parallel.Each(context.Background(), unsure, func(i int) bool {
		f, _, err := source.ReadFile(v.project, found[i].Name) // which does not wait for a pipe
		return err == nil && f != nil && f.Sum == r.read[i].Sum
	})
	return err == nil && !slices.Contains(same, false)
}

// wroteSame reports whether what was written stands in the output folder as it was.
func (v *Visit) wroteSame(folder string, r *Receipt) bool {
	out, err := v.disk.Open(folder)
	if err != nil {
		return false
	}
	defer out.Close()
	// Where anybody can set all of a stamp, it takes the hashes of the marker.
	if slices.ContainsFunc(r.stood.Tree, func(e output.Standing) bool { return e.Stamp.Changed == 0 }) && !output.Whole(v.disk, folder) {
		return false
	}
	same, err := parallel.Each(context.Background(), r.stood.Tree, func(e output.Standing) bool {
		now, err := out.Stamp(e.Name)
		return err == nil && now == e.Stamp
	})
	return err == nil && !slices.Contains(same, false)
}

// Seen returns what was found in a folder: of the texts that stand as they did when a
// build read them, of which r, which may be nil, is the receipt, what they are.
func (v *Visit) Seen(dir string, r *Receipt) []source.Seen {
	was := map[string]*entry{}
	if r != nil {
		for i := range r.read {
			was[r.read[i].Name] = &r.read[i]
		}
	}
	var list []source.Seen
	for i, now := range v.found {
		if !strings.HasPrefix(now.Name, dir+"/") {
			continue
		}
		seen := source.Seen{Name: v.names[i]}
		if e := was[now.Name]; e != nil && e.Stamp == now.Stamp && e.Stamp.Modified != untold && path.Ext(e.Name) == ".md" { // the others are read in any case
			seen.Known, seen.Size, seen.Sum = true, int(e.Stamp.Size), e.Sum
		}
		list = append(list, seen)
	}
	return list
}

// Stood returns what stood in the output folder when the build had ended; nil where there
// is no receipt.
func (r *Receipt) Stood() *output.Stands {
	if r == nil {
		return nil
	}
	return &r.stood
}

// read reads a receipt.
func (v *Visit) read(name string) ([]byte, error) {
	folder, err := v.disk.Open(filepath.Dir(name))
	if err != nil {
		return nil, err
	}
	defer folder.Close()
	return folder.ReadFile(filepath.Base(name))
}

// in returns what was found in folders.
func (v *Visit) in(folders []string) []entry {
	var list []entry
	for _, e := range v.found {
		if slices.ContainsFunc(folders, func(dir string) bool { return strings.HasPrefix(e.Name, dir+"/") }) {
			list = append(list, e)
		}
	}
	return list
}

// Write leaves a receipt: the build has read all files that there are in folders, what
// stands in the output folder now is known, and the build has said what is to be said
// again. Without a receipt the next build does all of its work, so that a failure is of no
// consequence.
func (v *Visit) Write(wanted Request, folders []string, files map[string]*source.File, stands output.Stands, said []byte) error {
	name, err := v.nameOf(wanted.Beside)
	if err != nil {
		return err
	}
	r := Receipt{Said: said, folders: folders, read: v.in(folders), stood: stands}
	if len(files) != len(r.read) {
		return fmt.Errorf("receipt: %d files were read, of %d", len(files), len(r.read))
	}
	for i, e := range r.read {
		f := files[e.Name]
		if f == nil {
			return fmt.Errorf("receipt: %q was not read", e.Name) // it came meanwhile
		}
		r.read[i].Sum = f.Sum
	}
	for _, e := range slices.Concat(stands.Tree, stands.Spare) {
		if e.Stamp == (disk.Stamp{}) {
			return fmt.Errorf("receipt: %s has gone", e.Name)
		}
	}
	return output.OverwritePrivate(v.disk, name, r.encode(wanted.Wish, v.began))
}

// nameOf returns where the receipt beside a folder lies.
func (v *Visit) nameOf(beside string) (string, error) {
	real, err := v.disk.Resolve(beside)
	return filepath.Join(filepath.Dir(real), ".gen-receipt-"+filepath.Base(real)), err
}

// encode writes a receipt. The stamps of files that changed at the time began, or just
// before it, do not tell.
func (r *Receipt) encode(wish string, began time.Time) []byte {
	w := written{sha256.Sum256([]byte(wish)), r.folders, r.Said, slices.Clone(r.read), r.stood.Tree, r.stood.Spare, r.stood.Taken.UnixNano()}
	for i := range w.Read {
		if e := &w.Read[i]; !e.Stamp.Tells(began) {
			e.Stamp.Modified = untold
		}
	}
	data := codec.Append(make([]byte, len(format)+sha256.Size), &w)
	sum := sha256.Sum256(data[len(format)+sha256.Size:])
	copy(data[copy(data, format):], sum[:])
	return data
}

// decode reads a receipt for a wish; nil when it is none.
func decode(data []byte, wish string) *Receipt {
	rest, ok := bytes.CutPrefix(data, []byte(format))
	if !ok || len(rest) < sha256.Size {
		return nil
	}
	sum, rest := [sha256.Size]byte(rest), rest[sha256.Size:]
	var w written
	if sha256.Sum256(rest) != sum || codec.Read(string(rest), &w) != nil || w.Wish != sha256.Sum256([]byte(wish)) {
		return nil
	}
	return &Receipt{w.Said, w.Folders, w.Read, output.Stands{Tree: w.Tree, Spare: w.Spare, Taken: time.Unix(0, w.Taken)}}
}
