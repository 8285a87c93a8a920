package build

import (
	"io/fs"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"hikitsugi/internal/memo"
	"hikitsugi/internal/output"
	"hikitsugi/internal/source"
	"hikitsugi/internal/theme"
	"hikitsugi/themes"
)

// small is the least that can be handed over: one column, one guide, one runbook
// and one organisation.
const small = `
-- content/site.yaml --
title: {ja: ノート, en: Notes}
languages: [ja, en]
org: acme
traits:
  ios: {ja: iOSを管理している, en: you manage iOS}
  android: {ja: Androidを管理している, en: you manage Android}
-- content/links.yaml --
portal: {title: {ja: ポータル, en: Portal}, url: "https://portal.example/"}
-- content/glossary.yaml --
apns: {ja: プッシュ証明書, en: push certificate, aliases: [APNs証明書], meaning: {ja: 端末に指示を届けるための証明書。, en: What lets commands reach a device.}}
-- content/columns/keys.ja.md --
---
title: 鍵
date: 2026-11-16
checklist:
  - {id: contract, title: {ja: 契約, en: Contract}, give: [contract], guides: [portal]}
  - {id: apns, title: {ja: 証明書, en: Certificate}, when: ios, give: [account, password], renew: P365D, guides: [portal]}
  - {id: android, title: Android, when: android, give: [account], guides: [portal]}
  - {id: rules, title: {ja: 規則, en: Rules}, give: [document], runbooks: [lost]}
---

はじめに。

::: checklist
:::

## 証明書 {#apns}

[ポータル](link:portal)で更新し、[規則](item:rules)を読みます。
-- content/columns/keys.en.md --
---
title: Keys
---

Introduction.

::: checklist
:::

## Certificate {#apns}

Renew it at the [portal](link:portal) and read [the rules](item:rules).
-- content/guides/start.ja.md --
---
title: はじめに
---

[鍵](column:keys#apns)から。
-- content/guides/start.en.md --
---
title: Start
---

Begin with [](column:keys).
-- content/runbooks/lost.ja.md --
---
title: 紛失
trigger: {ja: 無くした, en: Lost}
severity: high
contacts: [desk]
needs: [apns]
review: P6M
checklist:
  - {id: lost-call, section: first-hour, within: PT5M, title: {ja: 電話する, en: Call}, contacts: [desk]}
  - {id: lost-end, section: after, title: {ja: 振り返る, en: Look back}}
---

## 最初 {#first-hour}

急ぎます。

## 判断 {#decide}

決めます。

## 報告 {#report}

[窓口](contact:desk)へ。

## 記録 {#evidence}

::: log
:::

## 後 {#after}

::: checklist after
:::
-- content/runbooks/lost.en.md --
---
title: Lost
---

## First {#first-hour}

Hurry.

## Decide {#decide}

Do.

## Report {#report}

To the [desk](contact:desk).

## Log {#evidence}

::: log
:::

## After {#after}

::: checklist after
:::
-- content/orgs/acme/org.yaml --
name: Acme
traits: [ios]
people: {ann: {name: Ann}, bob: {name: Bob}}
contacts: {desk: {name: {ja: 窓口, en: Desk}, tel: 03-0000-0001}}
handover: {from: ann, to: bob, begins: 2026-11-01, date: 2027-04-01}
runbooks: {lost: {owner: bob, history: [{on: 2026-10-10, by: ann, ok: bob, what: First}]}}
facts:
  contract: {owner: bob}
  apns: {owner: bob, second: ann, secret: "vault:apns", account: push@acme.example, done: 2026-06-12}
  rules: {owner: bob}
`

// world returns the files of a txtar text laid over those of small. A file whose
// text is "-" is taken out.
func world(changes string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for _, text := range []string{small, changes} {
		for _, f := range txtar.Parse([]byte(text)).Files {
			if strings.TrimSpace(string(f.Data)) == "-" {
				delete(fsys, f.Name)
				continue
			}
			fsys[f.Name] = &fstest.MapFile{Data: f.Data}
		}
	}
	return fsys
}

// edited returns small with old replaced by new in the file name.
func edited(t *testing.T, name, old, new string) fstest.MapFS {
	t.Helper()
	fsys := world("")
	text := string(fsys[name].Data)
	if !strings.Contains(text, old) {
		t.Fatalf("%s does not hold %q", name, old)
	}
	fsys[name] = &fstest.MapFile{Data: []byte(strings.Replace(text, old, new, 1))}
	return fsys
}

// built is the output of a build, and what it said.
type built struct {
	*Result
	files map[string]string
}

// build builds the project with b, which may have built before.
func build(t *testing.T, b *Builder, in Input) built {
	t.Helper()
	if in.Builtin == nil {
		in.Builtin = themes.Default()
		remember(t, b, in.Project)
	}
	mem := output.NewMemory()
	r, err := b.Build(t.Context(), in, func(*Result) (output.Sink, error) { return mem, nil })
	if err != nil {
		t.Fatal(err)
	}
	return built{r, contents(t, mem)}
}

func contents(t *testing.T, fsys fs.FS) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(fsys, name)
		files[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// themesLoaded are the themes that tests have loaded: each takes longer than a build.
var themesLoaded memo.Table[loaded]

// remember lets a new builder remember the theme of a project, as one does that has
// loaded it: the built-in one, under themes/mine if there is that.
func remember(t *testing.T, b *Builder, project fs.FS) {
	t.Helper()
	files, own := builtin(), map[string]bool{}
	if folder, err := fs.Sub(project, "themes/mine"); err != nil {
		t.Fatal(err)
	} else if _, err := fs.Stat(folder, "."); err == nil {
		files = filesOf(source.Overlay(folder, themes.Default()))
		own = ownFiles(folder, files)
	}
	key := themeKey(files, own)
	b.themes.Get(key, func() loaded {
		return themesLoaded.Get(key, func() (l loaded) {
			l.theme, l.problems = theme.Load(files, func(file string) bool { return own[file] })
			return l
		})
	})
}

// builtin is the built-in theme, which most tests need and none changes.
var builtin = sync.OnceValue(func() []*source.File { return filesOf(themes.Default()) })

// filesOf reads a theme.
func filesOf(layers fs.FS) []*source.File {
	files, _, err := source.Read(layers, ".")
	if err != nil {
		panic(err)
	}
	return files
}
