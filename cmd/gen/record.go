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
	name := content.Dir + "/orgs/" + r.site.Org.ID + "/packets.yaml"
	disk := filepath.Join(f.dir, filepath.FromSlash(name))
	before, err := os.ReadFile(disk)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	printed, file := r.site.PrintedPacket(r.packets[0].day, f.copy), source.New(name, before)
	after, problems := content.AppendPacket(file, printed)
	if len(problems) > 0 {
		if err := build.WithLines(problems, source.Files{file}).Print(p.stderr, p.lang); err != nil {
			return err
		}
		return errContent
	}
	if err := output.Overwrite(p.disk, disk, after); err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, p.say("%s: 内容番号 %s を記録しました\n", "%s: recorded the content ID %s\n"), name, printed.ID)
	return nil
}
