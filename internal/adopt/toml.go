package adopt

import (
	"errors"
	"fmt"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"

	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
)

// readTOML returns what a block of TOML says.
func readTOML(block string) (values map[string]any, err error) {
	if err = toml.Unmarshal(withNumbers(block), &values); err == nil {
		return values, nil
	}
	wrong := &content.LooseError{Why: diag.Diag{
		What: diag.Text{JA: "TOMLとして読めません", EN: "this is not valid TOML"},
		Do:   diag.Text{JA: "引用符、括弧、「名前 = 値」の形、同じ名前の重なりを確かめてください。", EN: "Look at the quotation marks, the brackets, the form name = value, and whether a name stands there twice."},
	}}
	var at *toml.DecodeError
	if errors.As(err, &at) {
		wrong.Line, _ = at.Position()
	}
	return nil, wrong
}

// number begins a text that is a number of TOML.
const number = "\uE000"

// withNumbers makes texts of the numbers of a TOML table, so that they stay as they are
// written: 1.10, 0xFF, nan.
func withNumbers(block string) []byte {
	var p unstable.Parser
	p.Reset([]byte(block))
	var out []byte
	done := 0
	var walk func(n *unstable.Node)
	walk = func(n *unstable.Node) {
		if n.Kind == unstable.Integer || n.Kind == unstable.Float {
			at := p.Range(n.Data)
			out = fmt.Appendf(append(out, block[done:at.Offset]...), "%q", number+string(n.Data))
			done = int(at.Offset + at.Length)
		}
		for c := n.Children(); c.Next(); {
			walk(c.Node())
		}
	}
	for p.NextExpression() {
		walk(p.Expression())
	}
	return append(out, block[done:]...)
}
