package codec

import (
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"
)

type inner struct {
	Name string
	At   *int
}

type sample struct {
	inner
	Flag    bool
	Small   int8
	Number  int
	Large   uint64
	Text    string
	Again   string
	List    []inner
	Empty   []string
	None    []string
	Bytes   []byte
	Array   [3]uint16
	Hash    [4]byte
	Pointer *inner
	left    int `codec:"-"`
}

func samples() []sample {
	n, long := 7, strings.Repeat("長い", 40)
	return []sample{
		{},
		{Flag: true, Small: -1, Number: math.MinInt, Large: math.MaxUint64, Text: long, Again: long, Empty: []string{}, Bytes: []byte{0, 1, 255}, Array: [3]uint16{1, 2, 3}, Hash: [4]byte{200, 0, 1, 2}},
		{inner: inner{Name: "a"}, Number: math.MaxInt, List: []inner{{Name: long}, {At: &n}, {Name: long, At: &n}}, Bytes: []byte{}, Pointer: &inner{Name: "p"}},
		{Text: "ab\x00c", Again: "ab", List: make([]inner, 20)},
	}
}

func TestCodec(t *testing.T) {
	seen := map[string]int{}
	for i, want := range samples() {
		b := Append(nil, &want)
		if other, twice := seen[string(b)]; twice {
			t.Errorf("samples %d and %d have the same bytes", other, i)
		}
		seen[string(b)] = i
		if again := Append([]byte("before"), &want); string(again) != "before"+string(b) {
			t.Errorf("sample %d has other bytes behind others", i)
		}
		if any := AppendAny(nil, want); string(any) != string(b) {
			t.Errorf("sample %d has other bytes as any value", i)
		}
		got := sample{Text: "old", List: []inner{{Name: "old"}}, Pointer: &inner{}}
		if err := Read(string(b), &got); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("sample %d: %v, %+v, want %+v", i, err, got, want)
		}
		for end := range b {
			if Read(string(b[:end]), new(sample)) == nil {
				t.Errorf("sample %d: the first %d bytes are enough", i, end)
			}
		}
		if err := Read(string(append(b, 0)), new(sample)); !errors.Is(err, ErrDamaged) {
			t.Errorf("sample %d: a byte too many: %v", i, err)
		}
	}
}

// What is left out makes no difference, wherever it stands; nothing else does not.
func TestBut(t *testing.T) {
	n := 7
	of := func(s sample) string { return string(AppendAny(nil, s, reflect.TypeFor[inner]())) }
	a, b := sample{inner: inner{Name: "a"}, List: []inner{{}, {At: &n}}, left: 1}, sample{List: []inner{{Name: "b"}, {}}}
	if of(a) != of(b) {
		t.Error("what is left out makes a difference")
	}
	if b.Text = "x"; of(a) == of(b) {
		t.Error("what is not left out makes none")
	}
}

// A text that has stood before takes no room.
func TestTextsAgain(t *testing.T) {
	text := strings.Repeat("x", 100)
	many := []string{text, "y", text, "other", text}
	if b := Append(nil, &many); len(b) > 120 {
		t.Errorf("%d bytes", len(b))
	}
}

// A mistake of the program is told at once: something would be lost.
func TestNotPlain(t *testing.T) {
	for name, v := range map[string]any{
		"a field that is not exported":       struct{ a int }{},
		"a table":                            map[string]int{},
		"any value":                          []any{1},
		"a fraction":                         1.5,
		"a list that may hold one":           []float64(nil),
		"a pointer that may lead to a field": struct{ P *struct{ a int } }{},
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s is written", name)
				}
			}()
			AppendAny(nil, v)
		}()
	}
}

// Whatever is read, it ends, and with a value or an error.
func FuzzRead(f *testing.F) {
	for _, s := range samples() {
		f.Add(Append(nil, &s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var s, again sample
		if Read(string(data), &s) != nil {
			return
		}
		if err := Read(string(Append(nil, &s)), &again); err != nil || !reflect.DeepEqual(s, again) {
			t.Errorf("%+v is read as %+v: %v", s, again, err)
		}
	})
}
