package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"
	"golang.org/x/text/width"
)

// An asker asks for what no flag says, at a terminal; where there is none it takes
// what is usual.
type asker struct {
	p     *program
	cmd   *cobra.Command
	lines chan string // typed; nil: there is no terminal
}

// questionsAt returns an asker for a command. Reading does not end with the context,
// so lines are read beside it.
func (p *program) questionsAt(cmd *cobra.Command) *asker {
	a := &asker{p: p, cmd: cmd}
	if !term.IsTerminal(int(os.Stdin.Fd())) {
		return a
	}
	a.lines = make(chan string)
	go func() {
		defer close(a.lines)
		for in := bufio.NewScanner(os.Stdin); in.Scan(); {
			a.lines <- strings.TrimSpace(in.Text())
		}
	}()
	return a
}

// asks reports whether the value of a flag is to be asked for.
func (a *asker) asks(flag string) bool { return a.lines != nil && !a.cmd.Flags().Changed(flag) }

// text returns a text: what the flag says, else what is answered.
func (a *asker) text(flag, value, question string) (string, error) {
	if !a.asks(flag) {
		return strings.TrimSpace(value), nil
	}
	return a.answer(question + ": ")
}

// list returns a list of words, which check accepts: those of the flag, else those of
// the answer, else the usual ones.
func (a *asker) list(flag string, value, usual []string, check func([]string) error, question string) ([]string, error) {
	if !a.asks(flag) {
		if !a.cmd.Flags().Changed(flag) {
			value = usual
		}
		if err := check(value); err != nil {
			return nil, errUsage{fmt.Errorf("--%s: %w", flag, err)}
		}
		return value, nil
	}
	if len(usual) > 0 {
		question += " [" + strings.Join(usual, ",") + "]"
	}
	for {
		answer, err := a.answer(question + ": ")
		if err != nil {
			return nil, err
		}
		// Whoever has just typed a name in Japanese may still be typing wide letters.
		answer = strings.ToLower(width.Fold.String(answer))
		words := strings.FieldsFunc(answer, func(r rune) bool { return strings.ContainsRune(" ,、\t", r) })
		if len(words) == 0 {
			words = usual
		}
		if err := check(words); err == nil {
			return words, nil
		} else {
			fmt.Fprintln(a.p.stderr, err)
		}
	}
}

func (a *asker) answer(question string) (string, error) {
	fmt.Fprint(a.p.stderr, question)
	ctx := a.cmd.Context()
	select {
	case line, ok := <-a.lines:
		if !ok { // the end of the input
			fmt.Fprintln(a.p.stderr)
			return "", context.Canceled
		}
		return line, nil
	case <-ctx.Done():
		fmt.Fprintln(a.p.stderr)
		return "", context.Cause(ctx)
	}
}
