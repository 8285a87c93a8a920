package pdf

import (
	"bytes"
	"fmt"
	"strconv"
)

// An instruction is one operator of a page's content with its operands.
type instruction struct {
	operator   string
	start, end int // in the content; start is that of the first operand
	operands   []byte
}

// instructions splits the content of a page (ISO 32000-1, 7.8.2).
func instructions(content []byte) ([]instruction, error) {
	var list []instruction
	start := -1
	for i := 0; i < len(content); {
		c := content[i]
		if isSpace(c) {
			i++
			continue
		}
		if start < 0 {
			start = i
		}
		next, word, err := token(content, i)
		if err != nil {
			return nil, err
		}
		if word {
			operator := string(content[i:next])
			if operator == "BI" {
				return nil, fmt.Errorf("a picture within the content at %d, which Chromium does not write", i)
			}
			list = append(list, instruction{operator, start, next, content[start:i]})
			start = -1
		}
		i = next
	}
	return list, nil
}

// token returns where the token at i ends, and whether it is an operator.
func token(content []byte, i int) (next int, word bool, err error) {
	cut := fmt.Errorf("the content of a page is cut off at %d", i)
	switch c := content[i]; {
	case c == '(':
		depth := 0
		for ; i < len(content); i++ {
			switch content[i] {
			case '\\':
				i++
			case '(':
				depth++
			case ')':
				if depth--; depth == 0 {
					return i + 1, false, nil
				}
			}
		}
		return 0, false, cut
	case c == '<' && i+1 < len(content) && content[i+1] != '<':
		end := bytes.IndexByte(content[i:], '>')
		if end < 0 {
			return 0, false, cut
		}
		return i + end + 1, false, nil
	case c == '<' || c == '>':
		return min(i+2, len(content)), false, nil
	case c == '[' || c == ']' || c == '{' || c == '}':
		return i + 1, false, nil
	case c == '%':
		for i < len(content) && content[i] != '\n' && content[i] != '\r' {
			i++
		}
		return i, false, nil
	}
	first := i
	for i++; i < len(content) && !isSpace(content[i]) && bytes.IndexByte([]byte("()<>[]{}/%"), content[i]) < 0; i++ {
	}
	c := content[first]
	number := c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.'
	value := string(content[first:i])
	return i, c != '/' && !number && value != "true" && value != "false" && value != "null", nil
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

// markedID returns the number of marked content, MCID, in the operands of BDC.
func markedID(operands []byte) (int, bool) {
	_, rest, ok := bytes.Cut(operands, []byte("/MCID"))
	if !ok {
		return 0, false
	}
	rest = bytes.TrimLeft(rest, " \n")
	end := 0
	for end < len(rest) && rest[end] >= '0' && rest[end] <= '9' {
		end++
	}
	id, err := strconv.Atoi(string(rest[:end]))
	return id, err == nil
}

// painted says for each marked content, by MCID, whether it shows text or a
// picture, rather than only lines and areas.
func painted(list []instruction) map[int]bool {
	shown := map[int]bool{}
	var open []int // MCIDs; -1: marked otherwise
	for _, in := range list {
		switch in.operator {
		case "BMC":
			open = append(open, -1)
		case "BDC":
			id, ok := markedID(in.operands)
			if !ok {
				id = -1
			} else if !shown[id] {
				shown[id] = false
			}
			open = append(open, id)
		case "EMC":
			open = open[:max(0, len(open)-1)]
		case "Tj", "TJ", "'", "\"", "Do":
			for _, id := range open {
				if id >= 0 {
					shown[id] = true
				}
			}
		}
	}
	return shown
}

// Names of marked content that is no part of what the document says: running
// heads and page numbers, and lines and areas.
const (
	running = "/Artifact <</Type /Pagination>> BDC"
	drawing = "/Artifact <</Type /Layout>> BDC"
)

// markArtifacts returns the content with everything marked: loose text by its
// number; all else that is outside the structure, and what is only drawn, as
// artifacts.
func markArtifacts(c *pageContent) []byte {
	content, list, loose := c.bytes, c.list, c.loose
	var out bytes.Buffer
	at := 0 // what is copied
	open := false
	copyTo := func(end int) {
		out.Write(content[at:end])
		at = end
	}
	begin := func(start int, mark string) {
		if !open {
			copyTo(start)
			out.WriteString(mark + "\n")
			open = true
		}
	}
	finish := func(end int) {
		copyTo(end)
		out.WriteString("\nEMC")
		open = false
	}
	var marked []bool // whether what is open is accounted for
	covered := func() bool { return len(marked) > 0 && marked[len(marked)-1] }
	for i, in := range list {
		switch in.operator {
		case "BMC", "BDC":
			id, ok := markedID(in.operands)
			if ok && c.drawn[id] {
				copyTo(in.start)
				out.WriteString(drawing)
				at = in.end
			}
			marked = append(marked, ok || covered() || bytes.HasPrefix(in.operands, []byte("/Artifact")))
		case "EMC":
			marked = marked[:max(0, len(marked)-1)]
		case "BT":
			if len(loose) > 0 && loose[0].begin == i {
				begin(in.start, fmt.Sprintf("/Span <</MCID %d>> BDC", loose[0].marked))
				loose = loose[1:]
			} else if !covered() && !taggedText(list[i:]) {
				begin(in.start, running)
			}
		case "ET":
			if open {
				finish(in.end)
			}
		case "m", "re":
			if !covered() && paints(list[i:]) {
				begin(in.start, drawing)
			}
		case "f", "F", "f*", "S", "s", "B", "B*", "b", "b*":
			if open {
				finish(in.end)
			}
		case "Do", "sh", "Tj", "TJ":
			if !covered() && !open && !c.forms[string(bytes.Trim(in.operands, "/ \n"))] {
				begin(in.start, drawing)
				finish(in.end)
			}
		}
	}
	copyTo(len(content))
	return out.Bytes()
}

// taggedText reports whether the text object at the head of list holds content
// of the structure.
func taggedText(list []instruction) bool {
	for _, in := range list {
		switch in.operator {
		case "ET":
			return false
		case "BDC":
			if _, ok := markedID(in.operands); ok {
				return true
			}
		}
	}
	return false
}

// paints reports whether the path at the head of list is painted, rather than
// only a clip.
func paints(list []instruction) bool {
	for _, in := range list {
		switch in.operator {
		case "n", "q", "Q", "BT", "BDC", "BMC", "EMC":
			return false
		case "f", "F", "f*", "S", "s", "B", "B*", "b", "b*":
			return true
		}
	}
	return false
}
