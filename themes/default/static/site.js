// What a page does beyond being read. Without it every page is complete: it
// only remembers ticks, says how far away a date is, and keeps the reader's
// place when the language changes.
"use strict";
(() => {
  const root = document.documentElement;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  // Ticks are kept in this browser only: working notes, not a sign-off.
  const store = {
    name: key => `${root.dataset.store}:${key}`,
    get(key) { try { return localStorage.getItem(this.name(key)); } catch { return null; } },
    set(key, on) { try { localStorage.setItem(this.name(key), on ? "1" : "0"); } catch { /* blocked: not remembered */ } },
  };

  const count = list => {
    const boxes = all("input[data-key]", list);
    const progress = list.querySelector(".progress");
    if (!boxes.length || !progress) return;
    progress.querySelector(".count").textContent = `${boxes.filter(box => box.checked).length} / ${boxes.length}`;
    progress.hidden = false;
  };
  const restore = () => {
    for (const box of all("input[data-key]")) {
      const kept = store.get(box.dataset.key);
      box.checked = kept ? kept === "1" : box.defaultChecked;
    }
    all(".checklist").forEach(count);
  };
  restore();
  addEventListener("storage", restore); // ticked in another tab
  document.addEventListener("change", event => {
    const box = event.target.closest("input[data-key]");
    if (!box) return;
    store.set(box.dataset.key, box.checked);
    for (const twin of all("input[data-key]")) if (twin.dataset.key === box.dataset.key) twin.checked = box.checked;
    all(".checklist").forEach(count);
  });

  // Days from today, in the reader's calendar, to a date written 2027-04-01.
  const now = new Date();
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  const daysTo = iso => Math.round((Date.parse(iso) - today) / 864e5);
  const unit = new Intl.NumberFormat(root.lang, { style: "unit", unit: "day", unitDisplay: "long" });
  const inWords = n => unit.format(n).replace(/^(\d+) 日$/, "$1日");
  const words = document.body.dataset;
  const soon = 90;

  const dues = all("time[data-due]").map(time => ({ time, days: daysTo(time.dateTime) }));
  const next = Math.min(...dues.filter(due => due.days >= 0 && due.time.closest("[data-calendar]")).map(due => due.days));
  for (const { time, days } of dues) {
    if (days > soon && days !== next) continue;
    const template = days < 0 ? words.late : days ? words.left : words.today;
    const note = document.createElement("span");
    note.className = "due-note";
    note.textContent = template.replace("{days}", inWords(Math.abs(days)));
    time.after(" ", note);
    time.parentElement.classList.add(days < 0 ? "is-late" : days === next ? "is-next" : "is-soon");
  }

  // The same section in the other language.
  const here = () => {
    const links = all(".contents a[href^='#']");
    const passed = links.filter(link => {
      const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      return heading && heading.getBoundingClientRect().top < 32;
    });
    const link = scrollY > 0 ? passed.at(-1) : null;
    if (link) return link.dataset.twin || "";
    const asked = links.find(link => link.hash === location.hash);
    if (asked) return asked.dataset.twin || "";
    return links.length ? "" : location.hash.slice(1);
  };
  for (const link of all("a[data-language]")) {
    link.addEventListener("click", () => { link.hash = here(); });
  }

  // Search opens over the page, and is loaded with that.
  const self = document.currentScript.src;
  const search = event => {
    event.preventDefault();
    const template = document.getElementById("_search"); // but on its own page
    if (template && !document.getElementById("_query")) {
      document.body.append(template.content);
      const add = (name, more) => document.head.append(Object.assign(document.createElement(name), more));
      add("link", { rel: "stylesheet", href: new URL("search.css", self) });
      for (const name of ["find.js", "search.js"]) add("script", { src: new URL(name, self), async: false });
    }
    const dialog = document.querySelector(".search-dialog:not([open])");
    if (dialog) dialog.showModal();
    document.getElementById("_query").select();
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
