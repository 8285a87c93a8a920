package view

import (
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"
)

var (
	// trunk is the zero behind a country's code that is dialled only within the country.
	trunk = regexp.MustCompile(`(\+\d{1,3})[-. ]?\(0\)[-. ]?|(\+81)[-. ]?0`)
	// number is one telephone number, between the parts of which one mark stands, or
	// spaces; its group is what follows the country's code.
	number = longest(`^(?:\+\d{1,3}[-. ]?)?((?:\(\d{1,5}\)[- ]?)?(?:\d+(?:-\d+)*|\d+(?:\.\d+)*|\d+(?: \d{2,4})* \d{3,4}|\d{1,2}(?: \d\d){4}|\d+\(\d+\)-?\d+))`)
	// service is a number that telephone companies and exchanges keep, such as #9110.
	service = regexp.MustCompile(`^[*#]\d{2,6}#?$`)
	// extension is dialled only when somebody has answered; it may not be known yet.
	extension = regexp.MustCompile(`(?i)^ ?[,、;]? ?[([]? ?(?:内線(?:番号)?|ext(?:ension|n)?\b\.?|x|#) ?:? ?(?:\d+|_+ ?\([^()]*\))?(?: ?[)\]])?`)
	// another is said by words before a number with which it is not the one to call.
	another = regexp.MustCompile(`(?i)内線|\bext|fax|ファ(?:ッ)?クス|[_*#]`)
	// joined is what makes a number another one, or the first of several.
	joined = regexp.MustCompile(`^(?: ?[-~〜・/+*#]|[.:]?\d|[A-Za-z])`)
	// aside is what stands apart from a number before it.
	aside = regexp.MustCompile(`^(?:$| ?[(\[,、;])`)
	// numeral is a number in a remark; unit follows one of three digits that is no part of
	// a telephone number.
	numeral = regexp.MustCompile(`\d+`)
	unit    = regexp.MustCompile(`^ ?(?:日|days)`)
)

func longest(expression string) *regexp.Regexp {
	re := regexp.MustCompile(expression)
	re.Longest()
	return re
}

var dashes = strings.NewReplacer("‐", "-", "–", "-", "—", "-", "―", "-", "−", "-", "ー", "-", "\u3000", " ")

// telURL returns the URL that dials what an author wrote as a telephone number. Where
// it is not plain that this is one number there is none: better no link than one that
// dials a wrong number in an emergency.
func telURL(tel string) string {
	text := trunk.ReplaceAllString(dashes.Replace(norm.NFKC.String(strings.TrimSpace(tel))), "$1$2-")
	if service.MatchString(text) {
		return "tel:" + strings.ReplaceAll(text, "#", "%23")
	}
	at := strings.IndexAny(text, "0123456789+")
	if at < 0 {
		return ""
	}
	if at > 0 && text[at-1] == '(' {
		at--
	}
	m := number.FindStringSubmatchIndex(text[at:])
	if m == nil || another.MatchString(text[:at]) {
		return ""
	}
	said, rest := text[at:at+m[1]], text[at+m[1]:]
	if e := extension.FindString(rest); e != "" {
		rest = " " + rest[len(e):]
	}
	dialled := strings.Map(func(r rune) rune {
		if strings.ContainsRune("0123456789+-", r) {
			return r
		}
		return -1
	}, said)
	if !complete(dialled, said[m[2]:m[3]], rest) || joined.MatchString(rest) || another.MatchString(rest) || severalIn(rest) {
		return ""
	}
	return "tel:" + dialled
}

// complete reports whether a number is as long as one, and does not run into what
// stands behind it.
func complete(dialled, local, rest string) bool {
	digits := len(strings.NewReplacer("+", "", "-", "").Replace(dialled))
	apart := aside.MatchString(strings.TrimRight(rest, " "))
	switch {
	case strings.Contains(local, " ") && !strings.HasPrefix(local, "(") && (!apart || digits < 7):
		return false // 03 1234 5678 24 hours, 110 119
	case dialled[0] == '+':
		return digits >= 8 && digits <= 15
	case dialled[0] == '0':
		return digits >= 9 && digits <= 11
	case digits < 7: // 110, or an extension alone
		first, _, _ := strings.Cut(dialled, "-")
		return len(first) >= 3 && apart
	}
	return digits <= 11
}

// severalIn reports whether a remark may hold another number: more than hours.
func severalIn(remark string) bool {
	for _, m := range numeral.FindAllStringIndex(remark, -1) {
		if n := m[1] - m[0]; n > 3 || n == 3 && !unit.MatchString(remark[m[1]:]) {
			return true
		}
	}
	return false
}
