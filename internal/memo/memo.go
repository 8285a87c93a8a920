// Package memo remembers the results of pure functions from one build to the
// next: a step whose inputs hash to the same [Key] as last time is not run again.
//
// A key must cover everything that a result depends on, and a result must not be
// changed once it is in a [Table]: later builds and other goroutines share it.
package memo

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"sync"
)

// A Key names a computation: the hash of everything its result depends on.
type Key [sha256.Size]byte

// KeyOf hashes parts, in order. A []byte, a string and a Key count byte by byte;
// any other part by its JSON, so it must be plain data that JSON writes without
// loss: exported fields, no functions, text in UTF-8, no interface that can hold
// two types with the same JSON. KeyOf panics on what JSON cannot write, which is
// a bug in the caller.
func KeyOf(parts ...any) Key {
	h := sha256.New()
	for _, p := range parts {
		var kind byte
		var data []byte
		switch p := p.(type) {
		case []byte:
			kind, data = 'b', p
		case string:
			kind, data = 's', []byte(p)
		case Key:
			kind, data = 'k', p[:]
		default:
			var err error
			if data, err = json.Marshal(p); err != nil {
				panic(fmt.Sprintf("memo: a part of a key is not plain data: %v", err))
			}
			kind = 'j'
		}
		// The length keeps apart ("ab", "c") and ("a", "bc").
		head := binary.BigEndian.AppendUint64([]byte{kind}, uint64(len(data)))
		h.Write(head)
		h.Write(data)
	}
	return Key(h.Sum(nil))
}

// A Table holds the results of one function. The zero Table is ready to use, and
// safe for concurrent use.
type Table[V any] struct {
	mu        sync.Mutex
	old, live map[Key]func() V // results of the last build, and of this one
}

// Get returns the result for k, calling f only if it is not yet known.
// Concurrent calls for one key share a single call of f. The result of f must
// depend on nothing but what k covers; above all not on a context that may be
// cancelled.
func (t *Table[V]) Get(k Key, f func() V) V {
	t.mu.Lock()
	get := t.live[k]
	if get == nil {
		if get = t.old[k]; get == nil {
			get = sync.OnceValue(f)
		}
		if t.live == nil {
			t.live = make(map[Key]func() V)
		}
		t.live[k] = get
	}
	t.mu.Unlock()
	return get()
}

// Turn ends a build: it forgets results that the build did not use. A build that was
// cut short should not call it, or the results it did not come to are forgotten. One
// that used none at all did not need what the table is for: a later one may.
func (t *Table[V]) Turn() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.live != nil {
		t.old, t.live = t.live, nil
	}
}
