package pack

import (
	"errors"
	"path/filepath"

	"hikitsugi/internal/disk"
)

// spare is how many bytes of what is forgotten are not worth writing all again.
const spare = 1 << 20

// Save writes what is to be kept, if that is anything, and closes the file. Where it
// fails, or somebody else is writing the same, the next run begins with nothing or with
// less.
func (p *Pack) Save() error {
	if !p.Keeps() || len(p.next) == 0 {
		return nil
	}
	p.open()
	defer p.Close()
	folder, err := p.disk.Open(filepath.Dir(p.name))
	if err != nil {
		return err
	}
	defer folder.Close()
	base, half := filepath.Base(p.name), p.half()
	unlock, err := p.lock(folder)
	if err != nil {
		return err
	}
	defer unlock()
	used, fresh, news := int64(0), int64(0), false
	for _, v := range p.next {
		size := int64(v.head.Size() + v.body.Size())
		if used += size; v.at == 0 {
			fresh, news = fresh+size, true
		}
	}
	if p.file != nil && !news && len(p.next) == len(p.held) {
		return nil
	}
	if p.file != nil && p.size+fresh < 2*used+spare {
		if info, err := folder.Lstat(base); err != nil || info.Size() != p.size {
			return errors.Join(err, errOther) // somebody has been faster
		}
		err := p.write(folder, base, p.size, p.check)
		if err != nil {
			_ = folder.RemoveAll(base) // it may be half written, and takes room
		}
		return err
	}
	for name, v := range p.next {
		v.at = 0
		p.next[name] = v
	}
	if err = p.write(folder, half, 0, 0); err == nil {
		p.Close() // Windows does not replace a file that is open
		err = folder.Rename(half, base)
	}
	if err != nil {
		_ = folder.RemoveAll(half)
	}
	return err
}

// half is where a file is written before it has its name.
func (p *Pack) half() string { return filepath.Base(p.name) + "-new" }

func (p *Pack) lockName() string { return filepath.Base(p.name) + "-lock" }

// lock keeps others from saving, and removes what a killed program has left.
func (p *Pack) lock(folder disk.Folder) (unlock func(), err error) {
	if unlock, err = folder.Lock(p.lockName()); err != nil {
		return nil, err
	}
	if err = folder.RemoveAll(p.half()); err != nil {
		unlock()
		return nil, err
	}
	return unlock, nil
}

// Tidy removes what a program has left that was killed while it saved, for those who
// have nothing to save.
func (p *Pack) Tidy() {
	if !p.Keeps() {
		return
	}
	folder, err := p.disk.Open(filepath.Dir(p.name))
	if err != nil {
		return
	}
	defer folder.Close()
	_, noLock := folder.Lstat(p.lockName())
	_, noHalf := folder.Lstat(p.half())
	if noLock != nil && noHalf != nil {
		return
	}
	if unlock, err := p.lock(folder); err == nil {
		unlock()
	}
}
