// Ticks and notes of checklists: working notes that stay in this browser, under the
// organisation's name and the site's path. The attributes by which they are kept are
// explained at view.Incident; words and dialogs stand in parts/ticking.html. records.js
// and incident.js build on this, and are loaded when somebody needs them.
"use strict";
const checklist = (() => {
  const self = document.currentScript.src;
  const root = document.documentElement;
  const kit = document.getElementById("_ticking");
  const words = kit.dataset;
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "").trim();
  const show = (element, text) => { if (element.textContent !== text) element.textContent = text; };
  const make = (name, className, text = "") => Object.assign(document.createElement(name), { className, textContent: text });
  document.body.append(kit.content);

  // ---- what is kept: a value by its name, for the session alone where the browser refuses ----
  const prefix = `${root.dataset.store}:`;
  const session = new Map();
  let blocked = false;
  const store = {
    get(name) {
      try { return JSON.parse(session.get(name) ?? localStorage.getItem(prefix + name)); } catch { return null; }
    },
    set(name, value) {
      const text = JSON.stringify(value);
      session.delete(name);
      try { localStorage.setItem(prefix + name, text); } catch { session.set(name, text); blocked = true; }
    },
    remove(name) {
      session.delete(name);
      try { localStorage.removeItem(prefix + name); } catch { /* it is not there */ }
    },
    names() {
      let names = [];
      try { names = Object.keys(localStorage).filter(key => key.startsWith(prefix)).map(key => key.slice(prefix.length)); } catch { /* none */ }
      return [...new Set([...names, ...session.keys()])];
    },
  };
  store.set("probe", 1);
  store.remove("probe");

  // A record is believed only if it has exactly this form, be it ours or from a file.
  const unseen = /[\u0000-\u0009\u000b-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
  const hasUnseen = text => text.search(unseen) >= 0;
  const isText = limit => value => typeof value === "string" && value.length <= limit && !hasUnseen(value);
  const isTime = value => isText(24)(value) && !isNaN(Date.parse(value)) && new Date(value).toISOString() === value;
  const isObject = value => typeof value === "object" && value !== null && !Array.isArray(value);
  const forms = {
    tick: { on: value => typeof value === "boolean", revision: value => isText(8)(value) && /^[0-9a-f]{8}$/.test(value), at: isTime, by: isText(80) },
    note: { text: isText(2000), at: isTime, by: isText(80) },
  };
  const fits = (kind, record) => isObject(record) && Object.keys(record).length === Object.keys(forms[kind]).length
    && Object.entries(forms[kind]).every(([name, right]) => Object.hasOwn(record, name) && right(record[name]));
  const clean = (text, limit) => text.replace(/\r\n?/g, "\n").replace(/[\t\v\f]/g, " ").replace(unseen, "").trim().slice(0, limit);
  // What its log holds beside ticks and notes, from a theme of another version, stays as it is.
  const incident = slug => {
    const found = store.get(`incident:${slug}`);
    return isObject(found) && isTime(found.start) && isTime(found.at) && isText(80)(found.by) && Array.isArray(found.log) ? found : null;
  };
  const now = () => new Date().toISOString();
  const who = () => { const name = store.get("who"); return isText(80)(name) ? name : ""; };
  const setWho = name => store.set("who", clean(name, 80));

  // Where the records of a row are kept; incident.js gives the steps of runbooks another.
  const browser = {
    get(kind, row) {
      const found = store.get(`${kind}:${row.key}`);
      return fits(kind, found) ? found : null;
    },
    set(kind, row, entry) { store.set(`${kind}:${row.key}`, entry); },
    ready: () => true, // may ask something first
    since: () => "", // said behind the time of a tick
  };
  // A runbook opens unticked. Its incident is the business of incident.js.
  const clock = one(".incident-clock");
  const loading = {};
  const load = (name, say) => loading[name] ??= new Promise(loaded => {
    say("");
    document.head.append(Object.assign(document.createElement("script"), { src: new URL(name, self), onload: () => loaded(true), onerror: () => loaded(false) }));
  }).then(came => {
    if (came) return true;
    loading[name] = null; // the next press tries again
    say(words.failed);
  });
  const incidents = () => load("incident.js", text => { if (clock) for (const place of all(".next, .sr", clock)) show(place, text); });
  const unstarted = {
    get: () => null,
    set() {},
    ready: async row => await incidents() ? row.keeper.ready(row) : show(row.state, words.failed),
    since: () => "",
  };
  const record = (kind, row, values) => { row.keeper.set(kind, row, { ...values, at: now(), by: who() }); render(); };

  // ---- words ----
  const stamp = iso => {
    const date = new Date(iso), year = date.getFullYear() === new Date().getFullYear() ? {} : { year: "numeric" };
    return new Intl.DateTimeFormat(root.lang === "en" ? "en-GB" : root.lang, { ...year, month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" }).format(date);
  };
  const two = n => String(n).padStart(2, "0");
  const day = date => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;

  // ---- what can be ticked ----
  const rows = all("input[data-key]").map(box => {
    const item = box.closest(".item"), memo = item && one(".memo", item);
    const row = { box, item, key: box.dataset.key, revision: box.dataset.revision || "00000000", keeper: box.closest("[data-incident]") ? unstarted : browser, state: Object.assign(make("span", "state"), { lang: root.lang }) };
    row.title = one(`[id="${box.getAttribute("aria-labelledby")}"]`) || box.closest("label");
    row.number = item ? one(".n", item).textContent : "";
    row.state.id = `${box.id}-state`;
    box.setAttribute("aria-describedby", row.state.id);
    if (memo) memo.append(row.state);
    else row.title.after(" ", row.state);
    if (memo && one(".what", item)) {
      row.note = make("button", "note-button");
      row.note.type = "button";
      row.note.setAttribute("aria-describedby", row.title.id);
      row.note.addEventListener("click", () => editNote(row));
      memo.append(row.note);
    }
    return row;
  });
  const lists = all(".progress").map(bar => {
    const list = bar.closest(".checklist");
    return { bar, rows: rows.filter(row => list ? list.contains(row.box) : !row.item) };
  });
  const before = [], after = []; // what looks whenever something has changed
  const render = () => {
    for (const look of before) look();
    for (const row of rows) {
      const tick = row.keeper.get("tick", row), note = row.keeper.get("note", row)?.text || "";
      const again = !!tick?.on && tick.revision !== row.revision;
      row.tick = tick?.on && !again ? tick : null;
      row.again = again;
      row.box.checked = tick ? !!row.tick : row.keeper === browser && row.box.defaultChecked;
      row.box.indeterminate = again;
      (row.item || row.title).classList.toggle("again", again);
      const when = tick && { when: stamp(tick.at), who: tick.by };
      if (again) row.state.replaceChildren(make("strong", "", words.again), " ", make("span", "", fill(words.before, when)));
      else show(row.state, row.tick ? `${fill("{when} {who}", when)} ${row.keeper.since(tick)}`.trim() : "");
      if (row.note) {
        show(row.note, note || words.note);
        row.note.classList.toggle("written", !!note);
      }
    }
    for (const { bar, rows } of lists) {
      const done = rows.filter(row => row.box.checked).length, again = rows.filter(row => row.again).length;
      show(one(".count", bar), `${done} / ${rows.length}`);
      show(one(".to-check", bar), [again && fill(words.toCheck, { n: again }), blocked && words.blocked].filter(Boolean).join(" "));
      Object.assign(one("progress", bar), { max: rows.length || 1, value: done });
      bar.hidden = !rows.length;
    }
    for (const look of after) look();
  };

  // ---- dialogs ----
  // ask shows a dialog and says whether it was answered with yes. That it was closed is
  // heard a moment later, when it may be open again: each closing answers one question.
  // While it is open nothing else can be asked by it.
  const questions = new Map();
  const ask = dialog => dialog.open ? Promise.resolve(false) : new Promise(answer => {
    dialog.returnValue = "";
    if (!questions.has(dialog)) {
      questions.set(dialog, []);
      dialog.addEventListener("close", () => questions.get(dialog).shift()(dialog.returnValue === "yes"));
    }
    questions.get(dialog).push(answer);
    dialog.showModal();
    one("[data-first]", dialog)?.focus();
  });
  const dialogs = Object.fromEntries(all("dialog").map(dialog => [dialog.id.slice(1), dialog]));
  const save = (name, type, text) => {
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(new Blob([text], { type })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  };
  const organisation = root.dataset.store.split(":").pop();

  document.addEventListener("change", async event => {
    const row = rows.find(row => row.box === event.target);
    if (!row) return;
    const on = row.box.checked;
    row.box.checked = false; // unless it is recorded
    if (!await row.keeper.ready(row)) return;
    const tick = () => record("tick", row, { on, revision: row.revision });
    tick();
    if (!on || who() || store.get("asked")) return;
    store.set("asked", true);
    if (!await ask(dialogs.who)) return;
    setWho(one("input", dialogs.who).value);
    if (row.keeper.get("tick", row)?.on) tick(); // unless it was taken back meanwhile, in another tab
  });

  const editNote = async row => {
    if (!await row.keeper.ready(row) || dialogs.note.open) return;
    const field = one("textarea", dialogs.note), changed = one(".changed", dialogs.note);
    const written = () => row.keeper.get("note", row)?.text || "";
    let known = field.value = written();
    show(one(".about", dialogs.note), row.title.textContent);
    show(changed, "");
    while (await ask(dialogs.note)) {
      const text = clean(field.value, Infinity), other = written();
      if (text.length > 2000) { // of two tabs, say
        show(changed, words.noteLong);
        continue;
      }
      if (text === known) return;
      if (!other || other === known) return record("note", row, { text });
      // Another tab has written meanwhile, which must not be lost.
      known = other;
      field.value = `${other}\n${text}`;
      show(changed, words.noteChanged);
    }
  };

  for (const { bar, rows } of lists) {
    one("[data-records]", bar).addEventListener("click", async () => {
      if (!clock && !await load("records.js", text => text ? show(one(".to-check", bar), text) : render())) return;
      const name = one("[name=who]", dialogs.records);
      name.value = who();
      name.onchange = () => setWho(name.value);
      if (!clock) api.open(rows);
      ask(dialogs.records);
    });
  }

  // ---- incidents that are running, on the home page ----
  const running = one(".incidents");
  if (running) {
    after.push(() => {
      for (const line of all("[data-runbook]", running)) {
        const begun = incident(line.dataset.runbook);
        line.hidden = !begun;
        show(one(".begun", line), begun ? stamp(begun.start) : "");
      }
      running.hidden = !one("[data-runbook]:not([hidden])", running);
    });
  }

  // ---- the incident of this runbook ----
  if (clock) {
    clock.hidden = false;
    one("button", clock).addEventListener("click", async () => { if (await incidents()) api.press(); });
  }
  after.push(() => { if (all("[data-incident]").some(runbook => incident(runbook.dataset.incident))) incidents(); });

  addEventListener("storage", event => { if (!event.key || event.key.startsWith(prefix) && event.key !== `${prefix}probe`) render(); }); // another tab
  addEventListener("pageshow", render); // the browser may have put back what it remembers
  const api = {
    after, all, ask, before, clean, day, dialogs, fill, fits, hasUnseen, incident, isObject, isText, lists, make, now, one, organisation, render, rows, save, setWho, show, stamp, store, two, who, words,
    get blocked() { return blocked; },
  };
  render();
  return api;
})();
