package check

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// Between a name, the sign and the value stands what Markdown and people put there:
// emphasis, code, quotation marks, full-width spaces, a remark in brackets.
const (
	closing = "[*_\"'`]*"
	remark  = `(?:` + gap + `[（(【][^（）()【】]*[）)】])?`
	gap     = `[\s\x{3000}]*`
	opening = "[\\s\\x{3000}*_\"'`「『]*"
)

// An assignment names a secret and gives it: password: hunter2, パスワードは「…」. Its
// groups are the sign and the value.
var assignment = regexp.MustCompile(`(?i)(?:passwords?|passwd|pwd|passphrase|passcode|secrets?|(?:api|access|secret|recovery)[ _-]?key|(?:access|auth|api)?[ _-]?token|client[ _-]?secret|PIN(?:[ -]?code)?|パスワード|パスコード|パスフレーズ|暗証番号|合言葉|秘密鍵|復旧キー|リカバリーキー|APIキー|トークン)` +
	closing + remark + closing + gap + `([:=：＝→|]|(?:は|\bis\b)[、:：]?)` + opening + `([!-~]{4,})`)

var (
	digitsOnly = regexp.MustCompile(`^\d{4,12}$`)
	pin        = regexp.MustCompile(`(?i)PIN|暗証番号|パスコード|passcode`)
	hexHash    = regexp.MustCompile(`^[0-9a-f]{8}$`)
	standIn    = regexp.MustCompile(`(?i)^(?:x+|\*+|\.+|#+|\?+|•+|-+|_+|(?:(?:your|my|the|some|new|old|example|sample|dummy|test|change|me|here|value|redacted|secret|password|passwd|token|key|api|access|client|none|null|true|false)[-_]?)+\d{0,3})$`)
	product    = regexp.MustCompile(`(?i)^(?:1password\d?|keepass(?:xc|2)|(?:microsoft|office|ms|m|o)-?365|(?:windows|ios|ipados|macos|android|iphone|office|exchange)-?\d{1,2}(?:\.\d+)*|(?:office|exchange|sharepoint|server)-?20\d\d|oauth-?2(?:\.0)?|fido2|auth0|(?:hmac-?)?sha-?\d{3}|aes-?\d{3}|base-?(?:32|64)|argon2(?:id)?|pbkdf2|ed25519|x\.?509)(?:['/:>(].*)?$`)
	call       = regexp.MustCompile(`^\w+\([\d,]*\)?$`) // varchar(100), in a description of data
	references = []string{"vault:", "op://", "bw:", "keeper:", "envelope:", "safe:", "http://", "https://", "link:", "item:"}
)

// kept follows the word for where a password is, not for the password itself:
// パスワードは KeePass2 に保管します, KB-1234 の手順で変えます.
var kept = regexp.MustCompile("^[*_\"'`」』]*" + gap + `(?:の[^まも]|に(?:保管|保存|記録|記載|入れ|入って|書いて|書かれ|ある|あり|置|控え)|で(?:管理|発行|生成|取得|確認|変え|変更|リセット|再))`)

// place is how a cell names where to look, and what is wanted: KB-1234, Bitwarden:IT-07,
// 8-digits. In a sentence the words around it tell.
var place = regexp.MustCompile("^[*_`]*(?:[A-Za-z]{2,}[:-](?:[A-Za-z]{2,}-?)?\\d{1,5}|\\d{1,2}-[a-z]+)[*_`]*$")

// names are parts of the words that an assignment begins with, by their first bytes.
var names = func() (list [256][]string) {
	for _, name := range []string{"pass", "pwd", "secret", "key", "token", "pin", "パス", "暗証", "合言葉", "秘密鍵", "復旧", "リカバリー", "キー", "トークン"} {
		list[name[0]] = append(list[name[0]], name)
	}
	return list
}()

// named reports whether a line can hold an assignment, which spares most lines the
// expression.
func named(line string) bool {
	for i := range len(line) {
		if signs[line[i]] {
			if n := signAt(line[i:]); n > 0 && given(line[i+n:]) && namedIn(line[:i]) {
				return strings.ContainsAny(line, "0123456789!@#$%^&")
			}
		}
	}
	return false
}

// signs are the bytes with which a sign or word begins that stands between a name and
// what it names.
var signs = [256]bool{':': true, '=': true, '|': true, 'i': true, 'I': true, 0xe2: true, 0xe3: true, 0xef: true}

