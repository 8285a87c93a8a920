package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"

	"github.com/spf13/cobra"

	"hikitsugi/internal/build"
	"hikitsugi/internal/content"
	"hikitsugi/internal/qr"
	"hikitsugi/internal/serve"
)

func (p *program) serveCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "serve",
		Short: p.say("書きながらブラウザーで確かめる", "show the site while it is being written"),
		Example: `  gen serve --open
  gen serve --public --addr 0.0.0.0:1313`,
	}
	in := p.inputFlags(c)
	addr := c.Flags().String("addr", "127.0.0.1:1313", p.say("待ち受ける`アドレス`（既定は 127.0.0.1:1313、このパソコンだけ）", "the `ADDRESS` to listen on (default: 127.0.0.1:1313, this computer only)"))
	poll := c.Flags().Bool("poll", false, p.say("変更の通知が届かないドライブで、一定間隔で変更を確かめる", "check for changes at regular intervals, for drives that do not report them"))
	open := c.Flags().Bool("open", false, p.say("ブラウザーで開く", "open it in the browser"))
	internal := c.Flags().Bool("internal", false, p.say("組織の版を、ほかの機器からも見られるようにする", "let other machines see an organisation's edition"))
	c.Flags().BoolVar(&in.drafts, "drafts", false, p.say("下書きも含める", "include drafts"))
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		exposed, err := p.exposed(*addr)
		if err != nil {
			return err
		}
		if exposed && !in.public && !*internal {
			return errUsage{fmt.Errorf(p.say(
				"%s ではほかの機器からも見えます。組織の版には連絡先などがあるので、見せてよければ --internal を、公開版でよければ --public を付けてください",
				"other machines can reach %s. An organisation's edition holds contacts and more: add --internal if they may see it, or --public for the public edition"), *addr)}
		}
		input, done, err := p.open(in)
		if err != nil {
			return err
		}
		defer done()
		builder := p.builder()
		if err := lacksOrg(cmd.Context(), builder, input); err != nil {
			return err
		}
		listener, err := p.listen(*addr)
		if err != nil {
			return err
		}
		address := "http://" + reachable(listener.Addr()) + "/"
		fmt.Fprintf(p.stdout, p.say("%s で表示しています。終わるには Ctrl-C を押します。\n", "The site is at %s. Press Ctrl-C to stop.\n"), address)
		if exposed {
			if code, err := qr.Terminal(address); err == nil {
				fmt.Fprint(p.stdout, code)
			}
		}
		if *open {
			go func() { // until the browser is closed, on some desktops
				if err := openBrowser(address); err != nil {
					fmt.Fprintf(p.stderr, p.say("ブラウザーを開けません: %v\n", "The browser cannot be opened: %v\n"), err)
				}
			}()
		}
		place, err := filepath.Abs(in.dir)
		if err != nil {
			return errors.Join(err, listener.Close())
		}
		v := &preview{program: p, builder: builder, input: input, dir: in.dir, place: place, public: exposed && !*internal}
		return serve.Run(cmd.Context(), serve.Options{
			Listener: listener,
			Watch:    []string{filepath.Join(in.dir, "content"), filepath.Join(in.dir, "themes")},
			Build:    v.build,
			Checking: p.checking(),
			Lang:     p.lang,
			Report:   v.rebuilt,
			Private:  v.public,
			Poll:     *poll,
		})
	}
	return c
}

// lacksOrg returns an error where the organisation that was named is not in the content,
// and none that is to be mended while the preview runs. The content is read for it only
// where the organisation has no file.
func lacksOrg(ctx context.Context, b *build.Builder, input build.Input) error {
	if input.Org == "" {
		return nil
	}
	if _, err := fs.Stat(input.Project, content.Dir+"/orgs/"+input.Org+"/org.yaml"); err == nil {
		return nil
	}
	_, err := b.Check(ctx, input)
	var noOrg *build.UnknownOrgError
	if errors.As(err, &noOrg) {
		return noOrg
	}
	return nil
}

// exposed reports whether other machines could reach an address.
func (p *program) exposed(addr string) (bool, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return false, errUsage{fmt.Errorf(p.say("--addr の %q はアドレスではありません（例：127.0.0.1:1313）", "--addr %q is not an address such as 127.0.0.1:1313"), addr)}
	}
	ip := net.ParseIP(host)
	if host != "localhost" && host != "" && ip == nil {
		return false, errUsage{fmt.Errorf(p.say("--addr の %q は数字のアドレスか localhost で書いてください", "write --addr %q as a numerical address or localhost"), addr)}
	}
	return host != "localhost" && !ip.IsLoopback(), nil
}

// listen takes an address. When another program has it, it names the next that is
// free.
func (p *program) listen(addr string) (net.Listener, error) {
	listener, err := net.Listen("tcp", addr)
	if err == nil {
		return listener, nil
	}
	failed := fmt.Errorf(p.say("%s で待ち受けられません: %w", "cannot listen on %s: %w"), addr, err)
	host, text, _ := net.SplitHostPort(addr)
	port, bad := strconv.Atoi(text)
	if bad != nil || !addressTaken(err) {
		return nil, failed
	}
	for next := port + 1; next <= min(port+100, 65535); next++ {
		free := net.JoinHostPort(host, strconv.Itoa(next))
		if l, err := net.Listen("tcp", free); err == nil {
			_ = l.Close()
			return nil, fmt.Errorf(p.say("%s は別のプログラム（あるいは別の gen serve）が使っています。空いています: gen serve --addr %s", "%s is in use by another program, perhaps another gen serve. This one is free: gen serve --addr %s"), addr, free)
		}
	}
	return nil, failed
}

// reachable returns what to type to reach a listener: of one that listens on all
// addresses, the first that other machines know.
func reachable(a net.Addr) string {
	tcp, ok := a.(*net.TCPAddr)
	if !ok || !tcp.IP.IsUnspecified() {
		return a.String()
	}
	host := "localhost"
	if addrs, err := net.InterfaceAddrs(); err == nil {
		for _, a := range addrs {
			if n, ok := a.(*net.IPNet); ok && n.IP.To4() != nil && n.IP.IsGlobalUnicast() {
				host = n.IP.String()
				break
			}
		}
	}
	return net.JoinHostPort(host, strconv.Itoa(tcp.Port))
}

// openBrowser opens an address as the desktop does.
func openBrowser(address string) error {
	switch runtime.GOOS {
	case "darwin":
		return exec.Command("open", address).Run()
	case "windows":
		return exec.Command("rundll32", "url.dll,FileProtocolHandler", address).Run()
	}
	return exec.Command("xdg-open", address).Run()
}
