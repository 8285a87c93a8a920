package pdf

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"strconv"
)

// The second id of a file stands for every byte before its table of objects. Whoever
// saves a file anew, with what was filled in, writes other bytes: so a file says by
// itself whether it is as it was made.

var (
	ending = regexp.MustCompile(`startxref\s+(\d+)\s+%%EOF\s*$`)
	ids    = regexp.MustCompile(`/ID ?\[<[0-9a-fA-F]{32}> ?<([0-9a-fA-F]{32})>\]`)
)

// idOf returns the id of a file that has these bytes before its table.
func idOf(before []byte) string {
	sum := sha256.Sum256(before)
	return hex.EncodeToString(sum[:16])
}

// secondID returns what stands before a file's table, and its second id.
func secondID(file []byte) (before, id []byte) {
	const longest = 100 // of such an ending
	m := ending.FindSubmatch(file[max(0, len(file)-longest):])
	if m == nil {
		return nil, nil
	}
	start, err := strconv.Atoi(string(m[1]))
	if err != nil || start > len(file) {
		return nil, nil
	}
	at := ids.FindSubmatchIndex(file[start:])
	if at == nil {
		return nil, nil
	}
	return file[:start], file[start+at[2] : start+at[3]]
}

// AsMade reports whether a file is as Print or Encrypt has made it, or another run of
// theirs: whether nobody would lose by its loss what they have filled in.
func AsMade(file []byte) bool {
	before, id := secondID(file)
	return id != nil && string(bytes.ToLower(id)) == idOf(before)
}

// seal gives a file its second id.
func seal(file []byte) error {
	before, id := secondID(file)
	if id == nil {
		return fmt.Errorf("sealing the PDF: it ends in an unknown way")
	}
	copy(id, idOf(before))
	return nil
}