// signAt returns the length of such a sign or word at the beginning of a text, or 0.
func signAt(s string) int {
	switch s[0] {
	case ':', '=', '|':
		return 1
	case 'i', 'I':
		if len(s) > 1 && s[1]|0x20 == 's' {
			return len("is")
		}
	default:
		if len(s) < len("は") {
			return 0
		}
		switch s[:len("は")] {
		case "→", "は", "：", "＝":
			return len("は")
		}
	}
	return 0
}

// given reports whether a text begins with what a name may be given.
func given(s string) bool {
	switch {
	case strings.HasPrefix(s, ":"):
		s = s[len(":"):]
	case strings.HasPrefix(s, "、"), strings.HasPrefix(s, "："):
		s = s[len("："):]
	}
	for s != "" && ornament[s[0]] {
		switch {
		case s[0] < utf8.RuneSelf:
			s = s[1:]
		case strings.HasPrefix(s, "\u3000"), strings.HasPrefix(s, "「"), strings.HasPrefix(s, "『"):
			s = s[len("\u3000"):]
		default:
			return false
		}
	}
	for i := range 4 {
		if i == len(s) || s[i] < '!' || s[i] > '~' {
			return false
		}
	}
	return true
}

// ornament are the bytes with which what stands around a name or a value begins.
var ornament = [256]bool{'\t': true, '\n': true, '\f': true, '\r': true, ' ': true, '*': true, '_': true, '"': true, '\'': true, '`': true, 0xe3: true}

// namedIn reports whether a text may end in the name of a secret.
func namedIn(s string) bool {
	const longest = 32
	s = bare(s)
	for _, bracket := range []string{"）", ")", "】"} {
		if inside, ok := strings.CutSuffix(s, bracket); ok {
			s = bare(inside[:max(strings.LastIndexAny(inside, "（）()【】"), 0)])
			break
		}
	}
	s = s[max(len(s)-longest, 0):]
	if strings.Contains(s, "\u212a") { // a sign that is a k to the expression
		s = strings.ToLower(s)
	}
	for i := range len(s) {
		c := s[i]
		if c < utf8.RuneSelf {
			c |= 0x20
		}
		for _, name := range names[c] {
			if len(s)-i >= len(name) && strings.EqualFold(s[i:i+len(name)], name) {
				return true
			}
		}
	}
	return false
}

// bare returns a text without what may stand after a name.
func bare(s string) string {
	for s != "" {
		last := s[len(s)-1]
		switch {
		case last < utf8.RuneSelf && ornament[last]:
			s = s[:len(s)-1]
		case strings.HasSuffix(s, "\u3000"):
			s = s[:len(s)-len("\u3000")]
		default:
			return s
		}
	}
	return s
}

// assigned returns the offset of what an assignment gives, or -1.
func assigned(line string) int {
	row := strings.HasPrefix(strings.TrimLeft(line, " "), "|")
	for _, m := range assignment.FindAllStringSubmatchIndex(line, -1) {
		value := line[m[4]:m[5]]
		if line[m[2]] == '|' { // in a table, all of the next cell
			cell, _, _ := strings.Cut(line[m[4]:], "|")
			if !row || strings.ContainsRune(strings.TrimSpace(cell), ' ') {
				continue
			}
			if value, _, _ = strings.Cut(value, "|"); place.MatchString(value) {
				continue
			}
		}
		value = strings.TrimRight(value, "\"'`*_|,;.)}]")
		if !strings.ContainsAny(value, "!#$%&?@^~") && kept.MatchString(line[m[5]:]) {
			continue
		}
		if looksSecret(value, pin.MatchString(line[m[0]:m[4]])) {
			return m[4]
		}
	}
	return -1
}

// looksSecret reports whether what is assigned to a secret's name is one: it mixes
// kinds of characters as no plain word does, and stands for nothing else.
func looksSecret(value string, pin bool) bool {
	if pin && digitsOnly.MatchString(value) && !uniform(value) {
		return true
	}
	if len(value) < 6 || strings.ContainsRune("{[<$*&(%|:=", rune(value[0])) ||
		hexHash.MatchString(value) || standIn.MatchString(value) || product.MatchString(value) || call.MatchString(value) || uniform(value) {
		return false
	}
	for _, r := range references {
		if strings.HasPrefix(value, r) {
			return false
		}
	}
	lower, upper, digit := classes(value)
	return lower+upper > 0 && digit > 0 || strings.ContainsAny(strings.TrimPrefix(value, "#"), "!@#%^&") // #123456 is a number
}
