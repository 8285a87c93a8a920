package pdf

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/fault"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/validate"
)

// mayDo is what a reader of an encrypted file may do beside reading: everything
// but to change its pages. What helps people to read must never be forbidden.
const mayDo = model.PermissionsNone | model.PermissionPrintRev2 | model.PermissionPrintRev3 | model.PermissionExtract |
	model.PermissionExtractRev3 | model.PermissionModAnnFillForm | model.PermissionFillRev3

// The versions of PDF in the first line of a file.
const (
	version17 = "%PDF-1.7"
	version20 = "%PDF-2.0"
)

// Encrypt encrypts a file that Print has made with AES of 256 bits. Its keys are
// random, so the same file and password never give the same bytes twice.
//
// Some readers prepare what is typed as the standard says, others do not. The file has
// room for two passwords, that of its user and that of its owner: so it opens in both.
func Encrypt(file []byte, password string) ([]byte, error) {
	prepared, ok := PreparePassword(password)
	if !ok || max(len(prepared), len(password)) > MostPassword {
		return nil, errors.New("encrypting the PDF: no reader takes this password")
	}
	c := model.NewAESConfiguration(prepared, password, 256)
	c.Permissions = mayDo
	c.Optimize, c.OptimizeBeforeWriting, c.OptimizeResourceDicts = false, false, false
	// For a file of 1.7 the library takes an encryption that was soon given up,
	// since passwords can be tried fast, and says that the file was made now.
	// Readers take the better one in files of 1.7 as well.
	newer := append([]byte(version20), bytes.TrimPrefix(file, []byte(version17))...)
	out, err := encrypted(newer, c)
	if err != nil {
		return nil, fmt.Errorf("encrypting the PDF: %w", err)
	}
	if !bytes.HasPrefix(out, []byte(version20)) {
		return nil, errors.New("encrypting the PDF: it begins in an unknown way")
	}
	out = append([]byte(version17), out[len(version20):]...)
	if !opens(out, password) {
		return nil, errors.New("encrypting the PDF: it does not open with its password")
	}
	return out, seal(out)
}

// encrypted returns a file as pdfcpu writes it, encrypted.
func encrypted(file []byte, c *model.Configuration) (_ []byte, err error) {
	defer fault.Catch(&err)
	c.Cmd = model.ENCRYPT
	ctx, err := readObjects(file, c)
	if err != nil {
		return nil, err
	}
	if err := validate.XRefTable(ctx); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	ctx.Write.Writer = bufio.NewWriter(&out)
	if err := pdfcpu.WriteContext(ctx); err != nil {
		return nil, err
	}
	if err := ctx.Write.Flush(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
