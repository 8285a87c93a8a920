// Shows what find.js finds, in the dialog of any page or on the page of its own.
// Both are loaded when somebody searches.
"use strict";
(() => {
  const { find, prepare, letter, pair, root, lang } = hikitsugiSearch;

  const element = (name, className, ...children) => {
    const e = document.createElement(name);
    if (className) e.className = className;
    e.append(...children);
    return e;
  };

  // A text with what was found marked, from one place to another.
  const marked = (text, hits, from = 0, to = text.length) => {
    const out = document.createDocumentFragment();
    let at = from;
    for (const [a, b] of hits) {
      const start = Math.max(a, at), end = Math.min(b, to);
      if (start >= end) continue;
      out.append(text.slice(at, start), element("mark", "", text.slice(start, end)));
      at = end;
    }
    out.append(text.slice(at, to));
    return out;
  };

  const mostParts = 4; // of one page
  const before = 24, length = lang === "ja" ? 90 : 160; // characters of an excerpt

  // The part of a text in which something was found, or its beginning.
  const excerpt = (text, hits, begin) => {
    const flat = text.replace(/\n/g, " "); // as long as it was
    const hit = hits[0]?.[0] ?? 0;
    let from = begin || hit < length - before ? 0 : hit - before;
    let to = Math.min(flat.length, from + length);
    if (from > 0 && letter.test(flat[from - 1]) && !pair.test(flat[from])) { // not within a word
      const gap = flat.indexOf(" ", from);
      if (gap >= 0 && gap < hit) from = gap + 1;
    }
    const within = at => at > 0 && at < flat.length && /[\udc00-\udfff]/.test(flat[at]);
    if (within(from)) from--;
    if (within(to)) to++;
    return element("p", "excerpt", from > 0 ? "…" : "", marked(flat, hits, from, to), to < flat.length ? "…" : "");
  };

  const addressOf = (path, anchor) => {
    const url = new URL(path + "index.html", root);
    if (anchor) url.hash = anchor;
    return url.href;
  };

  const resultOf = page => {
    const link = element("a", "", marked(page.title, page.titleHits));
    link.href = addressOf(page.path);
    const item = element("li", "", element("p", "entry", link));
    if (page.textLang) item.lang = page.textLang;
    if (page.section) item.firstChild.append(" ", element("span", "by", page.section));
    const parts = element("ul", "parts");
    for (const part of page.parts.slice(0, mostParts)) {
      const shown = part.text && (part.textHits.length || part.kind !== "item") ? [excerpt(part.text, part.textHits, !part.title && page.titleHits.length > 0)] : [];
      if (!part.title) { item.append(...shown); continue; }
      const to = element("a", "", marked(part.title, part.titleHits));
      to.href = addressOf(page.path, part.anchor);
      parts.append(element("li", "", to, ...shown));
    }
    if (parts.children.length) item.append(parts);
    return item;
  };

  const setUp = finder => {
    const input = finder.querySelector("input");
    Object.assign(input, { autocomplete: "off", autocapitalize: "none", spellcheck: false, enterKeyHint: "go", onkeydown: null });
    const found = finder.querySelector(".found");
    const results = finder.querySelector(".results");
    const dialog = finder.closest("dialog");
    const links = () => [...results.querySelectorAll("a")];
    const follow = () => links()[0]?.click();
    let turn = 0; // what is no longer asked is not shown
    let wanted = input.entered; // the question at which Enter was pressed before its answer had come

    const show = async ({ pages, count, more }, next, mine) => {
      results.append(...pages.map(resultOf));
      found.textContent = count ? finder.dataset.found.replace("{count}", count) : finder.dataset.nothing;
      finder.querySelector(".more")?.remove();
      if (!more) return;
      const button = element("button", "more", finder.dataset.more);
      button.type = "button";
      button.addEventListener("click", async () => {
        const shown = links().length;
        const page = await next();
        if (mine !== turn) return;
        await show(page, next, mine);
        links()[shown]?.focus();
      });
      results.after(button);
    };

    const ask = async () => {
      const mine = ++turn, query = input.value;
      if (!dialog) remember(query);
      try {
        const { asked, next } = await find(query);
        const page = await next();
        if (mine !== turn) return;
        results.replaceChildren();
        await show(page, next, mine);
        if (!asked) found.textContent = "";
        finder.dataset.answered = query;
        if (wanted === query && (!dialog || dialog.open)) follow();
        wanted = null;
      } catch (error) {
        reportError(error);
        if (mine !== turn) return;
        results.replaceChildren();
        finder.querySelector(".more")?.remove();
        found.textContent = finder.dataset.failed;
        delete finder.dataset.answered;
      }
    };

    // While a word is being composed it is not yet what is asked.
    input.addEventListener("input", event => {
      wanted = null;
      if (!event.isComposing) ask();
    });
    input.addEventListener("compositionend", ask);
    finder.addEventListener("keydown", event => {
      // In Safari the Enter that ends a conversion comes after it, with this number.
      if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.altKey || event.metaKey) return;
      const list = links();
      const at = list.indexOf(document.activeElement);
      if (event.key === "ArrowDown" && (at >= 0 || event.target === input)) (list[at + 1] ?? list.at(-1))?.focus();
      else if (event.key === "ArrowUp" && at >= 0) (list[at - 1] ?? input).focus();
      else if (event.key === "Enter" && event.target === input) {
        if (finder.dataset.answered === input.value) follow();
        else { wanted = input.value; ask(); }
      }
      else if (event.key === "Escape" && dialog) dialog.close();
      else return;
      event.preventDefault();
    });
    if (dialog) {
      dialog.querySelector(".close").addEventListener("click", () => dialog.close());
      dialog.addEventListener("close", () => { wanted = null; });
      dialog.addEventListener("click", event => { if (event.target === dialog || event.target.closest("a")) dialog.close(); });
    } else {
      input.value = new URLSearchParams(location.search).get("q") ?? "";
      for (const link of document.querySelectorAll("a[data-language]")) { // which asks the same
        link.addEventListener("click", () => { link.search = new URLSearchParams(input.value && { q: input.value }); });
      }
    }
    if (input.value) ask(); else prepare().catch(() => {});
  };

  // The address keeps what was asked, so that it can be passed on.
  const remember = query => {
    const url = new URL(location.href);
    if (query) url.searchParams.set("q", query); else url.searchParams.delete("q");
    try { history.replaceState(null, "", url); } catch { /* not allowed everywhere */ }
  };

  document.querySelectorAll(".finder").forEach(setUp);
})();
