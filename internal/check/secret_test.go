package check_test

import (
	"strings"
	"testing"

	"hikitsugi/internal/check"
	"hikitsugi/internal/source"
)

// join keeps made-up tokens from being whole in this file.
func join(parts ...string) string { return strings.Join(parts, "") }

var secrets = []string{
	"password: hunter2", "Password: Tr0ub4dor&3", "pwd = abc123XYZ", "passwd: 'p@ssw0rd1'", "password is Summer2026!",
	"パスワード：Abc123!x", "パスワードは「kimura0401」です", "パスワードは Winter-2026 です。", "暗証番号：4821", "暗証番号は 0937", "PIN: 48213", "PIN code: 1928",
	"passphrase: c0rrect-h0rse", "合言葉は「Sakura1234」", "api_key: 9f8e7d6c5b4a3f2e1d", "apiKey = A1b2C3d4E5f6", "api-key: zz99yy88xx77",
	"access_token: t0k3nv4lu3x", "client_secret: s3cr3tV4lue", "secret: hunter2", "secret key: AbC123dEf456", "トークン: a1B2c3D4e5",
	"**パスワード**：Kx9#mP2qLs", "**Password:** Hunter22!", "パスワードは **Kx9#mP2qLs** です", "パスワード：**Kx9#mP2qLs**", "パスワード：`Kx9#mP2qLs`", "__Password__ = __Hunter22!__",
	"| パスワード | Kx9#mP2qLs |", "|パスワード|Kx9#mP2qLs|", "| **Password** | `Hunter22!` | yearly |", "  | PIN | 48213 |", "| 管理者のパスワード（社内） | Hunter22 |",
	"パスワード（管理者）：Kx9#mP2qLs", "パスワード（本社の管理者が使う端末）：Kx9#mP2qLs", "**パスワード**（管理者）：Kx9#mP2qLs", "Password (of the panel): Hunter22!", "パスワード【本社】は Hunter22 です", "パスワード　：　Kx9#mP2qLs",
	"パスワードは、Kx9#mP2qLs です", "パスワードは：Kx9#mP2qLs", "The password is: Hunter22!", "パスワードは Hunter22 のままです", "パスワードは Summer2026 に変えました。", "パスワードは Kx9#mP2qLs の8文字です",
	"復旧キー：AB12-CD34-EF56-GH78-JK90-LM12", "リカバリーキーは A1B2C3D4", "秘密鍵: MIIEvQIBADANBgkqhkiG9w0B",
	"-----BEGIN " + "RSA PRIVATE KEY-----", "-----BEGIN " + "PRIVATE KEY-----", "-----BEGIN OPENSSH " + "PRIVATE KEY-----",
	join("AKIA", "IOSFODNN7EXAMPL9"), join("AIza", "SyA1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q"), join("ghp_", "aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5"),
	join("github_pat_", "11ABCDEFG0aBcDeFgHiJkL"), join("glpat-", "a1B2c3D4e5F6g7H8i9J0"), join("xoxb-", "123456789012-abcdefABCDEF"),
	join("sk_live_", "4eC39HqLyjWDarjtT1zdp7dc"), join("eyJhbGciOiJIUzI1NiJ9", ".eyJzdWIiOiIxMjM0In0", ".dozjgNryP4J3jVmNHl0w5N"),
	"Authorization: Bearer " + join("abcdef1234567890", "ABCDEF1234"), "otpauth://totp/mdm?secret=JBSWY3DPEHPK3PXP",
	"postgres://app:s3cretpw@db.example/x", "https://bob:hunter22@portal.example/", "mysql://root:Passw0rd@localhost/",
	"キーは 123456-234567-345678-456789-567890-678901-789012-890123", "FileVault: AB1C-2D3E-F4G5-H6J7-K8L9-M0N1",
	"値 " + join("q7Zr2KpX9vLm4TnB8", "sWc3YdJ6hF1g"), join("dGhpc0lzQVNlY3JldEtleTEyMzQ1", "Njc4OTBxWk4z"),
	"パスワード：xxxxxxxx 値 " + join("q7Zr2KpX9vLm4TnB8", "sWc3YdJ6hF1g"), "password: hunter!two", "Password: Hunter!Two", "password: 4821#0937", "パスワードは「Kuma@Moto」です",
	"password: Password123!", "password: MySecret99!", "password: newYork2024!", "http://user:test@a.example/ http://bob:hunter22@b.example/", "`password: Xy12zz99`", "  secret: \"Zx9!kk2pQ\"",
}

