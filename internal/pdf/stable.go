package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"time"
)

// In the files that Chromium writes, the following differs between two runs, in
// objects that are not compressed: when the file was made, and the numbers that
// the browser gave to the nodes of the page, as names of structure elements.
var (
	madePattern = regexp.MustCompile(`/(?:CreationDate|ModDate) \(D:([^)]*)\)`)
	nodePattern = regexp.MustCompile(`\(node(\d{8})\)`)
)

// stabilise replaces, in place and at the same length, what differs between two
// runs: the dates become date, and the nodes are counted in their order, which
// keeps the sorting of the tree of names.
func stabilise(file []byte, date time.Time) error {
	const layout = "20060102150405+00'00'"
	made := madePattern.FindAllSubmatch(file, -1)
	if len(made) != 2 {
		return fmt.Errorf("the file has %d dates where Chromium writes two", len(made))
	}
	stamp := date.UTC().Format(layout)
	for _, match := range made {
		if copy(match[1], stamp) != len(match[1]) || len(stamp) != len(match[1]) {
			return errors.New("the dates of the file are not in Chromium's form")
		}
	}
	nodes := nodePattern.FindAllSubmatch(file, -1)
	var order [][]byte
	for _, match := range nodes {
		order = append(order, bytes.Clone(match[1]))
	}
	slices.SortFunc(order, bytes.Compare)
	order = slices.CompactFunc(order, bytes.Equal)
	for _, match := range nodes {
		i, _ := slices.BinarySearchFunc(order, match[1], bytes.Compare)
		copy(match[1], fmt.Sprintf("%08d", i+1))
	}
	return nil
}
