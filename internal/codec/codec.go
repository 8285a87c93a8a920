// Package codec writes plain values as bytes and reads them again: what a build makes
// of a file is kept in this form, and told from something else by it.
//
// Plain are booleans, numbers without fractions, texts, lists, arrays, structs and
// pointers. A struct's field that is not exported, or is to be left out, has the tag
// codec:"-"; one without the tag is a mistake of the program. Values of one type have
// the same bytes only if they are equal. The bytes do not say of which type they are.
package codec

import (
	"encoding/binary"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"sync"
)

// ErrDamaged is the error of [Read] where no value of the type has these bytes.
var ErrDamaged = errors.New("codec: these are not the bytes of such a value")

// Append appends the bytes of what v points to.
func Append[T any](b []byte, v *T) []byte {
	e := encoder{b: b}
	e.value(shapeOf(reflect.TypeFor[T]()), reflect.ValueOf(v).Elem())
	return e.b
}

// AppendAny appends bytes that stand for a value, without what in it is of the types
// that do not matter. They cannot be read again.
func AppendAny(b []byte, v any, but ...reflect.Type) []byte {
	e := encoder{b: b, but: but}
	e.value(shapeOf(reflect.TypeOf(v)), reflect.ValueOf(v))
	return e.b
}

// Read makes v point to a value with these bytes, of which its texts are parts.
func Read[T any](data string, v *T) (err error) {
	d := decoder{rest: data}
	defer func() {
		if r := recover(); r != nil {
			if r != any(ErrDamaged) {
				panic(r)
			}
			err = ErrDamaged
		}
	}()
	d.value(shapeOf(reflect.TypeFor[T]()), reflect.ValueOf(v).Elem())
	if d.rest != "" {
		return ErrDamaged
	}
	return nil
}

// recent are the texts that were last written or read: the same few stand in many
// fields, as the name of a file does in all places in it.
type recent struct {
	texts [8]string
	next  int
}

// short is how many bytes a text has at most that is not worth finding again.
const short = 3

func (r *recent) add(s string) {
	if len(s) > short {
		r.texts[r.next] = s
		r.next = (r.next + 1) % len(r.texts)
	}
}

type encoder struct {
	b   []byte
	but []reflect.Type
	recent
}

func (e *encoder) number(n uint64) { e.b = binary.AppendUvarint(e.b, n) }

func (e *encoder) text(s string) {
	if len(s) > short {
		for i, known := range e.texts {
			if known == s {
				e.number(uint64(i)<<1 | 1)
				return
			}
		}
	}
	e.add(s)
	e.number(uint64(len(s)) << 1)
	e.b = append(e.b, s...)
}

func (e *encoder) value(s *shape, v reflect.Value) {
	switch s.kind {
	case reflect.Bool:
		if v.Bool() {
			e.b = append(e.b, 1)
		} else {
			e.b = append(e.b, 0)
		}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		e.b = binary.AppendVarint(e.b, v.Int())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		e.number(v.Uint())
	case reflect.String:
		e.text(v.String())
	case reflect.Slice:
		if v.IsNil() {
			e.number(0)
			return
		}
		e.number(uint64(v.Len()) + 1)
		if s.elem.kind == reflect.Uint8 {
			e.b = append(e.b, v.Bytes()...)
			return
		}
		for i := range v.Len() {
			e.value(s.elem, v.Index(i))
		}
	case reflect.Array:
		bytes := s.elem.kind == reflect.Uint8
		if bytes && v.CanAddr() {
			e.b = append(e.b, v.Bytes()...)
			return
		}
		for i := range v.Len() {
			if bytes {
				e.b = append(e.b, byte(v.Index(i).Uint()))
			} else {
				e.value(s.elem, v.Index(i))
			}
		}
	case reflect.Struct:
		if slices.Contains(e.but, s.of) {
			return
		}
		for _, f := range s.fields {
			e.value(f.shape, v.Field(f.number))
		}
	case reflect.Pointer:
		if v.IsNil() {
			e.b = append(e.b, 0)
			return
		}
		e.b = append(e.b, 1)
		e.value(s.elem, v.Elem())
	}
}

