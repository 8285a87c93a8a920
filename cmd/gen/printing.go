package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"slices"
	"sync"
	"time"

	"hikitsugi/internal/content"
	"hikitsugi/internal/output"
	"hikitsugi/internal/pdf"
)

// A packet is one file to print.
type packet struct {
	files   fs.FS  // the site
	page    string // of the site
	name    string // of the file
	edition string // in words
	day     content.Date
	options pdf.PrintOptions
}

// mostTabs is how many packets are printed at a time at most. Each takes the
// memory of a page of the browser, about 150 MB.
const mostTabs = 4

// A printing prints packets, several at a time, in tabs of one browser. One that
// fails does not stop the others.
type printing struct {
	p        *program
	ctx      context.Context
	start    func() (*pdf.Engine, error) // set before the first
	password string                      // empty: not encrypted
	total    int                         // packets; set before the first

	packets chan packet
	tabs    sync.WaitGroup

	engines sync.Mutex // guards engine
	engine  *pdf.Engine

	mu       sync.Mutex // guards what follows, and the output
	done     int
	failures []failure
}

// A failure is a packet, or an edition, that could not be printed.
type failure struct {
	name string
	err  error
}

// begin makes tabs ready for packets.
func (r *printing) begin() {
	r.packets = make(chan packet)
	for range min(runtime.NumCPU(), mostTabs) {
		r.tabs.Go(func() {
			for one := range r.packets {
				if err := r.one(one); err != nil {
					r.fail(one.name, err)
				}
			}
		})
	}
}

// add prints a packet as soon as there is a tab for it.
func (r *printing) add(one packet) {
	select {
	case r.packets <- one:
	case <-r.ctx.Done():
		r.fail(one.name, r.ctx.Err())
	}
}

// fail notes that something could not be printed.
func (r *printing) fail(name string, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.failures = append(r.failures, failure{name, err})
	r.done++
}

// end waits for the packets and ends the browser.
func (r *printing) end() error {
	close(r.packets)
	r.tabs.Wait()
	r.engines.Lock()
	defer r.engines.Unlock()
	if r.engine == nil {
		return nil
	}
	return r.engine.Close()
}

// one prints a packet and writes its file.
func (r *printing) one(one packet) error {
	start := time.Now()
	if err := r.p.replaceable(one.name); err != nil {
		return err
	}
	file, err := r.print(one)
	if err != nil {
		return err
	}
	if r.password != "" {
		if file, err = pdf.Encrypt(file, r.password); err != nil {
			return err
		}
	}
	if err := r.ctx.Err(); err != nil {
		return err
	}
	if err := output.Overwrite(r.p.disk, one.name, file); err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.done++
	count := ""
	if r.total > 2 {
		count = fmt.Sprintf(" (%d/%d)", r.done, r.total)
	}
	fmt.Fprintf(r.p.stdout, "%s: %d KB, %s, %s%s\n", one.name, (len(file)+1023)/1024, one.edition, duration(time.Since(start)), count)
	return nil
}

// replaceable says why a file is not to be replaced by a packet, if it is there:
// packets are filled in on screens.
func (p *program) replaceable(name string) error {
	file, err := os.ReadFile(name)
	if err != nil || len(file) == 0 || pdf.AsMade(file) {
		return nil // what cannot be read is told when it is written
	}
	return fmt.Errorf(p.say(
		"%s は gen が書いたときのままではありません。書き込みがあるか、別のファイルです。移すか、-o で別の場所に書き出してください",
		"%s is not as gen wrote it: somebody has filled it in, or it is another file. Move it away, or write elsewhere with -o"), name)
}

// print prints a packet. A browser that has ended, perhaps over another packet,
// is replaced once.
func (r *printing) print(one packet) ([]byte, error) {
	for again := true; ; again = false {
		engine, err := r.running()
		if err != nil {
			return nil, err
		}
		file, err := engine.Print(r.ctx, one.files, one.page, one.options)
		if err == nil || !again || r.ctx.Err() != nil || engine.Running() {
			return file, err
		}
	}
}

// running returns a browser that runs.
func (r *printing) running() (*pdf.Engine, error) {
	r.engines.Lock()
	defer r.engines.Unlock()
	if r.engine != nil && !r.engine.Running() {
		ended := r.engine
		r.engine = nil
		if err := ended.Close(); err != nil {
			return nil, err
		}
	}
	if r.engine == nil {
		engine, err := r.start()
		if err != nil {
			return nil, err
		}
		r.engine = engine
	}
	return r.engine, nil
}

// result says what could not be printed, if anything.
func (r *printing) result() error {
	if r.ctx.Err() != nil {
		return context.Cause(r.ctx)
	}
	return r.p.failed(r.failures, len(r.failures) == r.done, r.p.say("%d件を印刷できませんでした。\n", "Could not be printed: %d.\n"))
}

// failed says what failed and why, and that so many did: the reason alone, if it
// is that of all there were.
func (p *program) failed(failures []failure, all bool, summary string) error {
	other := func(f failure) bool { return f.err.Error() != failures[0].err.Error() }
	switch {
	case len(failures) == 0:
		return nil
	case all && !slices.ContainsFunc(failures, other):
		if len(failures) > 1 && errors.Is(failures[0].err, errContent) {
			fmt.Fprintln(p.stderr, p.say("どの組織の分も書き換えていません。", "Nothing of any organisation was written."))
		}
		return failures[0].err
	}
	status := exitContent
	for _, f := range failures {
		fmt.Fprintf(p.stderr, "%s: ", f.name)
		if errors.Is(f.err, errContent) {
			fmt.Fprintln(p.stderr, p.say("内容に直すところがあります", "its content has problems"))
			continue
		}
		status = max(status, p.status(f.err))
	}
	fmt.Fprintf(p.stderr, summary, len(failures))
	return errShown{status}
}