var harmless = []string{
	"パスワードと、確認コードを受け取る電話番号も必ず引き継ぎます。", "VPPは**パスワードを変えたとき**にも作り直しが必要です。", "give: [account, password, 2fa-phone]", "redo: [leaver, password]",
	"The password changes once a year.", "password: required", "password is required", "Password: (see the vault)", "password: ********", "password: xxxxxxxx", "password: <password>",
	"パスワード：（金庫を参照）", "パスワードは8文字以上にします", "パスワードは12文字以上、英数字混在", "password: YOUR_PASSWORD_1", "password: example123", "token: TOKEN", "token: ${TOKEN1}", "token: {{ token1 }}", "token: $TOKEN_1",
	"secret: vault:mdm/apns1", "secret: op://mdm/apns/password1", "secret: envelope:A-02", "secret: safe:3F", "secret: bw:a1b2c3d4", "secret: keeper:X9Y8Z7",
	"パスワードは1Passwordに保管しています。", "The password: 1Password, in the vault of IT", "パスワードは Microsoft365 の管理センターで変えます。", "パスワード：**1Password** に保管", "| パスワード | 1Password |", "| パスワード | KB-1234 |", "| パスワード | Bitwarden:IT-07 |", "| PIN | 8-digits |", "| リカバリーキー | `BitLocker-AD01` |", "| Password | 1Password/MDM | yearly |", "パスワードは1Password（MDM）にあります", "PINはWindows11のサインインに使います",
	"パスワードは Bitwarden2 に保管します", "パスワードは KB-1234 の手順で変えます", "トークンはOAuth2で取得します", "トークン：`SHA-256`", "パスワードは**SharePoint2019**に書いています",
	"| password | varchar(100) | NO |", "| パスワード | 説明 | 2026年4月から |", "| Password | at least 12 characters, 3 kinds |", "cat password | base64 | tee a1b2c3d4", "| パスワード | --- |", "|:--password--|:--a1b2--|", "| 復旧キー | 封筒 A-02 |", "pin::pin!", "パスワード（8文字以上）：金庫A-02を参照",
	"ade-token: {done: 2026-09-01, expires: 2027-09-01}", "apple-business/ade-token: {done: 2026-09-01}", "token: 2026-09-01", "トークンは1年で切れます", "PINコードは4桁です", "暗証番号は金庫にあります",
	"translated: {intro: \"3f2a91c0\", token: \"a1b2c3d4\"}", "https://support.apple.com/guide/apple-business-manager/axm6603d9206/web", "https://example.com/a1B2c3D4e5F6g7H8i9J0k1L2",
	"commit 9f8e7d6c5b4a39281706f5e4d3c2b1a098765432", "id 123e4567-e89b-12d3-a456-426614174000", "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
	"printToPDFPreferCSSPageSize", "fonts-morisawa-bizud-gothic", "GOFLAGS=-buildvcs=false", "internal/build/world_test.go:174", "03-0000-0001", "AAAA-BBBB-CCCC", "XXXX-XXXX-XXXX-XXXX-XXXX-XXXX",
	"Bearer トークンを付けます", "see RFC5545 and RFC4287", "キー: 値", "key: value", "- [ ] 復旧キーを金庫に入れる", "復旧キーは封筒 A-02 にあります", "secret: false", "apiVersion: networking.k8s.io/v1beta1",
	"https://user:password@portal.example/", "password: 2026/04/01-09:30", "password: Self-Service", "cat password|sha1sum|tee x", "パスワードは 20260401 に変えました", "| Password | Read/Write |", "token: SHARED_SECRET/Key",
	"System.Core, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089",
}

