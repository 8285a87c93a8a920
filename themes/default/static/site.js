// What a page does beyond being read. Without it every page is complete: it
// only says how far away a date is, and keeps the reader's place when the
// language changes. What can be ticked is the business of checklist.js.
"use strict";
(() => {
  const root = document.documentElement;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

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

  for (const button of all("[data-print]")) {
    button.parentElement.hidden = false;
    button.addEventListener("click", () => print());
  }
})();