type decoder struct {
	rest string
	recent
}

func (d *decoder) take(n uint64) string {
	if n > uint64(len(d.rest)) {
		panic(ErrDamaged)
	}
	s := d.rest[:n]
	d.rest = d.rest[n:]
	return s
}

func (d *decoder) number() uint64 {
	n := uint64(0)
	for i := range min(len(d.rest), binary.MaxVarintLen64) {
		b := d.rest[i]
		n |= uint64(b&0x7f) << (7 * i)
		if b < 0x80 {
			d.rest = d.rest[i+1:]
			return n
		}
	}
	panic(ErrDamaged)
}

func (d *decoder) text() string {
	n := d.number()
	if n&1 == 0 {
		s := d.take(n >> 1)
		d.add(s)
		return s
	}
	if n >>= 1; n >= uint64(len(d.texts)) {
		panic(ErrDamaged)
	}
	return d.texts[n]
}

// length returns the length of a list of which each element has at least one byte.
func (d *decoder) length(n uint64) int {
	if n > uint64(len(d.rest)) {
		panic(ErrDamaged)
	}
	return int(n)
}

func (d *decoder) value(s *shape, v reflect.Value) {
	switch s.kind {
	case reflect.Bool:
		v.SetBool(d.take(1) != "\x00")
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		n := d.number()
		v.SetInt(int64(n>>1) ^ -int64(n&1)) // as binary.Varint has it
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(d.number())
	case reflect.String:
		v.SetString(d.text())
	case reflect.Slice:
		n := d.number()
		if n == 0 {
			v.SetZero()
			return
		}
		if s.elem.kind == reflect.Uint8 {
			v.SetBytes([]byte(d.take(n - 1)))
			return
		}
		length := d.length(n - 1)
		v.Set(reflect.MakeSlice(s.of, length, length))
		for i := range length {
			d.value(s.elem, v.Index(i))
		}
	case reflect.Array:
		if s.elem.kind == reflect.Uint8 {
			copy(v.Bytes(), d.take(uint64(v.Len())))
			return
		}
		for i := range v.Len() {
			d.value(s.elem, v.Index(i))
		}
	case reflect.Struct:
		for _, f := range s.fields {
			d.value(f.shape, v.Field(f.number))
		}
	case reflect.Pointer:
		if d.take(1) == "\x00" {
			v.SetZero()
			return
		}
		v.Set(reflect.New(s.elem.of))
		d.value(s.elem, v.Elem())
	}
}

// A shape is what has to be known of a type to write its values and to read them.
type shape struct {
	of     reflect.Type
	kind   reflect.Kind
	elem   *shape  // of lists, arrays and pointers
	fields []field // of structs: those that are written
}

type field struct {
	number int
	shape  *shape
}

var shapes sync.Map // reflect.Type → *shape

// shapeOf returns the shape of a type. It panics where that, or one within it, is not
// plain, whether a value has such a part or not.
func shapeOf(t reflect.Type) *shape {
	if known, ok := shapes.Load(t); ok {
		return known.(*shape)
	}
	s := &shape{of: t, kind: t.Kind()}
	switch s.kind {
	case reflect.Bool, reflect.String,
		reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
	case reflect.Slice, reflect.Array, reflect.Pointer:
		s.elem = shapeOf(t.Elem())
	case reflect.Struct:
		for i := range t.NumField() {
			switch f := t.Field(i); {
			case f.Tag.Get("codec") == "-":
			case !f.IsExported() && !f.Anonymous:
				panic(fmt.Sprintf("codec: the field %s of %v is not exported", f.Name, t))
			default:
				s.fields = append(s.fields, field{i, shapeOf(f.Type)})
			}
		}
	default:
		panic(fmt.Sprintf("codec: %v is not plain", t))
	}
	shapes.Store(t, s)
	return s
}