func TestSecrets(t *testing.T) {
	if len(secrets) < 40 || len(harmless) < 40 {
		t.Fatalf("%d secrets, %d harmless lines", len(secrets), len(harmless))
	}
	for _, line := range secrets {
		list := check.Lint(source.New("content/a.md", []byte("x\n"+line+"\n")))
		if len(list) != 1 || list[0].Code != "SECRET" || list[0].Pos.Line != 2 {
			t.Errorf("not found: %s (%v)", line, list)
			continue
		}
		d := list[0]
		if !d.Private {
			t.Errorf("the line would be shown: %s", line)
		}
		for _, word := range strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(" :：=「」'\"`", r) }) {
			if len(word) > 7 && strings.ContainsAny(word, "0123456789") && (strings.Contains(d.Sentence("en"), word) || strings.Contains(d.Sentence("ja"), word)) {
				t.Errorf("the message repeats %s", word)
			}
		}
	}
	for _, line := range harmless {
		if list := check.Lint(source.New("content/a.md", []byte(line+"\n"))); len(list) > 0 {
			t.Errorf("taken for a secret: %s", line)
		}
	}
}

// One line is excused, with a reason; a fence, or a text of YAML in several lines, as a
// whole.
func TestExcuse(t *testing.T) {
	for text, want := range map[string]int{
		"> <!-- gen:allow SECRET made up -->\n> password: hunter2\n> password: hunter3\n":                               1,
		"- <!-- gen:allow SECRET made up -->\n  password: hunter2\n  password: hunter3\n":                               1,
		"1. a\n\n   <!-- gen:allow SECRET made up -->\n   password: hunter2\n":                                          0,
		"<!-- gen:allow SECRET made up -->\n<!-- gen:allow PHONE a public one -->\npassword: hunter2\n":                 0,
		"<!-- gen:allow PHONE a public one --> <!-- gen:allow SECRET made up -->\npassword: hunter2\n":                  0,
		"| password | hunter2 | <!-- gen:allow PHONE a --> <!-- gen:allow SECRET b --> |\n":                             0,
		"<!-- gen:allow SECRET made up --> text\npassword: hunter2\n":                                                   1,
		"<!-- gen:allow SECRET made up -->\n```\npassword: hunter2\n\npassword: hunter3\n```\npwd: hunter4x\n":          1,
		"<!-- gen:allow SECRET made up -->\n```\n~~~\npassword: hunter2\n```\npwd: hunter4x\n":                          1,
		"> <!-- gen:allow SECRET made up -->\n> ~~~ sh\n> password: hunter2\n> ~~~\n":                                   0,
		"<!-- gen:allow PHONE a public one -->\n```\npassword: hunter2\n```\n":                                          1,
		"---\n# gen:allow SECRET made up\nsummary: >\n  call\n\n  password: hunter2\ntitle: password hunter2\n---\n":    0,
		"---\nsummary: | # gen:allow SECRET made up\n  password: hunter2\n---\npassword: hunter3\n":                     1,
		"---\nsummary: >\n  # gen:allow SECRET made up\n  password: hunter2\n---\n":                                     1,
		"---\n- a: >-\n    password: hunter2 # gen:allow SECRET made up\n  b: pwd=hunter3x # gen:allow SECRET a\n---\n": 1,
		"---\n# gen:allow SECRET made up\n- >\n  password: hunter2\n- password: hunter3\n---\n":                         1,
		"<!-- gen:allow SECRET a made-up example -->\npassword: hunter2\n":                                              0,
		"password: hunter2 <!-- gen:allow SECRET a made-up example -->\n":                                               0,
		"# gen:allow SECRET a made-up example\npassword: hunter2\n":                                                     0,
		"password: hunter2 <!-- gen:allow SECRET made up -->\npassword: hunter3\n":                                      1,
		"<!-- gen:allow SECRET -->\npassword: hunter2\n":                                                                1,
		"<!-- gen:allow PHONE a made-up example -->\npassword: hunter2\n":                                               1,
		"<!-- gen:allow SECRET a made-up example -->\npassword: hunter2\npassword: hunter3\n":                           1,
	} {
		if got := check.Lint(source.New("content/a.md", []byte(text))); len(got) != want {
			t.Errorf("%q: %d findings, want %d", text, len(got), want)
		}
	}
}

