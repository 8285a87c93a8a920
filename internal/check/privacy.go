package check

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"hikitsugi/internal/diag"
	"hikitsugi/internal/source"
)

var (
	// Japanese numbers have ten or eleven digits and begin with 0, or with +81.
	telephone = regexp.MustCompile(`(?:^|[^\d-])((?:0\d{1,4}[-(）)（ ]{1,2}\d{1,4}[-)） ]\d{3,4}|0\d{1,4}\.\d{1,4}\.\d{4}|0[5789]0\d{8}|0120\d{6}|\+\d{1,3}[- ](?:\(0\)[- ]?)?\d{1,4}[- ]\d{1,4}[- ]\d{3,4}|\+\d{10,13}|tel:\d{9,13}))(?:$|[^\da-f-])`)
	// The last part of a host is letters: axe-core@4.10.2 is a version of something.
	address = regexp.MustCompile(`[A-Za-z0-9._%+-]+@(?:[A-Za-z0-9-]+\.)+(?:[A-Za-z]{2,}|[Xx][Nn]--[A-Za-z0-9-]+)\b`)
	// What examples are written with (RFC 2606, and JPRS's names), and what Git logs in as.
	nobodys = regexp.MustCompile(`(?i)^git@|[@.]example\.(?:com|net|org|jp|co\.jp)$`)
	// What stands before a user and a host in an address: https://key@host is no mail.
	beforeHost = regexp.MustCompile(`(?i)\b(?:https?|ssh|ftps?)://$`)
)

// Privacy reports what must not stand in a page that everybody can read: telephone
// numbers, and e-mail addresses but those of the site's own host. own is the
// site's address for feedback. A line is excused as for [Lint].
func Privacy(f *source.File, own string) diag.List {
	var list diag.List
	_, host, _ := strings.Cut(own, "@")
	text := string(f.Data())
	e := newExcuser(f, text)
	for line := range strings.Lines(text) {
		line = strings.TrimPrefix(line, "\ufeff")
		e.read(line)
		if e.yaml && !e.text && strings.HasPrefix(strings.TrimLeft(line, " "), "#") {
			continue // a comment, which nothing shows
		}
		folded := fold(line)
		dials, mails := mayDial(folded), strings.Contains(folded, "@")
		if !dials && !mails {
			continue
		}
		counted, col := 0, 1 // a line may be as long as the file
		pos := func(offset int) diag.Pos {
			if offset < counted {
				counted, col = 0, 1
			}
			col += utf8.RuneCountInString(folded[counted:offset])
			counted = offset
			return diag.Pos{File: f.Path, Line: e.number, Col: col}
		}
		var addresses [][]int // of other sites, in which a number is theirs
		if dials && !e.page {
			addresses = webAddress.FindAllStringIndex(folded, -1)
		}
		for _, m := range found(dials, telephone, folded) {
			if slices.ContainsFunc(addresses, func(a []int) bool { return a[0] <= m[2] && m[3] <= a[1] }) {
				continue
			}
			_, _, digits := classes(folded[m[2]:m[3]])
			if e.excused("PHONE") || digits < 9 || digits > 13 || folded[m[2]] == '0' && digits < 10 || partOfVersion(folded, m[2], m[3]) {
				continue
			}
			instead := diag.Text{JA: "組織の contacts に書き、本文からは [文字](contact:id) で参照してください。", EN: "Put it into an organisation's contacts and refer to it as [text](contact:id)."}
			if !e.page {
				instead = diag.Text{JA: "消して、組織の contacts に書いてください。", EN: "Take it out, and put it into an organisation's contacts."}
			}
			list.Add(pos(m[2]), diag.PHONE,
				diag.Text{JA: "公開するページに電話番号があります", EN: "there is a telephone number in a public page"},
				diag.Text{JA: instead.JA + "公開してよい番号なら、" + e.place().JA + "に「" + e.comment("PHONE", "理由") + "」を書きます。", EN: instead.EN + " A number that may be public is excused by “" + e.comment("PHONE", "reason") + "” " + e.place().EN + "."})
		}
		for _, m := range found(mails, address, folded) {
			mail := folded[m[0]:m[1]]
			if e.excused("MAIL") || nobodys.MatchString(mail) || beforeHost.MatchString(folded[max(0, m[0]-len("https://")):m[0]]) || host != "" && strings.HasSuffix(strings.ToLower(mail), "@"+strings.ToLower(host)) {
				continue
			}
			list.Add(pos(m[0]), diag.MAIL,
				diag.Text{JA: "公開するページに、このサイトのものではないメールアドレスがあります", EN: "there is an e-mail address in a public page that is not the site's own"},
				diag.Text{JA: "公開してよいか確かめてください。よければ、" + e.place().JA + "に「" + e.comment("MAIL", "理由") + "」を書きます。", EN: "See whether it may be public; if so, excuse it by “" + e.comment("MAIL", "reason") + "” " + e.place().EN + "."})
		}
	}
	return list
}

