package build

import (
	"bytes"
	"crypto/sha256"
	"sync"

	"hikitsugi/internal/codec"
	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
	"hikitsugi/internal/shelf"
	"hikitsugi/internal/site"
)

// A hash stands for what it is of.
type hash = [sha256.Size]byte

// A keptText is what is kept of a file of a page, as "text <path>", with the print of
// its body: what it was parsed to.
type keptText struct {
	Sum      hash // of the file
	Lang     string
	Original string
	Page     *content.Page
	Face     hash
	Problems diag.List
}

var buffers = sync.Pool{New: func() any { return new([]byte) }}

// encoded returns the bytes of what v points to, and no room for more.
func encoded[T any](v *T) []byte {
	buffer := buffers.Get().(*[]byte)
	defer buffers.Put(buffer)
	*buffer = codec.Append((*buffer)[:0], v)
	return bytes.Clone(*buffer)
}

// recall returns what an earlier program parsed a file to; nil if none did.
func (b *Builder) recall(f unparsed) *parsed {
	head, print, ok := b.Texts.Get("text " + f.Path)
	if !ok {
		return nil
	}
	var k keptText
	if codec.Read(head, &k) != nil || k.Sum != f.Sum || k.Lang != f.lang || k.Original != f.original {
		return nil
	}
	b.Texts.Keep("text " + f.Path)
	b.recalled.Add(1)
	k.Page.Restore(f.File, print)
	return &parsed{page: k.Page, face: k.Face, problems: k.Problems}
}

// keep keeps it for a later one.
func (b *Builder) keep(f unparsed, v *parsed) {
	if !b.Texts.Keeps() || v.page == nil || v.page.Broken {
		return
	}
	v.face = v.page.Face()
	k := keptText{f.Sum, f.lang, f.original, v.page, v.face, v.problems}
	b.Texts.Put("text "+f.Path, b.Aside.Put(encoded(&k)), v.page.Body.Print())
}

// A keptParity is what is kept of a pair of texts that differ, as "parity <path of the
// translation>".
type keptParity struct {
	Original, Translation hash // of the files
	Found                 diag.List
}

// parity returns what [site.Parity] does, for which it has to read both texts again.
func (b *Builder) parity(original, translation *content.Page) diag.List {
	name := "parity " + translation.Pos.File
	k := keptParity{Original: original.Sum(), Translation: translation.Sum()}
	if head, _, ok := b.Texts.Get(name); ok {
		var was keptParity
		if codec.Read(head, &was) == nil && was.Original == k.Original && was.Translation == k.Translation {
			b.Texts.Keep(name)
			return was.Found
		}
	}
	k.Found = site.Parity(original, translation)
	if b.Texts.Keeps() {
		b.Texts.Put(name, b.Aside.Put(encoded(&k)), shelf.Blob{})
	}
	return k.Found
}

// recallClean returns the hashes of files in which an earlier program found nothing
// private, for a site with that address of its own.
func (b *Builder) recallClean(own string) map[hash]bool {
	head, _, ok := b.Texts.Get("clean " + own)
	var list []hash
	if !ok || codec.Read(head, &list) != nil {
		return nil
	}
	clean := make(map[hash]bool, len(list))
	for _, sum := range list {
		clean[sum] = true
	}
	return clean
}

// keepClean keeps the hashes of those texts in which nothing was found.
func (b *Builder) keepClean(own string, texts []public, found []diag.List) {
	if !b.Texts.Keeps() || len(found) != len(texts) {
		return
	}
	var list []hash
	for i, t := range texts {
		if len(found[i]) == 0 {
			list = append(list, t.text.Sum())
		}
	}
	data := codec.Append(nil, &list)
	if head, _, ok := b.Texts.Get("clean " + own); ok && head == string(data) {
		b.Texts.Keep("clean " + own)
		return
	}
	b.Texts.Put("clean "+own, b.Aside.Put(data), shelf.Blob{})
}