func TestDirections(t *testing.T) {
	for control, want := range map[string]string{"\u202e": "U+202E (RIGHT-TO-LEFT OVERRIDE)", "\u061c": "U+061C (ARABIC LETTER MARK)"} {
		list := check.Lint(source.New("content/a.md", []byte("title: A\nid: ab"+control+"cd\n絵文字👩‍💻\n")))
		if len(list) != 1 || list[0].Code != "BIDI" || list[0].Pos.String() != "content/a.md:2:7" || !strings.Contains(list[0].What.EN, want) {
			t.Errorf("%s: got %v", want, list)
		}
	}
}

func TestPrivacy(t *testing.T) {
	for line, want := range map[string]string{
		"電話は03-0000-0001です": "PHONE 1:4", "０３－００００－０００１": "PHONE 1:1", "0120-000-003": "PHONE 1:1", "09012345678": "PHONE 1:1",
		"+81 3-0000-0001": "PHONE 1:1", "[call](tel:03-0000-0001)": "PHONE 1:12", "03(0000)0001": "PHONE 1:1",
		"2026-03-10": "", "1.2.3-4-567": "", "10-20個": "", "P365D": "", "ISO 27001-2022": "", "12-345-678": "", "01-02-2026": "", "(03) 0000-0001": "PHONE 1:2", "[x](tel:0300000001)": "PHONE 1:5", "+81300000001": "PHONE 1:1", "03-0000-0001 と 03-0000-0002": "PHONE 1:1 PHONE 1:16", "Mail SUPPORT@Notes.Example": "", "version 0.12.345": "",
		"mail ann@other.example": "MAIL 1:6", "mail support@notes.example": "", "a@b": "", "@mention": "",
		"email: you@example.com": "", "Ann <ann@mail.Example.co.jp>": "", "ann@example.company": "MAIL 1:1", "git clone git@github.com:acme/x.git": "", "dsn: https://key@o0.ingest.acme.test/0": "", "digit@github.com": "MAIL 1:1", "mailto://ann@other.example": "MAIL 1:10",
		"03–0000–0001": "PHONE 1:1", "03−0000−0001": "PHONE 1:1", "電話 03ー0000ー0001": "PHONE 1:4", "０３ー００００ー０００１": "PHONE 1:1", "03.0000.0001": "PHONE 1:1", "090.0000.0001 まで": "PHONE 1:1",
		"＋81 3 0000 0001": "PHONE 1:1", "+81 (0)3-0000-0001": "PHONE 1:1", "電話—03-0000-0001": "PHONE 1:4", "サーバー03ーサーバー04ーサーバー": "", "平日9–18時、10–20個": "",
		"v03.0000.0001": "", "1.03.0000.0001": "", "03.0000.0001.5": "", "192.168.010.0001": "", "10.0.0.1 と 010.020.030.040": "", "01.02.2026": "", "Chrome 109.0.5414.74": "", "id: 485a0774-0785-457f-a964-0e9403c12bb1": "", "8919028921fd304f08044098434f0dc6071fb7cf": "",
		"tanaka＠other.jp.example": "MAIL 1:1", "ｔａｎａｋａ＠ｏｔｈｅｒ．ｅｘａｍｐｌｅ": "MAIL 1:1", "サポートは ｓｕｐｐｏｒｔ＠notes.example": "", "taro@mail.xn--wgv71a": "MAIL 1:1", "ann@other.example.": "MAIL 1:1",
		"npm install axe-core@4.10.2": "", "npm i next@15.0.0-canary.12 react@1.x": "", "集合＠会議室": "", "user@10.0.0.1": "",
		"ann@other.example 03-0000-0001": "PHONE 1:19 MAIL 1:1", "03-0000-0001 06-0000-0002": "PHONE 1:1 PHONE 1:14", "v03.0000.0001 06-0000-0002": "PHONE 1:15", "C++ と C+": "", "TEL.03-0000-0001": "PHONE 1:5", "call 03.0000.0001.": "PHONE 1:6",
		"電話は03-0000-0001です <!-- gen:allow PHONE the vendor's own line -->": "",
	} {
		var got []string
		for _, d := range check.Privacy(source.New("content/a.md", []byte(line+"\n")), "support@notes.example") {
			got = append(got, string(d.Code)+strings.TrimPrefix(d.Pos.String(), "content/a.md:")+"")
		}
		if strings.Join(got, "") != strings.ReplaceAll(want, " ", "") {
			t.Errorf("%s: got %q, want %q", line, got, want)
		}
	}
}

