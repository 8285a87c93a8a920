// Package pack keeps values between two runs of a program, in a file of its own: each
// under a name and in two parts. The first is in memory once the file is open; the second
// may be large and is read only when somebody asks. What is neither put nor kept in a run
// is forgotten at its end.
//
// A file that is damaged, or was written by another program, is as good as none, and
// it may be deleted at any time.
package pack

import (
	"bufio"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"hikitsugi/internal/codec"
	"hikitsugi/internal/disk"
	"hikitsugi/internal/shelf"
)

// The file begins with a line and with the hash of its maker. It ends with a table of
// its values, the place and the checksum of that, and the checksum of all before. What is
// written later goes behind it, with a table of its own.
const (
	mark      = "gen pack 2\n"
	markSize  = len(mark) + sha256.Size
	tailSize  = 8 + 2*crc32.Size
	blockSize = 1 << 20 // what is read at once
	spare     = 1 << 20 // bytes of what is forgotten that are not worth writing all again
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// A Pack is such a file. It can be used by several goroutines at once. A nil Pack
// holds nothing and keeps nothing.
type Pack struct {
	disk  disk.Disk
	name  string
	mark  []byte
	shelf *shelf.Shelf

	once  sync.Once
	file  readable // nil where there is none
	whole shelf.Blob
	size  int64
	check uint32 // of all of it
	held  map[string]place
	heads string

	mu   sync.Mutex
	next map[string]value // nil where it is only read
}

type readable interface {
	fs.File
	io.ReaderAt
}

// A place is where a value stands in the file: its head, and its body behind that.
type place struct {
	At, Head, Body int

	head int `codec:"-"` // where the head stands in Pack.heads
}

// A value is one that is to be kept.
type value struct {
	head, body shelf.Blob
	at         int // in the file; 0 where it is not in there yet
}

// A row is one of the table.
type row struct {
	Name  string
	Place place
}

// At returns the pack in the file of that name, which need not exist, for a maker: one
// gets only what itself has written. The file is opened when something is looked for.
// What is read is of the shelf, which tells of errors.
func At(d disk.Disk, name, maker string, s *shelf.Shelf) *Pack {
	sum := sha256.Sum256([]byte(maker))
	return &Pack{disk: d, name: name, mark: append([]byte(mark), sum[:]...), shelf: s, next: map[string]value{}}
}

// OnlyRead makes a pack keep nothing for the next run: its file stays as it is.
func (p *Pack) OnlyRead() *Pack {
	if p != nil {
		p.next = nil
	}
	return p
}

// Keeps reports whether anything can be kept for the next run.
func (p *Pack) Keeps() bool { return p != nil && p.next != nil }

var errOther = errors.New("pack: it is damaged, of another maker, or open to others")

// Ahead opens the file while something else is done.
func (p *Pack) Ahead() {
	if p != nil {
		go p.open()
	}
}

// open opens the file, once.
func (p *Pack) open() {
	p.once.Do(func() {
		if p.read() != nil {
			p.close()
			p.held = nil
		}
	})
}

func (p *Pack) read() error {
	folder, err := p.disk.Open(filepath.Dir(p.name))
	if err != nil {
		return err
	}
	defer folder.Close()
	file, err := folder.FS().Open(filepath.Base(p.name))
	if err != nil {
		return err
	}
	info, err := file.Stat()
	readable, ok := file.(readable)
	if err != nil || !ok || !disk.Private(info) || info.Size() < int64(markSize+tailSize) {
		return errors.Join(errOther, file.Close())
	}
	p.file, p.size = readable, info.Size()
	p.whole = p.shelf.In(p.file, 0, int(p.size))

	buffer := make([]byte, blockSize)
	if _, err := p.file.ReadAt(buffer[:markSize], 0); err != nil || string(buffer[:markSize]) != string(p.mark) {
		return errOther
	}
	var tail [tailSize]byte
	if _, err := p.file.ReadAt(tail[:], p.size-int64(tailSize)); err != nil {
		return err
	}
	table, sum := binary.LittleEndian.Uint64(tail[:]), tail[8+crc32.Size:]
	if table > uint64(p.size)-uint64(tailSize) {
		return errOther
	}
	data := make([]byte, p.size-int64(tailSize)-int64(table))
	if _, err := p.file.ReadAt(data, int64(table)); err != nil {
		return err
	}
	if crc32.Checksum(data, castagnoli) != binary.LittleEndian.Uint32(tail[8:]) {
		return errOther // reading it could take much memory
	}
	var rows []row
	if err := codec.Read(string(data), &rows); err != nil {
		return err
	}
	if err := p.pass(rows, buffer); err != nil {
		return err
	}
	if binary.LittleEndian.Uint32(sum) != p.check {
		return errOther
	}
	p.check = crc32.Update(p.check, castagnoli, sum)
	p.held = make(map[string]place, len(rows))
	for _, r := range rows {
		p.held[r.Name] = r.Place
	}
	return nil
}

// pass reads all of the file once: for the checksum, and for the heads of the values.
func (p *Pack) pass(rows []row, buffer []byte) error {
	slices.SortFunc(rows, func(a, b row) int { // what is empty comes before what stands in the same place
		return cmp.Or(cmp.Compare(a.Place.At, b.Place.At), cmp.Compare(a.Place.Head, b.Place.Head))
	})
	size := 0
	for i := range rows {
		rows[i].Place.head = size
		size += rows[i].Place.Head
	}
	var heads strings.Builder
	heads.Grow(size)
	checked, next := p.size-crc32.Size, 0
	for at := int64(0); at < checked; {
		n, err := p.file.ReadAt(buffer[:min(blockSize, checked-at)], at)
		if err != nil && n == 0 {
			return err
		}
		p.check = crc32.Update(p.check, castagnoli, buffer[:n])
		for ; next < len(rows); next++ {
			head := rows[next].Place
			from, to := head.At+heads.Len()-head.head-int(at), head.At+head.Head-int(at) // in the buffer, of what is missing
			if from < n {
				heads.Write(buffer[from:min(to, n)])
			}
			if to > n {
				break
			}
		}
		at += int64(n)
	}
	p.heads = heads.String()
	return nil
}

// Probe reads the end of the file: where that is not there any more, as when somebody has
// emptied it, the shelf has an error before a body is needed.
func (p *Pack) Probe() {
	if p == nil {
		return
	}
	if p.open(); p.file != nil {
		p.whole.Slice(int(p.size)-1, int(p.size)).Bytes()
	}
}

// Close closes the file. The bodies that Get returned are lost.
func (p *Pack) Close() {
	if p != nil {
		p.once.Do(func() {}) // or wait until it is open
		p.close()
	}
}

func (p *Pack) close() {
	if p.file != nil {
		p.file.Close()
		p.file = nil
	}
}

// Get returns the value of a name, as it was kept by the run before.
func (p *Pack) Get(name string) (head string, body shelf.Blob, ok bool) {
	if p == nil {
		return head, body, false
	}
	if p.open(); p.file == nil {
		return head, body, false
	}
	at, ok := p.held[name]
	middle := at.At + at.Head
	return p.heads[at.head : at.head+at.Head], p.whole.Slice(middle, middle+at.Body), ok
}

// Keep keeps the value that Get returned.
func (p *Pack) Keep(name string) {
	if !p.Keeps() {
		return
	}
	if _, body, ok := p.Get(name); ok {
		at := p.held[name]
		p.set(name, value{p.whole.Slice(at.At, at.At+at.Head), body, at.At})
	}
}

// Put keeps another value.
func (p *Pack) Put(name string, head, body shelf.Blob) {
	if p.Keeps() {
		p.set(name, value{head: head, body: body})
	}
}

func (p *Pack) set(name string, v value) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.next[name] = v
}

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

