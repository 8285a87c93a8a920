package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"hikitsugi/internal/build"
	"hikitsugi/internal/content"
	"hikitsugi/internal/output"
	"hikitsugi/internal/site"
	"hikitsugi/internal/source"
)

// A record is an edition whose packets are to be recorded once they are printed.
type record struct {
	site    *site.Site
	packets []packet
}

// record notes in an organisation's packets.yaml what was printed. An edition of
// which a packet could not be printed is not recorded.
func (p *program) record(f *packetFlags, r record, failures []failure) error {
	for _, one := range r.packets {
		if slices.ContainsFunc(failures, func(f failure) bool { return f.name == one.name }) {
			return nil
		}
	}
	printed, after, err := p.recorded(f, r)
	if err != nil {
		return err
	}
	name := r.file()
	if err := output.Overwrite(p.disk, filepath.Join(f.dir, filepath.FromSlash(name)), after); err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, p.say("%s: 内容番号 %s を記録しました\n", "%s: recorded the content ID %s\n"), name, printed.ID)
	return nil
}

// file is the packets.yaml of an edition, from the folder of the site.
func (r record) file() string { return content.Dir + "/orgs/" + r.site.Org.ID + "/packets.yaml" }

// recorded returns what packets.yaml is to say, and writes nothing. It is asked before
// anything is printed as well: a packet that bears the number of a copy is to be recorded.
func (p *program) recorded(f *packetFlags, r record) (content.PrintedPacket, []byte, error) {
	printed := r.site.PrintedPacket(r.packets[0].day, f.copy)
	before, err := os.ReadFile(filepath.Join(f.dir, filepath.FromSlash(r.file())))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return printed, nil, err
	}
	file := source.New(r.file(), before)
	after, problems := content.AppendPacket(file, printed)
	if len(problems) > 0 {
		if err := build.WithLines(problems, source.Files{file}).Print(p.stderr, p.lang); err != nil {
			return printed, nil, err
		}
		return printed, nil, errContent
	}
	return printed, after, nil
}
