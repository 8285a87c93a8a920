package main

import (
	"context"
	"fmt"
	"net"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"hikitsugi/internal/build"
	"hikitsugi/internal/serve"
)

func (p *program) serveCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "serve",
		Short: p.say("書きながらブラウザーで確かめる", "show the site while it is being written"),
		Example: `  gen serve
  gen serve --public --addr 127.0.0.1:8080`,
	}
	in := p.inputFlags(c)
	addr := c.Flags().String("addr", "127.0.0.1:1313", p.say("待ち受ける、この端末の`アドレス`（既定は 127.0.0.1:1313）", "the `ADDRESS` to listen on, of this machine (default: 127.0.0.1:1313)"))
	poll := c.Flags().Bool("poll", false, p.say("変更の通知が届かないドライブで、一定間隔で変更を確かめる", "look at regular intervals, for drives that do not report changes"))
	c.Flags().BoolVar(&in.drafts, "drafts", false, p.say("下書きも含める", "include drafts"))
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		if err := p.loopback(*addr); err != nil {
			return err
		}
		input, done, err := p.open(in)
		if err != nil {
			return err
		}
		defer done()
		listener, err := net.Listen("tcp", *addr)
		if err != nil {
			return fmt.Errorf(p.say("%s で待ち受けられません: %w", "cannot listen on %s: %w"), *addr, err)
		}
		fmt.Fprintf(p.stdout, p.say("http://%s/ で表示しています。終わるには Ctrl-C を押します。\n", "The site is at http://%s/. Press Ctrl-C to stop.\n"), listener.Addr())
		var builder build.Builder
		return serve.Run(cmd.Context(), serve.Options{
			Listener: listener,
			Watch:    []string{filepath.Join(in.dir, "content"), filepath.Join(in.dir, "themes")},
			Build: func(ctx context.Context, changed []string) (serve.Site, error) {
				return p.preview(ctx, &builder, input, in.dir, changed)
			},
			Lang:   p.lang,
			Report: p.rebuilt,
			Poll:   *poll,
		})
	}
	return c
}

// loopback refuses addresses that others could reach.
func (p *program) loopback(addr string) error {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return errUsage{fmt.Errorf(p.say("--addr の %q はアドレスではありません（例：127.0.0.1:1313）", "--addr %q is not an address such as 127.0.0.1:1313"), addr)}
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return errUsage{fmt.Errorf(p.say("%q では待ち受けません。プレビューはこの端末の中だけのものです（127.0.0.1 か localhost）", "not listening on %q: a preview is for this machine only (127.0.0.1 or localhost)"), host)}
	}
	return nil
}

// preview makes the site so that each page is made when somebody looks at it.
func (p *program) preview(ctx context.Context, b *build.Builder, input build.Input, dir string, changed []string) (serve.Site, error) {
	for _, name := range changed {
		inside, err := filepath.Rel(dir, name)
		if err != nil {
			return serve.Site{}, err
		}
		input.Changed = append(input.Changed, filepath.ToSlash(inside))
	}
	r, files, err := b.Open(ctx, input)
	switch {
	case err != nil:
		return serve.Site{}, err
	case files == nil:
		return serve.Site{Problems: r.Problems}, nil
	}
	return serve.Site{Files: files, Problems: r.Problems, Summary: fmt.Sprintf(p.say("%dページ", "%d pages"), r.Pages)}, nil
}

// rebuilt prints one line for each build, and what is wrong.
func (p *program) rebuilt(e serve.Event) {
	switch {
	case e.Polling != nil:
		fmt.Fprintf(p.stderr, p.say("フォルダーを監視できないため（%v）、一定間隔で変更を確かめます。\n", "Folders cannot be watched (%v); looking at regular intervals.\n"), e.Polling)
		return
	case e.Err != nil:
		fmt.Fprintf(p.stderr, "gen: %v\n", e.Err)
		return
	}
	if len(e.Changed) > 0 {
		fmt.Fprint(p.stdout, e.Changed[0])
		if n := len(e.Changed) - 1; n > 0 {
			fmt.Fprintf(p.stdout, p.say(" ほか%d件", " and %d more"), n)
		}
		fmt.Fprint(p.stdout, ": ")
	}
	if e.Site.Files != nil {
		fmt.Fprintf(p.stdout, "%s, %s\n", e.Site.Summary, duration(e.Took.Round(time.Millisecond)))
	} else {
		fmt.Fprintln(p.stdout, p.say("修正が必要な箇所があります", "there are problems to fix"))
	}
	if err := e.Site.Problems.Print(p.stderr, p.lang); err != nil {
		fmt.Fprintf(p.stderr, "gen: %v\n", err)
	}
}
