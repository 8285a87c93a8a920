package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"hikitsugi/internal/build"
	"hikitsugi/internal/content"
	"hikitsugi/internal/shelf"
	"hikitsugi/themes"
)

// inputFlags are the flags that say what to build.
type inputFlags struct {
	dir     string
	org     string
	public  bool
	drafts  bool
	baseURL string
	strict  bool

	empty func() bool // an organisation was named, with an empty name
}

func (p *program) inputFlags(c *cobra.Command) *inputFlags {
	f := &inputFlags{}
	c.Flags().StringVarP(&f.dir, "dir", "C", ".", p.say("content/ を含む`フォルダー`（既定は今いる場所）", "the `FOLDER` that holds content/ (default: here)"))
	c.Flags().StringVar(&f.org, "org", "", p.say("この`ID`の組織の版を対象にする", "take the edition of the organisation `ID`"))
	c.Flags().BoolVar(&f.public, "public", false, p.say("公開版を対象にする（組織の事実を含まない）", "take the public edition, without any organisation's facts"))
	f.empty = func() bool { return c.Flags().Changed("org") && f.org == "" }
	return f
}

// named reports whether the edition was typed rather than taken from site.yaml.
func (f *inputFlags) named() bool { return f.org != "" || f.public }

// builder returns a Builder that puts aside on the disk what is large, and knows what
// the last build to the usual folder has kept of the texts.
func (p *program) builder() *build.Builder {
	inLargePages(roomToBegin)
	b := p.newBuilder()
	if !p.alone {
		b.Texts = p.kept("texts", usualOutput, b).OnlyRead()
	}
	return b
}

// newBuilder returns one that knows of no other build.
func (p *program) newBuilder() *build.Builder { return &build.Builder{Aside: shelf.On(p.disk)} }

// open returns the input of a build. The folder is opened so that nothing
// outside it can be read.
func (p *program) open(f *inputFlags) (build.Input, func(), error) {
	if f.empty != nil && f.empty() { // a variable of a script, perhaps, that was never set
		return build.Input{}, nil, p.emptyOrg()
	}
	if f.org != "" && f.public {
		return build.Input{}, nil, errUsage{errors.New(p.say("--org と --public は同時に使えません", "--org and --public cannot be used together"))}
	}
	if f.baseURL != "" && !content.IsBase(f.baseURL) {
		return build.Input{}, nil, errUsage{fmt.Errorf(p.say("--base-url の %q は、サイトを公開できるURLではありません。https://notes.example/handbook/ のように書いてください", "--base-url %q is not a URL at which a site can be hosted, such as https://notes.example/handbook/"), f.baseURL)}
	}
	root, err := p.disk.Open(f.dir)
	if err != nil {
		return build.Input{}, nil, cmp.Or(p.folder(f.dir), err)
	}
	if err := p.below(f.dir); err != nil {
		root.Close()
		return build.Input{}, nil, err
	}
	p.project, p.drafts = f.dir, f.drafts
	return build.Input{
		Project: root.FS(),
		Builtin: themes.Default(),
		Org:     f.org,
		Public:  f.public,
		BaseURL: f.baseURL,
		Drafts:  f.drafts,
	}, func() { root.Close() }, nil
}

func (p *program) emptyOrg() error {
	return errUsage{errors.New(p.say("--org が空です。組織のIDを指定してください", "--org is empty; name an organisation by its id"))}
}

// folder says why dir is not a folder; nil where it is one.
func (p *program) folder(dir string) error {
	switch info, err := os.Stat(dir); {
	case errors.Is(err, os.ErrNotExist):
		return fmt.Errorf(p.say("フォルダー %s がありません", "there is no folder %s"), dir)
	case err == nil && !info.IsDir():
		return fmt.Errorf(p.say("%s はフォルダーではなくファイルです", "%s is a file, not a folder"), dir)
	default:
		return err
	}
}

// below says in which folder above dir the site is, where dir is within it: editors open
// terminals beside the file that is edited. It is nil where dir may be a site's own.
func (p *program) below(dir string) error {
	is := func(dir string) bool {
		_, err := os.Lstat(filepath.Join(dir, content.Dir, "site.yaml"))
		return err == nil
	}
	if _, err := os.Lstat(filepath.Join(dir, content.Dir)); err == nil || is(dir) {
		return nil
	}
	for above := dir; ; {
		next := filepath.Join(above, "..")
		if here, err := os.Stat(above); err != nil {
			return nil
		} else if there, err := os.Stat(next); err != nil || os.SameFile(here, there) {
			return nil
		}
		if above = next; is(above) {
			return errUsage{fmt.Errorf(p.say("%[1]s に content/site.yaml がありません。サイトは %[2]s です。コマンドに%[3]s を付けてください", "there is no content/site.yaml in %[1]s; the site is in %[2]s. Add%[3]s to the command"), dir, above, cmp.Or(inDir(above), " -C ."))}
		}
	}
}

// place says why nothing can be written into dir, which may be absent.
func (p *program) place(dir string) error {
	if _, err := os.Stat(dir); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return p.folder(dir)
}