// What a comment excuses is where it says: the comment itself is never printed.
func TestPlaceOfExcuses(t *testing.T) {
	for text, want := range map[string]string{
		"03-0000-0001\n":           "“<!-- gen:allow PHONE reason -->” on the line before.",
		"> | 03-0000-0001 |\n":     "“<!-- gen:allow PHONE reason -->” in a cell of the same line.",
		"```\n03-0000-0001\n```\n": "“<!-- gen:allow PHONE reason -->” on the line before the fence of the code.",
		"---\ntitle: >\n  # gen:allow PHONE x\n  03-0000-0001\n": "“# gen:allow PHONE reason” on the line before the key.",
		"---\ntitle: >\n  # call 03-0000-0001\n":                 "“# gen:allow PHONE reason” on the line before the key.",
	} {
		list := check.Privacy(source.New("content/a.md", []byte(text)), "")
		if len(list) != 1 || !strings.HasSuffix(list[0].Do.EN, want) {
			t.Errorf("%q: %+v", text, list)
		}
	}
}

// In a file of YAML, what stands in a comment of its own is not published.
func TestPrivacyOfComments(t *testing.T) {
	const text = "# Ann: 03-0000-0001\na: {title: Desk 03-0000-0002} # ann@other.example\n# gen:allow PHONE the vendor's own line\nb: {title: 03-0000-0003}\n"
	var got []string
	for _, d := range check.Privacy(source.New("content/links.yaml", []byte(text)), "") {
		got = append(got, string(d.Code)+" "+d.Pos.String())
	}
	if want := "PHONE content/links.yaml:2:17 MAIL content/links.yaml:2:33"; strings.Join(got, " ") != want {
		t.Errorf("got %q", got)
	}
}

func FuzzLint(f *testing.F) {
	for _, line := range append(secrets[:20:20], harmless[:20]...) {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, s string) {
		file := source.New("content/a.md", []byte(s))
		for _, d := range append(check.Lint(file), check.Privacy(file, "a@b.example")...) {
			if d.Pos.Line < 1 || d.Pos.Col < 1 || d.Code == "SECRET" && !d.Private {
				t.Errorf("%+v", d)
			}
		}
	})
}

// benchmarkPage is prose with what most pages hold: numbers, hosts, code, tables.
func benchmarkPage() *source.File {
	return source.New("content/a.md", []byte(strings.Repeat("異動や退職が決まると、まず日々の作業の説明から始めがちです。パスワードも引き継ぎます。\nSee https://a.example/guide and `code`.\nThe old host `batch25.prod.example.com` reads a report every 4 days, before 12:00 (03 of 10).\n\n| Item | Value |\n| --- | ---: |\n| `batch.heap` | 888 |\n\n", 16)))
}

func BenchmarkLint(b *testing.B) {
	page := benchmarkPage()
	b.SetBytes(int64(page.Size()))
	for b.Loop() {
		check.Lint(page)
	}
}

func BenchmarkPrivacy(b *testing.B) {
	page := benchmarkPage()
	b.SetBytes(int64(page.Size()))
	for b.Loop() {
		check.Privacy(page, "support@notes.example")
	}
}
