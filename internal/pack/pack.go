// Package pack keeps values between two runs of a program, in a file of its own: each
// under a name and in two parts. The first is in memory once the file is open; the second
// may be large and is read only when somebody asks. What is neither put nor kept in a run
// is forgotten at its end.
//
// A file that is damaged, or was written by another program, is as good as none, and
// it may be deleted at any time.
package pack

import (
	"crypto/sha256"
	"sync"

	"hikitsugi/internal/disk"
	"hikitsugi/internal/shelf"
)

// A Pack is a file of values. It can be used by several goroutines at once. A nil Pack
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
