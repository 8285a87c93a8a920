package diag

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// declared returns the codes of code.go in the order in which they stand there.
func declared(t *testing.T) []Code {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), "code.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var codes []Code
	ast.Inspect(f, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok {
			if typ, ok := spec.Type.(*ast.Ident); ok && typ.Name == "Code" {
				name, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
				if err != nil {
					t.Fatal(err)
				}
				codes = append(codes, Code(name))
			}
		}
		return true
	})
	return codes
}

// Every rule is explained in both languages, completely, and nothing else is.
func TestExplain(t *testing.T) {
	want := declared(t)
	if len(want) == 0 || !slices.Equal(Codes(), want) {
		t.Errorf("Codes() = %q, want %q", Codes(), want)
	}
	for _, lang := range []string{"ja", "en"} {
		if n := len(sections(lang)); n != len(want) {
			t.Errorf("%s: %d sections for %d codes", lang, n, len(want))
		}
		for _, c := range want {
			e, ok := Explain(c, lang)
			if !ok || e.Rule == "" || e.Why == "" || e.Wrong == "" || e.Right == "" || e.Wrong == e.Right {
				t.Errorf("%s in %s: %+v, %v", c, lang, e, ok)
			}
			if strings.ContainsAny(e.Rule+e.Why, "\n`") || strings.Contains(e.Wrong+e.Right, "```") {
				t.Errorf("%s in %s has a paragraph too many: %+v", c, lang, e)
			}
			if (Diag{Code: c}).Severity() == "" {
				t.Errorf("%s has no severity", c)
			}
		}
	}
	if e, ok := Explain("NOTHING", "ja"); ok {
		t.Errorf("NOTHING is explained: %+v", e)
	}
}
