package pdf

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"golang.org/x/text/unicode/norm"

	"hikitsugi/internal/diag"
)

// PrintOptions are the facts that a file needs and a page does not hold.
type PrintOptions struct {
	// Base is the absolute URL of the site's root, such as
	// https://docs.example.jp/it/. Links to other pages of the site lead there.
	// Empty: they are printed as plain text.
	Base string
	// Date is when the file says that it was made and changed.
	Date time.Time
	// Attachments are put into the file.
	Attachments []Attachment
	// Texts are put into the elements whose data-fill names them.
	Texts map[string]string
	// Warn is told of chapters that take more pages than they should. It may be nil.
	Warn func(TooLong)
}

const (
	// printLimit is how long one page may take. Five hundred sheets of paper take
	// a tenth of it on a small machine.
	printLimit = 3 * time.Minute
	// largestPage is how long the HTML of a page may be, in bytes: what a browser
	// makes of it takes a hundred times as much memory.
	largestPage = 16 << 20
)

var errLate = errors.New("too late")

// Print prints page, such as "ja/handover/index.html", of site. A character
// that the text font lacks is an *Error that names it.
func (e *Engine) Print(ctx context.Context, site fs.FS, page string, o PrintOptions) ([]byte, error) {
	source, err := fs.ReadFile(site, page)
	if err != nil {
		return nil, fmt.Errorf("printing: %w", err)
	}
	if len(source) > largestPage {
		return nil, errTooLarge(page)
	}
	prepared, err := preparePage(source, page, o.Base, o.Texts)
	if err != nil {
		return nil, fmt.Errorf("printing: %w", err)
	}
	d, text, err := e.printPage(ctx, site, page, prepared)
	if err != nil {
		return nil, fmt.Errorf("printing %s: %w", page, err)
	}
	if o.Warn != nil {
		pages, err := d.pagesOf(prepared.targets)
		if err != nil {
			return nil, fmt.Errorf("printing %s: %w", page, err)
		}
		for _, long := range prepared.tooLong(pages) {
			o.Warn(long)
		}
	}
	err = d.finish(finishing{prepared.fields, prepared.links, text, e.faces, o.Date, o.Attachments})
	if err != nil {
		return nil, fmt.Errorf("printing %s: %w", page, err)
	}
	file, err := d.encode()
	if err != nil {
		return nil, fmt.Errorf("printing %s: %w", page, err)
	}
	return file, nil
}

// printPage prints a page in a tab of its own, and returns the text that it shows
// as well.
func (e *Engine) printPage(ctx context.Context, site fs.FS, page string, prepared *preparedPage) (*document, string, error) {
	tab, closeTab := chromedp.NewContext(e.tab)
	defer closeTab()
	defer context.AfterFunc(ctx, closeTab)()
	tab, cancel := context.WithTimeoutCause(tab, e.limit, errLate)
	defer cancel()

	d, text, err := e.printTab(tab, site, page, prepared)
	switch {
	case err == nil:
		return d, text, nil
	case ctx.Err() != nil:
		return nil, "", context.Cause(ctx)
	case errors.Is(context.Cause(tab), errLate):
		return nil, "", errNotFinished(e.limit)
	case e.tab.Err() != nil:
		return nil, "", fmt.Errorf("the browser has ended: %w", err)
	}
	return nil, "", err
}

// printTab opens the page in a tab and prints it.
func (e *Engine) printTab(tab context.Context, site fs.FS, page string, prepared *preparedPage) (*document, string, error) {
	if err := chromedp.Do(tab); err != nil {
		return nil, "", fmt.Errorf("opening a tab: %w", err)
	}
	files := maps.Clone(e.files)
	files[page], files[chapterStyles] = prepared.html, prepared.styles
	requests, stop := context.WithCancel(tab)
	wait, err := intercept(requests, supply{site: site, files: files})
	defer func() {
		stop()
		if wait != nil {
			wait()
		}
	}()
	if err != nil {
		return nil, "", err
	}
	noScripts := emulation.SetScriptExecutionDisabledParams{Value: true}
	if _, err := chromedp.Call(tab, emulation.SetScriptExecutionDisabled, noScripts); err != nil {
		return nil, "", fmt.Errorf("switching scripts off: %w", err)
	}
	onPaper := emulation.SetEmulatedMediaParams{Media: "print"}
	if _, err := chromedp.Call(tab, emulation.SetEmulatedMedia, onPaper); err != nil {
		return nil, "", fmt.Errorf("choosing the print styles: %w", err)
	}
	if err := chromedp.Do(tab, chromedp.Navigate(origin+page)); err != nil {
		return nil, "", fmt.Errorf("opening the page: %w", err)
	}
	text, err := chromedp.Run(tab, chromedp.Evaluate[string](readyText, chromedp.EvalAwaitPromise))
	if err != nil {
		return nil, "", fmt.Errorf("waiting for fonts and pictures: %w", err)
	}
	if missing := e.characters.missing(text); len(missing) > 0 {
		return nil, "", errMissing(missing, text)
	}
	d, err := printSettled(tab, prepared)
	if err != nil && tab.Err() == nil && !hasRoom(e.profile) {
		err = errNoRoom(filepath.Dir(e.profile))
	}
	return d, text, err
}