// found returns where an expression, which may match, does. The end of its last group is
// where the next may begin: what stands right behind a number stands before another.
func found(may bool, re *regexp.Regexp, line string) (list [][]int) {
	for at := 0; may; {
		m := re.FindStringSubmatchIndex(line[at:])
		if m == nil {
			break
		}
		for i := range m {
			m[i] += at
		}
		list, at = append(list, m), m[len(m)-1]
	}
	return list
}

// partOfVersion reports whether a number with points, 03.1234.5678, goes on before or
// behind: 1.03.1234.5678 and v03.1234.5678 are dialled by nobody.
func partOfVersion(line string, at, end int) bool {
	if !strings.Contains(line[at:end], ".") {
		return false
	}
	before, after := byte(' '), line[end:]
	if at > 0 {
		before = line[at-1] | 0x20
	}
	return before == '.' || before == 'v' || len(after) > 1 && after[0] == '.' && isDigit(after[1])
}

// fold makes what is written in full width plain, as far as numbers and addresses have
// it, and all dashes that a number may be written with: 03ー1234–5678. Each character
// stays one.
func fold(line string) string {
	if !folds(line) {
		return line
	}
	last := rune(0)
	return strings.Map(func(r rune) rune {
		switch {
		case r == '－' || r == '‐' || r == '‑' || isDash(r) && last >= '0' && last <= '9':
			r = '-'
		case isWide(r):
			r -= 'Ａ' - 'A'
		}
		last = r
		return r
	}, line)
}

// isWide reports whether a character is a digit, a letter or a mark of an address or a
// number, in full width.
func isWide(r rune) bool {
	return r >= '０' && r <= '９' || r >= 'Ａ' && r <= 'Ｚ' || r >= 'ａ' && r <= 'ｚ' || r == '＠' || r == '．' || r == '＋' || r == '＿'
}

// isDash reports whether a character is a dash between digits only: elsewhere it makes
// a vowel long, or a pause.
func isDash(r rune) bool {
	return r >= '\u2012' && r <= '\u2015' || r == '−' || r == 'ー' || r == 'ｰ'
}

// folds reports whether fold may change a line, which most Japanese ones with other
// full-width marks are not.
func folds(line string) bool {
	for i := 0; i+2 < len(line); i++ {
		if line[i] != 0xef && line[i] != 0xe2 && line[i] != 0xe3 {
			continue
		}
		switch r, _ := utf8.DecodeRuneInString(line[i:]); {
		case r == '－' || r == '‐' || r == '‑' || isWide(r):
			return true
		case i > 0 && isDigit(line[i-1]) && isDash(r):
			return true
		}
	}
	return false
}

// dialled are the bytes with which a telephone number begins, or what names one ends.
var dialled = [256]bool{'0': true, '+': true, ':': true}

// mayDial reports whether a telephone number can begin in a line, which spares most
// lines the expression.
func mayDial(line string) bool {
	for i := range len(line) {
		if !dialled[line[i]] {
			continue
		}
		switch line[i] {
		case '0':
			if i > 0 && (line[i-1] == '-' || isDigit(line[i-1])) {
				continue
			}
			n := 1
			for i+n < len(line) && isDigit(line[i+n]) {
				n++
			}
			if n >= 10 {
				return true
			}
			part := strings.TrimLeft(line[i+n:], "-.() （）") // after the area code
			if n >= 2 && n <= 5 && len(part) < len(line)-i-n && part != "" && isDigit(part[0]) {
				return true
			}
		case '+':
			if i+1 < len(line) && isDigit(line[i+1]) {
				return true
			}
		case ':':
			if strings.HasSuffix(line[:i], "tel") && i+1 < len(line) && isDigit(line[i+1]) {
				return true
			}
		}
	}
	return false
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
