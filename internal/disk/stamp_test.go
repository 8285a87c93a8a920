package disk

import (
	"testing"
	"time"
)

// What changes a file in the moment in which its stamp is taken, or just after it, need not
// change the stamp.
func TestTells(t *testing.T) {
	at := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		changed, taken time.Duration // after that
		want           bool
	}{
		{time.Millisecond, 99 * time.Millisecond, false},
		{time.Millisecond, 102 * time.Millisecond, true},
		{time.Millisecond, -time.Hour, false},
		{0, 102 * time.Millisecond, false},
		{0, 2 * time.Second, false},
		{0, 2001 * time.Millisecond, true},
	} {
		changed := at.Add(tt.changed).UnixNano()
		taken := at.Add(tt.taken)
		if got := (Stamp{Modified: changed, Changed: changed}).Tells(taken); got != tt.want {
			t.Errorf("changed at %v, taken at %v: it tells %v", tt.changed, tt.taken, got)
		}
		if (Stamp{Modified: changed}).Tells(taken) {
			t.Error("it tells by a time that anybody can set")
		}
	}
}
