package pdf

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/bidi"
	"golang.org/x/text/unicode/norm"
)

// MostPassword is how many bytes of a password readers look at (ISO 32000-2, 7.6.4.3.3).
const MostPassword = 127

// PreparePassword returns a password as readers prepare what is typed before they try
// it: by SASLprep (RFC 4013), which makes one of ａ, ｱ or ① and their common forms. It
// reports whether that is possible.
func PreparePassword(typed string) (string, bool) {
	prepared := norm.NFKC.String(strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Zs, r):
			return ' '
		case slices.Contains([]rune{0xad, 0x34f, 0x1806, 0x200b, 0x200c, 0x200d, 0x2060, 0xfeff}, r), r >= 0x180b && r <= 0x180d, r >= 0xfe00 && r <= 0xfe0f:
			return -1
		}
		return r
	}, typed))
	unfit := func(r rune) bool {
		return !unicode.IsGraphic(r) || r == 0xfffc || r == 0xfffd || r >= 0x2ff0 && r <= 0x2ffb
	}
	return prepared, !strings.ContainsFunc(prepared, unfit) && oneDirection(prepared)
}

// oneDirection reports whether a text with letters that run from right to left has none
// of the others, and begins and ends with such.
func oneDirection(text string) bool {
	var left, right bool
	var classes []bidi.Class
	for _, r := range text {
		p, _ := bidi.LookupRune(r)
		class := p.Class()
		left = left || class == bidi.L
		right = right || class == bidi.R || class == bidi.AL
		classes = append(classes, class)
	}
	strong := func(c bidi.Class) bool { return c == bidi.R || c == bidi.AL }
	return !right || !left && strong(classes[0]) && strong(classes[len(classes)-1])
}

var (
	userEntry  = regexp.MustCompile(`/U ?<([0-9a-fA-F]{96})>`)
	ownerEntry = regexp.MustCompile(`/O ?<([0-9a-fA-F]{96})>`)
)

// opens reports whether an encrypted file opens for readers that prepare what is typed,
// and for those that take it as it is.
func opens(file []byte, typed string) bool {
	entry := func(of *regexp.Regexp) []byte {
		m := of.FindSubmatch(file)
		if m == nil {
			return nil
		}
		out, _ := hex.DecodeString(string(m[1])) // of which the expression has made sure
		return out
	}
	prepared, ok := PreparePassword(typed)
	user, owner := entry(userEntry), entry(ownerEntry)
	return ok && user != nil && owner != nil &&
		bytes.Equal(user[:32], hashed(cut(prepared), user[32:40], nil)) &&
		bytes.Equal(owner[:32], hashed(cut(typed), owner[32:40], user))
}

// cut returns what readers look at of a password.
func cut(password string) []byte { return []byte(password[:min(len(password), MostPassword)]) }

// hashed returns the hash of a password that a file of revision 6 holds (ISO 32000-2,
// algorithm 2.B). That of the owner is bound to the user's entry.
func hashed(password, salt, user []byte) []byte {
	first := sha256.Sum256(slices.Concat(password, salt, user))
	sum := first[:]
	for round := 1; ; round++ {
		text := bytes.Repeat(slices.Concat(password, sum, user), 64)
		block, err := aes.NewCipher(sum[:16])
		if err != nil {
			panic(err) // a key of 16 bytes is one
		}
		cipher.NewCBCEncrypter(block, sum[16:32]).CryptBlocks(text, text)
		rest := 0
		for _, b := range text[:16] {
			rest += int(b)
		}
		switch rest % 3 {
		case 0:
			next := sha256.Sum256(text)
			sum = next[:]
		case 1:
			next := sha512.Sum384(text)
			sum = next[:]
		default:
			next := sha512.Sum512(text)
			sum = next[:]
		}
		if round >= 64 && int(text[len(text)-1]) <= round-32 {
			return sum[:32]
		}
	}
}
