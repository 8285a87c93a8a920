package adopt

import (
	"strings"

	"hikitsugi/internal/pattern"
)

var (
	highlight  = pattern.Of(`^([ \t]*)(?:\{%-?|\{\{[<%])[ \t]*highlight[ \t]+"?([^\s">%}]+)[^>%}]*[>%]\}\}?[ \t]*$`)
	highlightX = pattern.Of(`^[ \t]*(?:\{%-?[ \t]*endhighlight[ \t]*-?%\}|\{\{[<%][ \t]*/[ \t]*highlight[ \t]*[>%]\}\})[ \t]*$`)
	generated  = pattern.Of(`^[ \t]*(?:\{\*.*\*\}|\{!.*!\}|-{1,2}8<-{1,2}.*|;-{2,}8<-{2,}.*|<<<[ \t]*@?[./].*)[ \t]*$`)
)

var (
	onlyBreaks   = pattern.Of(`^[ \t]*(?:<br[ \t]*/?>[ \t]*)+$`)
	command      = pattern.Of(`(?:^|[\s*>-])(?:\$(?:lsx|refs?|refs?img|gallery|img)|#(?:image|ref|attach|thumbnail|contents|ls2?|rev)|&(?:color|ref|size|thumbnail))\(`) // of GROWI, Backlog or PukiWiki
	abbreviation = pattern.Of(`^[ \t]{0,3}\*\[[^\]]+\]:[ \t]*\S`)
	sized        = pattern.Of(`(!\[[^\]]*\]\([^()\s]+)[ \t]+=[\dW]*x[\dH]*\)`)          // a picture of Zenn, HackMD or DocBase
	card         = pattern.Of(`@\[(?:card|tweet|gist|github)\]\((https?://[^()\s]+)\)`) // a link of Zenn
)

// A container is a note or a tab that is open.
type container struct {
	closed *pattern.Pattern // by a line of this form; nil: by a smaller indent
	body   int              // columns that stand before its text in the file
	prefix string           // what stands there in ours
	kept   bool             // it means nothing here: the lines that open and close it stay text
}

// deepest is how many notes may stand in one another.
const deepest = 8

// A line of a page, and whether it is code.
type line struct {
	text string
	code bool
}

// A page's lines on their way.
type blocks struct {
	out  []line
	open []container
}

// inner is the container in which the next line stands.
func (b *blocks) inner() container {
	if len(b.open) == 0 {
		return container{}
	}
	return b.open[len(b.open)-1]
}

func (b *blocks) put(text string, code bool) {
	in := b.inner()
	text = unindent(text, in.body)
	if said := strings.TrimLeft(text, " \t"); !code && len(b.open) > 0 {
		text = strings.Repeat(" ", columns(text)) + said // a tab leads elsewhere behind a mark
	}
	if text == "" {
		in.prefix = strings.TrimRight(in.prefix, " ")
	}
	b.out = append(b.out, line{in.prefix + text, code})
}

// begin opens a container by a line, of which it keeps what is to be said, and puts the
// mark before it and all that stands in it.
func (b *blocks) begin(by string, closed *pattern.Pattern, mark, said string) {
	in := b.inner()
	indent := max(columns(by), in.body)
	c := container{closed: closed, body: indent, prefix: in.prefix + strings.Repeat(" ", indent-in.body) + mark}
	if closed == nil {
		c.body += 4
	}
	b.open = append(b.open, c)
	b.put(said, false)
}

func (b *blocks) end() { b.open = b.open[:len(b.open)-1] }

// dedent ends what the line is not indented enough to stand in.
func (b *blocks) dedent(text string) {
	for len(b.open) > 0 && b.inner().closed == nil && strings.TrimSpace(text) != "" && columns(text) < b.inner().body {
		b.end()
		if last := &b.out[len(b.out)-1]; strings.Trim(last.text, " >") == "" {
			last.text = strings.TrimRight(b.inner().prefix, " ")
		}
	}
}

// indented reports whether indents mean something else than code here.
func (b *blocks) indented() bool {
	for _, c := range b.open {
		if c.closed == nil {
			return true
		}
	}
	return false
}

