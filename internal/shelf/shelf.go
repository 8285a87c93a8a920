// Package shelf keeps what is large and seldom needed out of memory: the bytes of
// texts, and what is made of them, go to a file without a name, from which they are
// read when somebody asks.
package shelf

import (
	"errors"
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
	in   place
	at   int64
	size int
}

// A place is where blobs are.
type place interface {
	// read reads into b what is there; false where it cannot.
	read(b []byte, at int64) bool
}

// held are bytes in memory.
type held []byte

func (h held) read(b []byte, at int64) bool { return copy(b, h[at:]) == len(b) }

// Of returns a blob that stays in memory.
func Of(data []byte) Blob { return Blob{in: held(data), size: len(data)} }

// outside is another file, of which a shelf keeps the errors.
type outside struct {
	shelf *Shelf
	file  io.ReaderAt
}

func (o *outside) read(b []byte, at int64) bool {
	return o.shelf.note(func() error {
		if _, err := o.file.ReadAt(b, at); err != nil {
			return errOutside{err}
		}
		return nil
	})
}

// ErrOutside is what the error of a Shelf is where something that it never held could
// not be read, or was another: see [Shelf.In].
var ErrOutside = errors.New("shelf: outside")

type errOutside struct{ error }

func (errOutside) Is(target error) bool { return target == ErrOutside }
func (e errOutside) Unwrap() error      { return e.error }

// In returns what a file holds in some place, as a blob of the shelf: the shelf's
// errors are also those of reading it. The file does not change.
func (s *Shelf) In(file io.ReaderAt, at int64, size int) Blob {
	return Blob{&outside{s, file}, at, size}
}

// Slice returns a part of the blob.
func (b Blob) Slice(from, to int) Blob { return Blob{b.in, b.at + int64(from), to - from} }

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
	b := Blob{s, s.written + int64(len(s.tail)), len(data)}
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
// empty, and an error of the Shelf. From then on so is all that is in a file: who
// reads a blob twice never finds more the second time.
func (b Blob) Bytes() []byte {
	if h, ok := b.in.(held); ok {
		return h[b.at : b.at+int64(b.size)]
	}
	return b.Append(nil)
}

// Append appends what was put.
func (b Blob) Append(to []byte) []byte {
	n := len(to)
	to = slices.Grow(to, b.size)[:n+b.size]
	if b.size > 0 && !b.in.read(to[n:], b.at) {
		return to[:n]
	}
	return to
}

func (s *Shelf) read(b []byte, at int64) bool {
	return s.note(func() error {
		if at >= s.written {
			copy(b, s.tail[at-s.written:])
			return nil
		}
		_, err := s.file.ReadAt(b, at)
		return err
	})
}

// note reads, unless that has failed before, and notes whether it fails.
func (s *Shelf) note(read func() error) bool {
	s.mu.RLock()
	err := s.err
	if err == nil {
		err = read()
	}
	failed := err != nil && s.err == nil
	s.mu.RUnlock()
	if failed {
		s.mu.Lock()
		if s.err == nil {
			s.err = fmt.Errorf("cannot read again what was put aside, or read before: %w", err)
		}
		s.mu.Unlock()
	}
	return err == nil
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
