// Package shelf keeps what is large and seldom needed out of memory: the bytes of
// texts, and what is made of them, go to a file without a name, from which they are
// read when somebody asks.
package shelf

import (
	"fmt"
	"io"
	"slices"
	"sync"

	"hikitsugi/internal/disk"
)

// Sizes in bytes.
const (
	small = 4 << 20 // what is kept in memory before there is a file
	block = 1 << 20 // what is written at once
)

// A Shelf takes blobs. It can be used by several goroutines at once. A nil Shelf
// keeps them in memory.
//
// A blob that nobody refers to any more leaves a gap in the file: it grows with
// what is put, and ends with the program.
type Shelf struct {
	disk disk.Disk

	mu      sync.RWMutex
	held    int          // bytes of the blobs in memory
	file    disk.Scratch // nil while there is none
	written int64        // its size
	tail    []byte       // what comes after that, and is not written yet
	full    bool         // nothing more can be written
	err     error        // of the first reading that failed
}

// On returns a Shelf with its file on a disk. There is none before it is needed;
// where none can be made, or it is full, blobs stay in memory.
func On(d disk.Disk) *Shelf { return &Shelf{disk: d} }

// A Blob is what was put. The zero Blob is empty.
type Blob struct {
	data  []byte // of a blob in memory
	shelf *Shelf // of any other
	file  io.ReaderAt
	at    int64
	size  int
}

// Of returns a blob that stays in memory.
func Of(data []byte) Blob { return Blob{data: data, size: len(data)} }

// In returns what a file holds in some place, as a blob of the shelf: the shelf's
// errors are also those of reading it. The file does not change.
func (s *Shelf) In(file io.ReaderAt, at int64, size int) Blob {
	return Blob{shelf: s, file: file, at: at, size: size}
}

// Slice returns a part of the blob.
func (b Blob) Slice(from, to int) Blob {
	if b.shelf == nil {
		return Of(b.data[from:to])
	}
	b.at, b.size = b.at+int64(from), to-from
	return b
}

// Put puts data, which is not to be changed any more.
func (s *Shelf) Put(data []byte) Blob {
	if s == nil || len(data) == 0 {
		return Of(data)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.file == nil && !s.full && s.held+len(data) > small {
		file, err := s.disk.Scratch()
		s.file, s.full = file, err != nil
	}
	if s.file == nil || s.full {
		s.held += len(data)
		return Of(data)
	}
	b := Blob{shelf: s, at: s.written + int64(len(s.tail)), size: len(data)}
	s.tail = append(slices.Grow(s.tail, block), data...)
	if len(s.tail) >= block {
		if _, err := s.file.WriteAt(s.tail, s.written); err != nil {
			s.full = true // the tail stays
		} else {
			s.written, s.tail = s.written+int64(len(s.tail)), s.tail[:0]
		}
	}
	return b
}

// Size returns how many bytes the blob has.
func (b Blob) Size() int { return b.size }

// Bytes returns what was put; it is not to be changed. What cannot be read is
// empty, and an error of the Shelf. From then on so is all that is in its file: who
// reads a blob twice never finds more the second time.
func (b Blob) Bytes() []byte {
	if b.shelf == nil {
		return b.data
	}
	data, err := b.shelf.read(b)
	if err != nil {
		b.shelf.mu.Lock()
		if b.shelf.err == nil {
			b.shelf.err = fmt.Errorf("cannot read again what was put aside: %w", err)
		}
		b.shelf.mu.Unlock()
	}
	return data
}

func (s *Shelf) read(b Blob) ([]byte, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.err != nil {
		return nil, s.err
	}
	data := make([]byte, b.size)
	if b.file != nil {
		_, err := b.file.ReadAt(data, b.at)
		return data, err
	}
	if b.at >= s.written {
		copy(data, s.tail[b.at-s.written:])
		return data, nil
	}
	if _, err := s.file.ReadAt(data, b.at); err != nil {
		return nil, err
	}
	return data, nil
}

// Err returns the error of the first reading that failed.
func (s *Shelf) Err() error {
	if s == nil {
		return nil
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.err
}
