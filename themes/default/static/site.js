// What a page does beyond being read. Without it every page is complete: it
// only says how far away a date is, marks the current section, keeps the reader's
// place when the language changes, copies code, prints, and opens the search. What
// can be ticked is the business of checklist.js.
"use strict";
(() => {
  const root = document.documentElement;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  const unit = new Intl.NumberFormat(root.lang, { style: "unit", unit: "day", unitDisplay: "long" });
  const inWords = n => unit.format(n).replace(/^(\d+) 日$/, "$1日");
  const words = document.body.dataset;
  const soon = 90;

  // Days from today, in the reader's calendar; reckoned again where a page is looked at
  // on another day than it was opened.
  const times = all("time[data-due]");
  let today;
  const reckon = () => {
    const now = new Date(), day = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
    if (day === today) return;
    today = day;
    const dues = times.map(time => ({ time, days: Math.round((Date.parse(time.dateTime) - today) / 864e5) }));
    const next = Math.min(...dues.filter(due => due.days >= 0 && due.time.closest("[data-calendar]")).map(due => due.days));
    for (const { time, days } of dues) {
      time.nextElementSibling.replaceChildren();
      time.parentElement.classList.remove("is-late", "is-next", "is-soon");
      if (days > soon && days !== next) continue;
      const template = days < 0 ? words.late : days ? words.left : words.today;
      const note = document.createElement("span");
      note.className = "due-note";
      note.textContent = template.replace("{days}", inWords(Math.abs(days)));
      time.nextElementSibling.append(note);
      time.parentElement.classList.add(days < 0 ? "is-late" : days === next ? "is-next" : "is-soon");
    }
  };
  reckon();
  for (const name of ["pageshow", "visibilitychange", "focus"]) addEventListener(name, reckon);

  // The id at the end of an address; not all that somebody types there can be decoded.
  const idOf = hash => {
    try { return decodeURIComponent(hash.slice(1)); } catch { return ""; }
  };

  // Where the reader is: the last heading that has passed the top of the window, at
  // the end of the page the one asked for.
  const headings = within => all(":is(h2, h3)[id]", within).filter(h => !h.closest("nav"));
  const passed = list => {
    const top = parseFloat(getComputedStyle(root).scrollPaddingTop) + 64;
    const at = list.filter(h => h.getBoundingClientRect().top < top).at(-1);
    const asked = list.find(h => h.id === idOf(location.hash));
    const end = scrollY > 0 && scrollY + innerHeight >= root.scrollHeight - 2;
    return end && asked && asked.getBoundingClientRect().top < innerHeight ? asked : at;
  };

  // The contents mark the current section; on a phone they name it.
  const links = all(".contents a[href^='#']");
  const linkTo = heading => heading && links.find(link => idOf(link.hash) === heading.id);
  if (links.length) {
    const listed = headings().filter(linkTo);
    const label = document.querySelector(".contents .here");
    const top = element => element.getBoundingClientRect().top;
    const follow = () => { // where the contents are long, one of these scrolls
      for (const box of all(".contents, .drawer")) for (const link of all("[aria-current]", box)) box.scrollTop += top(link) - top(box) - box.clientHeight / 2;
    };
    const mark = () => {
      const current = linkTo(passed(listed));
      if (current && current.ariaCurrent) return;
      for (const link of links) link.removeAttribute("aria-current");
      label.textContent = current ? current.textContent : "";
      if (current) current.setAttribute("aria-current", "location");
      follow();
    };
    const drawer = links[0].closest("details");
    const shut = () => { if (getComputedStyle(label).display !== "none") drawer.open = false; }; // on a phone
    drawer.addEventListener("toggle", follow);
    drawer.addEventListener("focusout", event => { if (event.relatedTarget && !drawer.contains(event.relatedTarget)) shut(); });
    const margin = parseFloat(getComputedStyle(root).scrollPaddingTop) + 64;
    const observer = new IntersectionObserver(mark, { rootMargin: `-${margin}px 0px 0px`, threshold: [0, 1] });
    listed.forEach(heading => observer.observe(heading));
    addEventListener("hashchange", mark);
    for (const link of links) link.addEventListener("click", shut);
  }

  // The same section in the other language, and side by side.
  const place = () => {
    const link = linkTo(scrollY > 0 ? passed(headings().filter(linkTo)) : null)
      || links.find(link => link.hash === location.hash);
    return link ? { own: link.hash.slice(1), twin: link.dataset.twin || "" } : null;
  };
  for (const link of all("a[data-language]")) {
    link.addEventListener("click", () => {
      const side = all(`.review td[lang="${link.lang}"]`).flatMap(cell => headings(cell));
      const at = side.length && scrollY > 0 && passed(side);
      if (at) link.hash = at.id.slice(link.lang.length + 1);
      else link.hash = links.length ? (place() || { twin: "" }).twin : location.hash.slice(1);
    });
  }
  for (const link of all("a[data-review]")) {
    link.addEventListener("click", () => {
      const at = place();
      link.hash = at ? `${root.lang}-${at.own}` : "";
    });
  }

  // Code can be copied. Pages that are not served safely have no clipboard, but
  // a selection that can be copied.
  const said = document.createElement("p");
  said.className = "sr";
  said.setAttribute("role", "status");
  const copy = async pre => {
    try {
      await navigator.clipboard.writeText(pre.textContent);
    } catch {
      getSelection().selectAllChildren(pre);
      document.execCommand("copy");
    }
  };
  for (const pre of all("pre", document.querySelector("main"))) {
    const box = document.createElement("div");
    box.className = "code-block";
    const button = document.createElement("button");
    button.type = "button";
    button.lang = root.lang; // the code may stand in a text of another
    button.textContent = words.copy;
    pre.replaceWith(box);
    box.append(pre, button);
    document.body.append(said);
    button.addEventListener("click", async () => {
      await copy(pre);
      button.textContent = said.textContent = words.copied;
      setTimeout(() => { button.textContent = words.copy; said.textContent = ""; }, 2000);
    });
  }

  // Search opens over the page, and is loaded with that; where it does not come, with
  // the next key or press. Until it is there, an Enter is remembered for it.
  const self = document.currentScript.src;
  const add = (name, more) => document.head.append(Object.assign(document.createElement(name), more));
  let loading;
  const load = finder => {
    const say = text => { finder.querySelector(".found").textContent = text; };
    loading ??= Promise.all(["find.js", "search.js"].map(name => new Promise((onload, onerror) => {
      say("");
      add("script", { src: new URL(name, self), async: false, onload, onerror });
    }))).catch(() => {
      loading = null;
      say(finder.dataset.failed);
    });
  };
  const search = event => {
    event.preventDefault();
    const template = document.getElementById("_search"); // but on its own page
    if (template && !document.getElementById("_query")) {
      document.body.append(template.content);
      add("link", { rel: "stylesheet", href: new URL("search.css", self) });
      const field = document.getElementById("_query");
      field.onkeydown = event => {
        field.entered = event.key === "Enter" && !event.isComposing && event.keyCode !== 229 ? field.value : null;
        load(field.closest(".finder"));
      };
    }
    const field = document.getElementById("_query"), dialog = field.closest("dialog:not([open])");
    if (template) load(field.closest(".finder"));
    if (dialog) dialog.showModal();
    field.select();
  };
  const chord = event => event.ctrlKey || event.altKey || event.metaKey;
  for (const link of all("a.search")) {
    link.addEventListener("click", event => { if (!chord(event) && !event.shiftKey) search(event); });
    document.addEventListener("keydown", event => {
      const typing = event.target.closest("textarea, select, [contenteditable], input:not([type=checkbox])");
      if (event.key === "/" && !chord(event) && !typing && !event.isComposing) search(event);
    });
  }

  for (const button of all("[data-print]")) {
    button.parentElement.hidden = false;
    button.addEventListener("click", () => print());
  }
})();
