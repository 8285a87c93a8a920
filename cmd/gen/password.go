package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"golang.org/x/term"

	"hikitsugi/internal/pdf"
)

// leastPassword is how many characters a password must have. A packet is carried
// about, so whoever finds it has all the time to try.
const leastPassword = 12

// password returns the password for a file: the first line of a file descriptor,
// or, for a negative one, what is typed at the terminal twice.
func (p *program) password(ctx context.Context, descriptor int) (string, error) {
	var password string
	var err error
	if descriptor >= 0 {
		password, err = p.readPassword(descriptor)
	} else {
		password, err = p.askPassword(ctx)
	}
	if err != nil {
		return "", err
	}
	prepared, fit := pdf.PreparePassword(password)
	switch {
	case max(len(password), len(prepared)) > pdf.MostPassword: // first: a longer line is not read to its end
		return "", errUsage{fmt.Errorf(p.say(
			"パスワードが長すぎます。PDFを開くソフトは%dバイト（英数字で%[1]d文字、漢字やかなで%[2]d文字）までしか見ません。短くしてください",
			"the password is too long: PDF readers look at no more than %d bytes, which are %[1]d letters or %[2]d Japanese characters; choose a shorter one"),
			pdf.MostPassword, pdf.MostPassword/len("あ"))}
	case !utf8.ValidString(password):
		return "", errUsage{errors.New(p.say("パスワードはUTF-8で書いてください", "the password must be UTF-8"))}
	case min(utf8.RuneCountInString(password), utf8.RuneCountInString(prepared)) < leastPassword:
		return "", errUsage{fmt.Errorf(p.say("パスワードは%d文字以上にしてください", "the password must have at least %d characters"), leastPassword)}
	case !fit:
		return "", errUsage{errors.New(p.say(
			"パスワードに、PDFを開くソフトが受け付けない文字があります。タブなどの制御文字、目に見えない文字、外字は使えません。右から左に書く文字は、ほかの文字と混ぜられません",
			"the password has a character that PDF readers refuse: use no tab or other control character, none that cannot be seen, none of private use, and do not mix letters that run from right to left with others"))}
	}
	return password, nil
}

// readPassword reads the first line of a file descriptor.
func (p *program) readPassword(descriptor int) (string, error) {
	file := os.NewFile(uintptr(descriptor), "password")
	if file == nil {
		return "", errUsage{fmt.Errorf(p.say("--password-fd の %d は開いていません", "--password-fd %d is not open"), descriptor)}
	}
	defer file.Close()
	const most = 1 << 10 // more than a password can have
	line, err := bufio.NewReader(io.LimitReader(file, most)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", errUsage{fmt.Errorf(p.say("--password-fd の %d からパスワードを読めません: %w", "cannot read the password from --password-fd %d: %w"), descriptor, err)}
	}
	return strings.TrimRight(line, "\r\n"), nil
}

// askPassword asks at the terminal, where nothing of it is shown.
func (p *program) askPassword(ctx context.Context) (string, error) {
	terminal := int(os.Stdin.Fd())
	before, err := term.GetState(terminal)
	if err != nil {
		return "", errUsage{errors.New(p.say(
			"パスワードを入力できるターミナルがありません。--password-fd でファイル記述子を指定してください",
			"there is no terminal to type the password at; name a file descriptor with --password-fd"))}
	}
	// Reading does not end with ctx, so whoever interrupts it gets the terminal
	// back as it was.
	type answer struct {
		text []byte
		err  error
	}
	answers := make(chan answer, 1)
	ask := func(prompt string) (string, error) {
		fmt.Fprint(p.stderr, prompt)
		go func() {
			text, err := term.ReadPassword(terminal)
			answers <- answer{text, err}
		}()
		defer fmt.Fprintln(p.stderr)
		select {
		case a := <-answers:
			return string(a.text), a.err
		case <-ctx.Done():
			return "", errors.Join(context.Cause(ctx), term.Restore(terminal, before))
		}
	}
	first, err := ask(p.say("パスワード: ", "Password: "))
	if err != nil {
		return "", err
	}
	second, err := ask(p.say("もう一度: ", "Once more: "))
	if err != nil {
		return "", err
	}
	if first != second {
		return "", errUsage{errors.New(p.say("2回のパスワードが違います", "the two passwords differ"))}
	}
	return first, nil
}
