package main

import (
	"context"
	"testing"
)

// A packet that nobody waited for is one that was not printed, and is not recorded.
func TestPrintingInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r := &printing{ctx: ctx, packets: make(chan packet)} // without a tab
	r.add(packet{name: "handover-mihon-ja.pdf"})
	if len(r.failures) != 1 || r.failures[0].name != "handover-mihon-ja.pdf" {
		t.Errorf("failures: %v", r.failures)
	}
}
