package site

import "slices"

// A table is a map with the same keys as many others: a copy in which some values are
// others costs a list.
type table[K comparable, V any] struct {
	at     map[K]int // shared by all copies
	values []V
}

// get returns the value of a key, or none.
func (t table[K, V]) get(k K) V {
	if i, ok := t.at[k]; ok {
		return t.values[i]
	}
	var none V
	return none
}

// add adds a key that is not in the table, of which there are no copies yet.
func (t *table[K, V]) add(k K, v V) {
	if t.at == nil {
		t.at = map[K]int{}
	}
	t.at[k] = len(t.values)
	t.values = append(t.values, v)
}

// copy returns a table in which [table.set] changes nothing here.
func (t table[K, V]) copy() table[K, V] { return table[K, V]{t.at, slices.Clone(t.values)} }

// set replaces the value of a key that is there.
func (t table[K, V]) set(k K, v V) { t.values[t.at[k]] = v }
