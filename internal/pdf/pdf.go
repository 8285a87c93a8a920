// Package pdf prints one page of a finished site to a finished PDF, with the
// Chromium that is installed.
//
//	engine, err := pdf.Start(ctx, pdf.Options{Browser: browser, Fonts: fonts})
//	defer engine.Close()
//	file, err := engine.Print(ctx, site, "ja/handover/index.html", pdf.PrintOptions{Date: day})
//
// The browser is given the page and its parts from memory and can reach nothing
// else: no network, no disk, no script of the page. The theme's print styles
// decide how the page looks; in them var(--print-font) and var(--print-mono) are
// the fonts of the packet.
//
// Of the page, three things are changed before it is printed. A link that leaves
// it becomes absolute, or plain text if nobody knows where the site will be. What
// it tells the browser by <meta http-equiv> is taken out, and a strict policy put
// in its place. And every
//
//	<span class="page-number" data-target="apns"></span>
//
// gets the number of the page on which the element with that id is printed; the
// id must also be the target of a link of the page, and the space for the number
// must not depend on its digits.
//
// Every element with data-field and data-label is a place to write in, and is
// made a form field after printing; nothing in one with data-drawn is
// (fields.go). What Chromium prints is then completed (finish.go): the structure
// is made what PDF/UA-1 asks for, links are described, running heads are marked,
// and the file says what it is.
//
// A file is returned only if it can be read by everybody: with a title and a
// language, every font inside as outlines, and every character of the page in
// that font. The same page, fonts, browser and date give the same bytes.
package pdf

import "hikitsugi/internal/diag"

// An Error is a failure that the person at the machine can put right: something
// is not installed, a character is in no font. Other failures are plain errors.
type Error struct {
	What diag.Text // what is wrong, a sentence without its full stop
	Do   diag.Text // what to do, whole sentences; one line for each system where they differ
}

// Error returns the English sentences.
func (e *Error) Error() string { return e.What.EN + ". " + e.Do.EN }