// blocks converts what takes whole lines: notes become those of ours. Every line stays
// one line, so that places stay what they are.
func (r *reading) blocks(p *page) []line {
	var b blocks
	var fences fencing
	highlit := false // in code of Jekyll or Hugo
	code := r.indentedCode(p, p.text)
	lines := strings.Split(p.text, "\n")
	for at := 0; at < len(lines); at++ {
		text := lines[at]
		if fences.mark == "" && !highlit {
			b.dedent(text)
		}
		switch {
		case highlit:
			if highlit = !highlightX.MatchString(text); !highlit {
				text = strings.Replace(text, strings.TrimSpace(text), "```", 1)
			}
			b.put(text, true)
			continue
		case code[at] && !b.indented():
			b.put(text, true)
			continue
		}
		if outside := fences.mark == ""; fences.holds(text) {
			if outside {
				text = r.fenced(p, at+1, text)
			}
			b.put(text, true)
			continue
		}
		in := b.inner()
		closed := in.closed
		note, starts := noteStarts(text)
		deep := len(b.open) >= deepest
		switch {
		case highlight.MatchString(text):
			m := highlight.FindStringSubmatch(text)
			highlit = true
			b.put(m[1]+"```"+m[2], true)
		case closed != nil && closed.MatchString(text):
			if closed == shortEnd {
				if said := closed.FindStringSubmatch(text)[1]; strings.TrimSpace(said) != "" {
					b.put(said, false)
					b.end()
					break
				}
			}
			if b.end(); !in.kept {
				text = ""
			}
			b.put(text, false)
		case deep:
			b.put(text, false)
		case starts:
			b.begin(text, note.closed, "> ", note.title)
			if note.all {
				b.end()
			}
		case bareDiv.MatchString(text):
			b.open = append(b.open, container{closed: colonsEnd, body: in.body, prefix: in.prefix})
			b.put("", false)
		case unknownColons(text):
			b.open = append(b.open, container{closed: colonsEnd, body: in.body, prefix: in.prefix, kept: true})
			b.put(text, false)
		case attributeLine.MatchString(text):
			next := ""
			if at+1 < len(lines) {
				next = lines[at+1]
			}
			b.attributesOf(text, attributeLine.FindStringSubmatch(text)[1], next)
		case contents.MatchString(text), onlyBreaks.MatchString(text):
			b.put("", false)
		case abbreviation.MatchString(text):
			r.find(p, at+1, "略語の説明は文字のまま残しました。用語集（glossary.yaml）に移してください: %s", "an abbreviation, kept as text; move it to glossary.yaml: %s", excerpt(text))
			b.put(text, false)
		case tabLabel.MatchString(text):
			b.begin(text, nil, "", "**"+tabLabel.FindStringSubmatch(text)[1]+"**")
		case p.mdx && moduleLines(lines[at:]) > 0:
			r.find(p, at+1, "プログラムの行なので、コメントにしました: %s", "a line of program; kept as a comment: %s", excerpt(text))
			program := lines[at : at+moduleLines(lines[at:])]
			for text := range strings.SplitSeq("<!-- "+uncommented(strings.Join(program, "\n"))+" -->", "\n") {
				b.put(text, false)
			}
			at += len(program) - 1
		case generated.MatchString(text):
			b.put(strings.Replace(text, strings.TrimSpace(text), "`"+strings.TrimSpace(text)+"`", 1), true)
			r.find(p, at+1, "ほかのファイルを読み込む行です。その中身を貼り付けてください: %s", "this takes in another file; paste in what it holds: %s", excerpt(text))
		default:
			if command.MatchString(text) {
				r.find(p, at+1, "Wikiへの命令は文字のまま残しました。同じ内容に書き換えるか、消してください: %s", "a command to the wiki, kept as text; write what it shows, or remove it: %s", excerpt(text))
			}
			text = folded.ReplaceAllString(text, "$1")
			text = ofHeading.ReplaceAllString(text, "$1 {$2}")
			text = sized.ReplaceAllString(text, "$1)")
			text = r.attached(text)
			text = card.ReplaceAllString(text, "<$1>")
			b.put(r.entitle(itemized(text)), false)
		}
	}
	return b.out
}
