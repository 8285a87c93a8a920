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

	"hikitsugi/internal/codec"
	"hikitsugi/internal/disk"
)

// The file begins with a line and with the hash of its maker. It ends with a table of
// its values, the place and the checksum of that, and the checksum of all before. What is
// written later goes behind it, with a table of its own.
const (
	mark      = "gen pack 2\n"
	markSize  = len(mark) + sha256.Size
	tailSize  = 8 + 2*crc32.Size
	blockSize = 1 << 20 // what is read at once
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

var errOther = errors.New("pack: it is damaged, of another maker, or open to others")

type readable interface {
	fs.File
	io.ReaderAt
}

// A row is one of the table.
type row struct {
	Name  string
	Place place
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
