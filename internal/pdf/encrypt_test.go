package pdf

import (
	"bytes"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestEncrypt(t *testing.T) {
	const password = "合言葉 long enough"
	file := printFinish(t, Attachment{"handover.json", "application/json", "引継ぎの内容", []byte(`{"apns":"佐藤"}`)})
	if got := string(tool(t, file, "pdfdetach", "-list", "FILE")); !strings.Contains(got, "1 embedded files") || !strings.Contains(got, "handover.json") {
		t.Errorf("pdfdetach: %s", got)
	}
	locked, err := Encrypt(file, password)
	if err != nil {
		t.Fatal(err)
	}
	for name, made := range map[string]struct {
		file []byte
		want bool
	}{
		"printed":           {file, true},
		"encrypted":         {locked, true},
		"saved with more":   {append(bytes.Clone(file), tool(t, file, "qpdf", "FILE", "-")...), false},
		"saved anew":        {tool(t, file, "qpdf", "FILE", "-"), false},
		"locked, and saved": {tool(t, locked, "qpdf", "--password="+password, "FILE", "-"), false},
		"a byte differs":    {bytes.Replace(file, []byte("obj"), []byte("0bj"), 1), false},
		"empty":             {nil, false},
		"another file":      {[]byte("startxref\n99999999999999999999\n%%EOF"), false},
	} {
		if got := AsMade(made.file); got != made.want {
			t.Errorf("%s: as made: %v", name, got)
		}
	}
	about := string(tool(t, locked, "qpdf", "--password="+password, "--show-encryption", "FILE"))
	for _, want := range []string{
		"R = 6\n", "file encryption method: AESv3\n", "print high resolution: allowed\n", "extract for any purpose: allowed\n",
		"extract for accessibility: allowed\n", "modify forms: allowed\n", "modify document assembly: not allowed\n",
	} {
		if !strings.Contains(about, want) {
			t.Errorf("qpdf --show-encryption lacks %q:\n%s", want, about)
		}
	}
	for _, secret := range []string{"引継ぎ書", "apns", "佐藤", "handover.json"} {
		if bytes.Contains(locked, []byte(secret)) || bytes.Contains(bytes.ToUpper(locked), []byte(textString(secret))) {
			t.Errorf("the encrypted file says %q", secret)
		}
	}
	path := filepath.Join(t.TempDir(), "locked.pdf")
	write(t, path, locked)
	for _, wrong := range []string{"", "合言葉"} {
		if err := exec.Command("pdftotext", "-upw", wrong, path, "-").Run(); err == nil {
			t.Errorf("the file opens with %q", wrong)
		}
	}

	opened := tool(t, locked, "qpdf", "--password="+password, "--decrypt", "FILE", "-")
	if got, want := text(t, opened), text(t, file); got != want {
		t.Errorf("the decrypted file says\n%s\nwant\n%s", got, want)
	}
	for _, of := range []string{"-meta", "-struct-text", "-url"} {
		got, want := tool(t, opened, "pdfinfo", of, "FILE"), tool(t, file, "pdfinfo", of, "FILE")
		if plain(got) != plain(want) {
			t.Errorf("pdfinfo %s of the decrypted file:\n%s\nwant\n%s", of, got, want)
		}
	}
	if got, want := len(formFields(t, opened)), len(formFields(t, file)); got != want {
		t.Errorf("the decrypted file has %d fields, want %d", got, want)
	}
	if !bytes.Contains(unpacked(t, opened), []byte("(D:20260401003000+00'00')")) {
		t.Error("the encrypted file has another date")
	}
}

// plain takes out the numbers of objects, which encryption changes.
func plain(s []byte) string {
	var kept []string
	for line := range strings.Lines(string(s)) {
		if !strings.HasPrefix(strings.TrimSpace(line), "Object ") {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "")
}