// write appends to a file, of which size and check are known, all values that are not
// in it, and the table.
func (p *Pack) write(folder disk.Folder, name string, size int64, check uint32) (err error) {
	file, err := folder.Append(name, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	// There are disks where everybody may read everything, as on many a network.
	if info, err := folder.Lstat(name); err != nil || !disk.Private(info) {
		return errors.Join(err, errOther)
	}
	w := bufio.NewWriterSize(file, blockSize)
	var failed error
	put := func(data []byte) {
		n, err := w.Write(data)
		failed = errors.Join(failed, err)
		size += int64(n)
		check = crc32.Update(check, castagnoli, data)
	}
	if size == 0 {
		put(p.mark)
	}
	rows := make([]row, 0, len(p.next))
	var data []byte
	for _, name := range slices.Sorted(maps.Keys(p.next)) {
		v := p.next[name]
		at := v.at
		if at == 0 {
			at = int(size)
			data = v.body.Append(v.head.Append(data[:0]))
			put(data)
			if err := p.shelf.Err(); err != nil || failed != nil {
				return errors.Join(err, failed)
			}
		}
		rows = append(rows, row{name, place{At: at, Head: v.head.Size(), Body: v.body.Size()}})
	}
	table := binary.LittleEndian.AppendUint64(nil, uint64(size))
	data = codec.Append(data[:0], &rows)
	put(data)
	put(binary.LittleEndian.AppendUint32(table, crc32.Checksum(data, castagnoli)))
	put(binary.LittleEndian.AppendUint32(nil, check))
	return errors.Join(failed, w.Flush())
}
