package memo

import (
	"sync"
	"sync/atomic"
	"testing"
)

type page struct {
	Title string
	Links map[string]string
}

func TestKeyOf(t *testing.T) {
	a := KeyOf("a")
	tests := []struct {
		name string
		x, y Key
		same bool
	}{
		{"equal views", KeyOf(page{"A", map[string]string{"x": "1", "y": "2"}}), KeyOf(page{"A", map[string]string{"y": "2", "x": "1"}}), true},
		{"another title", KeyOf(page{Title: "A"}), KeyOf(page{Title: "B"}), false},
		{"another map value", KeyOf(page{Links: map[string]string{"x": "1"}}), KeyOf(page{Links: map[string]string{"x": "2"}}), false},
		{"parts do not run together", KeyOf("ab", "c"), KeyOf("a", "bc"), false},
		{"a newline is not a border", KeyOf([]byte("a\nb")), KeyOf([]byte("a"), []byte("b")), false},
		{"order matters", KeyOf("a", "b"), KeyOf("b", "a"), false},
		{"text is not bytes", KeyOf("a"), KeyOf([]byte("a")), false},
		{"text is not its JSON", KeyOf(`"a"`), KeyOf(any(jsonText("a"))), false},
		{"bytes that are not UTF-8", KeyOf("\xff"), KeyOf("\xfe"), false},
		{"a key of a key", KeyOf(a), KeyOf(a[:]), false},
		{"no parts and an empty one", KeyOf(), KeyOf(""), false},
	}
	for _, tt := range tests {
		if got := tt.x == tt.y; got != tt.same {
			t.Errorf("%s: equal = %v, want %v", tt.name, got, tt.same)
		}
	}
}

type jsonText string

func TestKeyOfRefusesFunctions(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("KeyOf(func) did not panic")
		}
	}()
	KeyOf(func() {})
}

func TestTableForgetsWhatABuildDidNotUse(t *testing.T) {
	var table Table[string]
	build := func(names ...string) (calls int) {
		for _, n := range names {
			if got := table.Get(KeyOf(n), func() string { calls++; return "made " + n }); got != "made "+n {
				t.Errorf("Get(%q) = %q", n, got)
			}
		}
		table.Turn()
		return calls
	}
	steps := []struct {
		names []string
		calls int
	}{
		{[]string{"a", "b", "b"}, 2},
		{[]string{"a", "b"}, 0},
		{[]string{"a", "c"}, 1},
		{[]string{"a", "b", "c"}, 1}, // b was forgotten
		{nil, 0},
		{nil, 0},
		{[]string{"a", "b", "c"}, 0}, // builds that needed nothing forgot nothing
	}
	for i, s := range steps {
		if calls := build(s.names...); calls != s.calls {
			t.Errorf("build %d: %d calls, want %d", i, calls, s.calls)
		}
	}
}

func TestTableCallsOnce(t *testing.T) {
	var table Table[int]
	var calls atomic.Int32
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			for k := range 20 {
				if got := table.Get(KeyOf(k), func() int { calls.Add(1); return k * k }); got != k*k {
					t.Errorf("Get(%d) = %d", k, got)
				}
			}
		})
	}
	wg.Wait()
	if calls.Load() != 20 {
		t.Errorf("%d calls, want 20", calls.Load())
	}
}
