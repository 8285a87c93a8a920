// Finds what is on the site: hikitsugiSearch.find. The files that are searched are
// made by package search; each calls hikitsugiSearch with a part of the data.
"use strict";
(() => {
  const root = new URL("../", document.currentScript.src); // of the site
  const lang = document.documentElement.lang;

  // ---- what counts as the same: as Fold in internal/search/fold.go ----
  const hidden = /[\u00ad\u034f\u200b-\u200f\u2060\ufeff\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u;
  // Stretches that folding finds as they are, Hangul, and characters with their marks:
  // each is composed by itself.
  const stretches = /[\x00-\x7e\u3001-\u301b\u3041-\u3096\u30a1-\u30fc\u4e00-\u9fff]+(?![\p{M}\uff9e\uff9f])|[\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff\uffa0-\uffdc]+|[^][\p{M}\uff9e\uff9f]*/gu;
  const isPlain = c => c <= "~" || c >= "\u3001" && c <= "\u301b" || c >= "ぁ" && c <= "ゖ" || c >= "ァ" && c <= "ー" || c >= "\u4e00" && c <= "\u9fff";
  const isKatakana = c => c >= "ァ" && c <= "ヺ" || c === "ー";
  const isHiragana = c => c >= "ぁ" && c <= "ゖ";
  const isKana = c => isHiragana(c) || isKatakana(c);
  const endsWord = (before, after) => !isKatakana(after) && !(isHiragana(before) && isHiragana(after) && !"のをがにへはでもや".includes(after));
  const isSpace = c => c <= "~" ? c === " " || c >= "\t" && c <= "\r" : c < "\u3001" && /^[\s\u0085]$/u.test(c);
  const foldOne = c => {
    if (c >= "ぁ" && c <= "ゖ" || c === "ゝ" || c === "ゞ") return String.fromCharCode(c.charCodeAt(0) + 0x60);
    return c === "\u0130" ? "i" : c.toLowerCase();
  };

  // Returns the folded text and, for each of its units, where in text it comes from.
  const folded = text => {
    let seen = text, placeOf = i => i;
    if (hidden.test(text)) {
      const kept = [];
      let at = 0;
      seen = "";
      for (const c of text) {
        if (!hidden.test(c)) {
          seen += c;
          for (let i = 0; i < c.length; i++) kept.push(at);
        }
        at += c.length;
      }
      placeOf = i => kept[i];
    }
    const chars = [], places = [];
    for (const { 0: stretch, index } of seen.matchAll(stretches)) {
      if (isPlain(stretch[0]) && isPlain(stretch.at(-1))) {
        for (let i = 0; i < stretch.length; i++) { chars.push(stretch[i]); places.push(placeOf(index + i)); }
      } else {
        for (const c of stretch.normalize("NFKC")) { chars.push(c); places.push(placeOf(index)); }
      }
    }
    let out = "";
    const from = [];
    let space = -1; // where white space began
    for (let i = 0; i < chars.length; i++) {
      const c = chars[i];
      if (isSpace(c)) { if (space < 0) space = places[i]; continue; }
      if (c === "ー" && isKana(chars[i - 1] ?? "") && isKana(chars[i - 2] ?? "") && endsWord(chars[i - 1], chars[chars[i + 1] === "・" ? i + 2 : i + 1] ?? "")) continue;
      if (c === "・" && isKatakana(chars[i - 1] ?? "") && isKatakana(chars[i + 1] ?? "")) continue;
      if (space >= 0 && out) { out += " "; from.push(space); }
      space = -1;
      const f = foldOne(c);
      out += f;
      for (let k = 0; k < f.length; k++) from.push(places[i]);
    }
    from.push(text.length);
    return { text: out, from };
  };

  const pair = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}ー]/u;
  const letter = /[\p{L}\p{N}\p{M}]/u;
  const classOf = c => {
    if (c <= "~") return c >= "a" && c <= "z" || c >= "0" && c <= "9" || c >= "A" && c <= "Z" ? 2 : 0;
    return isKana(c) || c >= "\u4e00" && c <= "\u9fff" || pair.test(c) ? 1 : letter.test(c) ? 2 : 0;
  };
  const longest = 40;

  // Cuts a folded text into runs of one class: [class, text, start].
  const runs = text => {
    const list = [];
    let at = 0;
    for (const c of text) {
      const k = classOf(c);
      const last = list.at(-1);
      if (last && last[0] === k) last[1] += c; else list.push([k, c, at]);
      at += c.length;
    }
    return list;
  };

  // What a phrase is found by: [gram, whether it is the beginning of grams].
  const gramsOf = phrase => {
    const list = [];
    for (const [kind, text] of runs(phrase)) {
      const chars = [...text];
      if (!kind) continue;
      if (kind === 2) list.push([chars.slice(0, longest).join(""), chars.length > 1]);
      else if (chars.length === 1) list.push([text, true]);
      else for (let i = 0; i + 1 < chars.length; i++) list.push([chars[i] + chars[i + 1], false]);
    }
    return list;
  };

  // ---- the data ----
  const files = new Map(); // name → promise of its data
  const waiting = new Map(); // "ja head 0" → resolve
  const load = (kind, n, name) => {
    if (!files.has(name)) {
      const key = `${lang} ${kind} ${n}`;
      files.set(name, new Promise((resolve, reject) => {
        waiting.set(key, resolve);
        if (arrived.has(key)) { resolve(arrived.get(key)); return; }
        const script = document.createElement("script");
        script.src = new URL(name, root);
        // A file that did what it is for has been heard of before it is through.
        script.onload = script.onerror = () => {
          if (!arrived.has(key)) files.delete(name);
          reject(new Error(name));
        };
        document.head.append(script);
      }));
    }
    return files.get(name);
  };
  const arrived = new Map();
  globalThis.hikitsugiSearch = (language, kind, n, data) => {
    const key = `${language} ${kind} ${n}`;
    arrived.set(key, data);
    waiting.get(key)?.(data);
  };
  const head = () => load("head", 0, `search.${lang}.js`);
  const shard = (kind, n) => load(kind, n, `search/${lang}/${kind}${String(n).padStart(2, "0")}.js`);

  // The last of a sorted list of beginnings that is not behind x.
  const lastUpTo = (list, x) => {
    let low = 0, high = list.length;
    while (low < high) { const mid = (low + high) >> 1; if (list[mid] <= x) low = mid + 1; else high = mid; }
    return low - 1;
  };

  const tables = new Map(); // number of a file of grams → its lines
  const table = async n => {
    if (!tables.has(n)) tables.set(n, (await shard("w", n)).split("\n"));
    return tables.get(n);
  };

  const digits = new Uint8Array(128);
  [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"].forEach((c, i) => { digits[c.charCodeAt(0)] = i; });
  // Puts into levels, by page, what a line says: 1 to 4, the more the better.
  const read = (line, levels) => {
    let page = -1, number = 0, shift = 0;
    for (let i = line.indexOf("\t") + 1; i < line.length; i++) {
      const d = digits[line.charCodeAt(i)];
      number |= (d & 31) << shift;
      if (d > 31) { shift += 5; continue; }
      page += (number >> 2) + 1;
      if (levels[page] <= (number & 3)) levels[page] = (number & 3) + 1;
      number = shift = 0;
    }
  };

  const levelsOf = async ([gram, begins], h) => {
    const levels = new Uint8Array(h.count);
    const end = begins ? gram + "\uffff" : gram;
    const numbers = [];
    for (let n = Math.max(lastUpTo(h.words, gram), 0); n <= lastUpTo(h.words, end); n++) numbers.push(n);
    for (const lines of await Promise.all(numbers.map(table))) {
      for (let i = Math.max(lastUpTo(lines, gram), 0); i < lines.length; i++) {
        const key = lines[i].slice(0, lines[i].indexOf("\t"));
        if (key > end) break;
        if (begins ? key.startsWith(gram) : key === gram) read(lines[i], levels);
      }
    }
    return levels;
  };

  // ---- what is asked ----
  const wordStart = (text, i) => i === 0 || classOf([...text.slice(Math.max(0, i - 2), i)].at(-1)) !== 2;
  const wordEnd = (text, i) => i >= text.length || classOf(String.fromCodePoint(text.codePointAt(i))) !== 2;
  const isWord = c => classOf(c) === 2;

  // The places at which a phrase stands in a folded text: words by their beginnings.
  const placesOf = (phrase, text) => {
    const list = [];
    const begins = isWord([...phrase][0]);
    const alone = begins && [...phrase].length === 1;
    for (let i = text.indexOf(phrase); i >= 0; i = text.indexOf(phrase, i + 1)) {
      if (begins && !wordStart(text, i)) continue;
      if (alone && !wordEnd(text, i + phrase.length)) continue;
      list.push([i, i + phrase.length]);
    }
    return list;
  };

  const phrasesOf = text => {
    const list = [];
    let open = "";
    for (const [kind, run] of [...runs(text), [0, ""]]) {
      if (kind) { open += run; continue; }
      if (open) list.push(open.replace(/^([\x21-\x7e]{3,})s$/, (all, word) => word.endsWith("s") ? all : word));
      open = "";
    }
    return list;
  };

  // A question is a list of groups, all of which a page must answer; a group is a
  // list of alternatives, each a list of phrases that all stand on the page.
  // The words of the glossary stand for each other. Strictly, what is typed together
  // stands together; else it may be parted at hiragana and at the glossary's words.
  const questionOf = (typed, terms, strict) => {
    const { text, from } = folded(typed);
    const isHiragana = i => /[ぁ-ゖ]/.test(typed[from[i]] ?? "");
    const isEdge = (i, j) => {
      if (i < 0 || j >= text.length) return true;
      const a = classOf(text[i]), b = classOf(text[j]);
      return a !== b || a === 0 || isHiragana(i) !== isHiragana(j);
    };
    const taken = []; // [from, to, words]
    const words = terms.flatMap(words => words.map(word => [word, words])).sort((a, b) => b[0].length - a[0].length);
    for (const [word, all] of words) {
      for (let i = text.indexOf(word); i >= 0; i = text.indexOf(word, i + 1)) {
        let end = i + word.length;
        if (text[end] === "s" && isWord(word.at(-1)) && wordEnd(text, end + 1)) end++;
        if (taken.some(([a, b]) => i < b && a < end)) continue;
        const apart = isEdge(i - 1, i) && isEdge(end - 1, end);
        const latin = isWord([...word][0]) && !wordStart(text, i) || isWord([...word].at(-1)) && !wordEnd(text, end);
        if (latin || strict && !apart) continue;
        taken.push([i, end, [word, ...all.filter(other => other !== word)]]);
      }
    }
    taken.sort((a, b) => a[0] - b[0]);
    const groups = [];
    const rest = (from, to) => {
      while (from < to && taken.some(t => t[1] === from) && isHiragana(from)) from++;
      while (from < to && taken.some(t => t[0] === to) && isHiragana(to - 1)) to--;
      const pieces = [];
      if (strict) pieces.push(text.slice(from, to));
      else for (let i = from, open = from; i <= to; i++) {
        if (i < to && !isHiragana(i)) continue;
        pieces.push(text.slice(open, i));
        open = i + 1;
      }
      for (const piece of pieces) for (const phrase of phrasesOf(piece)) groups.push([[phrase]]);
    };
    let done = 0;
    for (const [from, to, all] of taken) {
      rest(done, from);
      groups.push(all.map(word => [word]));
      done = to;
    }
    rest(done, text.length);
    // Half of a word of the glossary stands for it as well.
    const core = text.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}\p{M}ー]+$/gu, "");
    if (!taken.length && core.length >= (classOf(core[0] ?? "") === 2 ? 4 : 2)) {
      const begun = terms.filter(words => words.some(word => word.startsWith(core) && word.length <= 2 * core.length));
      if (begun.length && groups.length) {
        return [[groups.flatMap(group => group[0]), ...begun.flat().map(word => [word])]];
      }
    }
    return groups;
  };

  // ---- pages that answer ----
  const weights = [0, 1, 1.5, 4, 10];

  const candidates = async (groups, h) => {
    const least = lists => lists.reduce((a, b) => a.map((x, i) => Math.min(x, b[i])));
    const found = new Map(); // phrase → levels by page
    await Promise.all(groups.flat(2).map(async phrase => {
      found.set(phrase, least(await Promise.all(gramsOf(phrase).map(gram => levelsOf(gram, h)))));
    }));
    const scores = new Float32Array(h.count);
    groups.forEach((group, g) => {
      const best = new Float32Array(h.count);
      group.forEach((alternative, i) => {
        const levels = least(alternative.map(phrase => found.get(phrase)));
        for (let page = 0; page < h.count; page++) {
          const weight = weights[levels[page]] * (i ? .9 : 1); // what was typed comes first
          if (weight > best[page]) best[page] = weight;
        }
      });
      for (let page = 0; page < h.count; page++) scores[page] = best[page] && (!g || scores[page]) ? scores[page] + best[page] : 0;
    });
    const list = [];
    scores.forEach((score, page) => { if (score) list.push([page, score]); });
    return list.sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  };

  const pageOf = async (n, h) => {
    const file = lastUpTo(h.pages, n);
    return (await shard("p", file))[n - h.pages[file]];
  };

  const foldedPages = new Map();
  const textsOf = (n, title, parts) => {
    if (!foldedPages.has(n)) foldedPages.set(n, [title, ...parts.flatMap(([, , title, text]) => [title, text])].map(folded));
    return foldedPages.get(n);
  };

  // What a page answers: null if the words only seem to stand on it.
  const answer = async ([n, score], groups, h) => {
    const [path, title, section, textLang, parts] = await pageOf(n, h);
    const texts = textsOf(n, title, parts);
    const answered = group => group.some(phrases => phrases.every(phrase => texts.some(t => placesOf(phrase, t.text).length)));
    if (!groups.every(answered)) return null;
    const phrases = [...new Set(groups.flat(2))];
    const hits = texts.map(t => phrases.flatMap(phrase => placesOf(phrase, t.text).map(([a, b]) => [t.from[a], t.from[b] ?? Infinity])).sort((a, b) => a[0] - b[0] || b[1] - a[1]));
    // Of the parts those are shown that answer the most; in their titles first.
    const says = (group, ...where) => group.some(phrases => phrases.every(phrase => where.some(i => placesOf(phrase, texts[i].text).length)));
    const rated = parts.map(([anchor, kind, title, text], i) => ({
      anchor, kind, title, text, titleHits: hits[1 + 2 * i], textHits: hits[2 + 2 * i], i,
      answers: groups.filter(group => says(group, 1 + 2 * i, 2 + 2 * i)).length,
      named: groups.filter(group => says(group, 1 + 2 * i)).length,
    }));
    const most = Math.max(1, ...rated.map(part => part.answers));
    const list = rated.filter(part => part.answers === most).sort((a, b) => b.named - a.named || a.i - b.i);
    const whole = phrases.some(phrase => texts[0].text === phrase);
    return { path, title, section, textLang, titleHits: hits[0], parts: list, score: score + (whole ? 5 : 0), n };
  };

  const batch = 10; // pages that are shown at once

  // Searches: returns the number of pages, and a function that returns the next of them.
  const search = async typed => {
    const h = await head();
    typed = typed.slice(0, 200); // as the field does
    let groups = [], list = [];
    for (const strict of [true, false]) {
      groups = questionOf(typed, h.terms, strict);
      list = groups.length ? await candidates(groups, h) : [];
      if (h.pages.length <= 1) { // all is here: what only seems to answer is left out at once
        const answers = await Promise.all(list.map(c => answer(c, groups, h)));
        list = list.filter((_, i) => answers[i]);
      }
      if (list.length) break;
    }
    let at = 0, seeming = 0;
    const next = async () => {
      const page = [];
      while (page.length < batch && at < list.length) {
        const some = list.slice(at, at + batch - page.length);
        at += some.length;
        for (const a of await Promise.all(some.map(c => answer(c, groups, h)))) if (a) page.push(a); else seeming++;
      }
      return { pages: page.sort((a, b) => b.score - a.score || a.n - b.n), count: list.length - seeming, more: at < list.length };
    };
    return { asked: groups.length > 0, next };
  };

  // For search.js, for scripts of a theme's own, and for tests.
  Object.assign(hikitsugiSearch, {
    fold: text => folded(text).text,
    find: search,
    prepare: head,
    letter, pair, root, lang,
  });
})();
