package shelf

import (
	"bytes"
	"encoding/binary"
	"errors"
	"sync"
	"testing"

	"hikitsugi/internal/disk"
)

// blob returns the i-th blob of a test: all differ, in size as well.
func blob(i int) []byte {
	return bytes.Repeat(binary.BigEndian.AppendUint32(nil, uint32(i)), 1000+i%7)
}

const many = 3 * small / 4000

// What is put is what is read, wherever it is, also while others put.
func TestPut(t *testing.T) {
	for name, s := range map[string]*Shelf{
		"in memory":                   nil,
		"on a disk":                   On(disk.System()),
		"without a disk":              On(broken{disk.System(), -1}),
		"on a full disk":              On(broken{disk.System(), 0}),
		"on a disk that is filled up": On(broken{disk.System(), 3 << 20}),
	} {
		t.Run(name, func(t *testing.T) {
			blobs := make([]Blob, many)
			var puts sync.WaitGroup
			for part := range 4 {
				puts.Go(func() {
					for i := part; i < many; i += 4 {
						blobs[i] = s.Put(blob(i))
						if j := max(i-40, part); !bytes.Equal(blobs[j].Bytes(), blob(j)) {
							t.Errorf("blob %d is another when %d is put", j, i)
						}
					}
				})
			}
			puts.Wait()
			for i, b := range blobs {
				if b.Size() != len(blob(i)) || !bytes.Equal(b.Bytes(), blob(i)) {
					t.Fatalf("blob %d is another", i)
				}
			}
			if s.Put(nil).Bytes() != nil || (Blob{}).Size() != 0 {
				t.Error("nothing is not empty")
			}
			if err := s.Err(); err != nil {
				t.Error(err)
			}
		})
	}
}

// What takes memory is bounded.
func TestBounded(t *testing.T) {
	s := On(disk.System())
	for i := range many {
		s.Put(blob(i))
	}
	if s.held > small || cap(s.tail) > 3*block {
		t.Errorf("%d bytes are held, and %d wait", s.held, cap(s.tail))
	}
}

// A file that cannot be read is an error, not what somebody else put.
func TestUnreadable(t *testing.T) {
	s := On(unreadable{disk.System()})
	var blobs []Blob
	for i := range many {
		blobs = append(blobs, s.Put(blob(i)))
	}
	if err := s.Err(); err != nil {
		t.Fatal(err)
	}
	last := blobs[many-1]
	if data := last.Bytes(); !bytes.Equal(data, blob(many-1)) {
		t.Errorf("%d bytes of what is not written yet", len(data))
	}
	if data := blobs[many/2].Bytes(); len(data) > 0 || !errors.Is(s.Err(), errDisk) {
		t.Errorf("%d bytes, %v", len(data), s.Err())
	}
	if data := last.Bytes(); len(data) > 0 {
		t.Errorf("%d bytes after a failure", len(data))
	}
}

var errDisk = errors.New("input/output error")

// A broken disk has room for some bytes; none: not even for the file.
type broken struct {
	disk.Disk
	room int
}

func (b broken) Scratch() (disk.Scratch, error) {
	if b.room < 0 {
		return nil, errDisk
	}
	s, err := b.Disk.Scratch()
	return &scarce{s, b.room}, err
}

type scarce struct {
	disk.Scratch
	room int
}

func (s *scarce) WriteAt(data []byte, at int64) (int, error) {
	if s.room -= len(data); s.room < 0 {
		return 0, errDisk
	}
	return s.Scratch.WriteAt(data, at)
}

type unreadable struct{ disk.Disk }

func (u unreadable) Scratch() (disk.Scratch, error) {
	s, err := u.Disk.Scratch()
	return deaf{s}, err
}

type deaf struct{ disk.Scratch }

func (deaf) ReadAt([]byte, int64) (int, error) { return 0, errDisk }