// readyText waits for the fonts and pictures of the page, then returns the text
// that it shows on paper. A picture that cannot be had is left to the page.
const readyText = `(async () => {
	const packet = [...document.fonts].filter(f => f.family.replaceAll('"', '').startsWith('Packet'));
	await Promise.all(packet.map(f => f.load()));
	await document.fonts.ready;
	await Promise.all([...document.images].map(i => i.decode().catch(() => {})));
	return document.documentElement.innerText;
})()`

// maxPrints is how often a page is printed until its page numbers hold: once to
// see where chapters begin, once with blank pages before some of them, once with the
// numbers, and once more for a number that made a line longer.
const maxPrints = 5

// printSettled prints the page of a tab. Where chapters begin and the page numbers of
// targets are known only when it is printed, so blank pages are put in, the numbers
// are filled in, and it is printed again, until what it shows is true.
func printSettled(tab context.Context, prepared *preparedPage) (*document, error) {
	shown := map[string]int{}
	for range maxPrints {
		file, err := chromedp.Run(tab, chromedp.PrintToPDF(
			chromedp.PDFPreferCSSPageSize(), chromedp.PDFPrintBackground(),
			chromedp.PDFOutlineAndTagged(), chromedp.PDFStream(),
		))
		if err != nil {
			return nil, err
		}
		d, err := readDocument(file)
		if err != nil {
			return nil, err
		}
		if err := d.check(); err != nil {
			return nil, err
		}
		pages, err := d.pagesOf(prepared.targets)
		if err != nil {
			return nil, err
		}
		blanks := prepared.blanks(pages)
		if len(blanks) == 0 && maps.Equal(pages, shown) {
			return d, nil
		}
		change, err := json.Marshal(map[string]any{"pages": pages, "blanks": places(blanks)})
		if err != nil {
			return nil, err
		}
		if _, err := chromedp.Run(tab, chromedp.Evaluate[bool](fmt.Sprintf(fillIn, change))); err != nil {
			return nil, fmt.Errorf("filling in the page numbers: %w", err)
		}
		shown = pages
	}
	return nil, fmt.Errorf("the page numbers moved what they count, %d times over", maxPrints)
}

// places returns what a script must know of blank pages.
func places(blanks []recto) []map[string]string {
	list := []map[string]string{}
	for _, r := range blanks {
		list = append(list, map[string]string{"id": r.id, "text": r.blank})
	}
	return list
}

// fillIn writes page numbers, by id, into their places, and puts a blank page before
// some chapters, or takes the one away that is there and no longer needed.
const fillIn = `(({ pages, blanks }) => {
	for (const place of document.querySelectorAll('span.page-number[data-target]')) {
		place.textContent = pages[place.dataset.target] ?? '';
	}
	for (const { id, text } of blanks) {
		const chapter = document.getElementById(id).closest('.packet > .chapter'), before = chapter.previousElementSibling;
		if (before?.classList.contains('blank-page')) {
			before.remove();
			continue;
		}
		const page = document.createElement('p');
		page.className = 'blank-page';
		page.textContent = text;
		chapter.before(page);
	}
	return true;
})(%s)`

func errNotFinished(limit time.Duration) error {
	return &Error{
		What: diag.Text{
			JA: fmt.Sprintf("ブラウザーがページを%v以内に印刷し終えませんでした", limit),
			EN: fmt.Sprintf("the browser did not finish the page within %v", limit),
		},
		Do: diag.Text{
			JA: "ほかの処理が終わってから、もう一度印刷してください。それでも終わらなければ、大きすぎる表や画像がないか確かめてください。",
			EN: "Print it again when the machine has less to do. If that does not help, look for a table or a picture that is too large.",
		},
	}
}

func errTooLarge(page string) error {
	return &Error{
		What: diag.Text{
			JA: fmt.Sprintf("%s は大きすぎて印刷できません（上限%d MB）", page, largestPage>>20),
			EN: fmt.Sprintf("%s is too large to be printed: over %d MB", page, largestPage>>20),
		},
		Do: diag.Text{
			JA: "内容を分けるか、埋め込んだ画像をファイルにしてください。",
			EN: "Divide the content, or put pictures that are embedded in it into files.",
		},
	}
}

// errMissing names characters that would be printed as boxes or in a font that
// happens to be there, with the text in which each stands first.
func errMissing(characters []rune, text string) error {
	var ja, en []string
	for _, r := range characters {
		around := surroundings(text, r)
		ja = append(ja, fmt.Sprintf("%c (U+%04X)「%s」", r, r, around))
		en = append(en, fmt.Sprintf("%c (U+%04X) in “%s”", r, r, around))
	}
	return &Error{
		What: diag.Text{
			JA: "印刷用フォントにない文字があります: " + strings.Join(ja, "、"),
			EN: "the font of the packet lacks these characters: " + strings.Join(en, ", "),
		},
		Do: diag.Text{
			JA: "別の文字に置き換えるか、その文字を持つフォントを site.yaml の fonts に指定してください。",
			EN: "Write them in another way, or name a font that has them under fonts in site.yaml.",
		},
	}
}

// surroundings returns some of the line of text in which r stands first.
func surroundings(text string, r rune) string {
	const around = 12 // characters before and behind
	for line := range strings.Lines(norm.NFC.String(text)) {
		line := []rune(strings.TrimSpace(line))
		if i := slices.Index(line, r); i >= 0 {
			return string(line[max(0, i-around):min(len(line), i+around+1)])
		}
	}
	return ""
}
