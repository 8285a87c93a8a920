package content

import (
	"regexp"
	"strconv"
	"strings"
)

// Numbers that English says in words where Japanese has digits: within ten days is
// 10日以内. They answer to a number of another language, and ask for none: where a text
// says ten or so, the other may well say several.
var inWords = regexp.MustCompile(`(?i)\b(?:(twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ](one|two|three|four|five|six|seven|eight|nine))?` +
	`|(ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|dozen|fortnight|decade|half an hour|half[- ]hour)s?` +
	`|(an?|one|two|three|four|five|six|seven|eight|nine)\s+(hundred|thousand|million|billion))\b`)

var words = map[string]int{
	"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
	"ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
	"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
	"a": 1, "an": 1, "hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9,
	"dozen": 12, "fortnight": 14, "decade": 10, "half an hour": 30, "half-hour": 30, "half hour": 30,
}

// wordsIn returns the keys of the numbers that a line says in words.
func wordsIn(line string) []string {
	var list []string
	for _, m := range inWords.FindAllStringSubmatch(line, -1) {
		of := func(group int) int { return words[strings.ToLower(m[group])] }
		n := of(1) + of(2) + of(3) + of(4)*of(5)
		list = append(list, "number "+strconv.Itoa(n))
	}
	return list
}
