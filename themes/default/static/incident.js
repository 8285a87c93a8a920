// The incidents of runbooks: one is started, its time limits are counted from the
// moment at which the organisation knew, every tick and note goes into its log, and
// when it is finished the log is saved to a file. It outlives the page.
"use strict";
(() => {
  const { all, ask, dialogs, fill, fits, incident, isObject, make, now, one, organisation, render, rows, save, setWho, show, stamp, store, two, who } = checklist;
  const kit = document.getElementById("_incident-kit");
  const words = kit.dataset;
  const japanese = document.documentElement.lang === "ja";
  for (const dialog of all("dialog", kit.content)) dialogs[dialog.id.slice(1)] = dialog;
  document.body.append(kit.content);

  // What is ticked and noted is the last that the log says of it. Of what a later theme
  // has put there the log that is saved tells as it stands.
  const plain = entry => {
    const { kind, item, ...rest } = isObject(entry) ? entry : {};
    return ["tick", "note"].includes(kind) && fits(kind, rest);
  };
  const keeper = slug => {
    let begun; // the incident to which belongs what is about to be recorded
    return {
      get: (kind, row) => incident(slug)?.log.findLast(entry => plain(entry) && entry.kind === kind && entry.item === row.key) || null,
      set(kind, row, entry) {
        const found = incident(slug);
        if (found?.at === begun) {
          found.log.push({ kind, item: row.key, ...entry });
          store.set(`incident:${slug}`, found);
        } else if (kind === "note") { // it was finished meanwhile, in another tab
          one("textarea", dialogs.lost).value = entry.text;
          ask(dialogs.lost);
        }
      },
      async ready() {
        if (!incident(slug) && !await start(slug)) return false;
        begun = incident(slug)?.at;
        return !!begun;
      },
      since: tick => fill(words.since, { time: lasting(Date.parse(tick.at) - Date.parse(running[slug].start)) }),
    };
  };
  for (const row of rows) {
    row.slug = row.box.closest("[data-incident]")?.dataset.incident;
    if (row.slug) row.keeper = keeper(row.slug);
  }
  const limits = all("[data-incident] [data-within]").map(element => {
    element.append(make("span", "rest"), " ", make("span", "until"));
    return {
      element, length: element.dataset.within * 1000, row: rows.find(row => row.item?.contains(element)),
      slug: element.closest("[data-incident]").dataset.incident,
    };
  });
  const panel = one(".incident-clock");
  const own = panel?.closest("[data-incident]").dataset.incident;
  let running = {}; // by slug, as they were when last looked at
  checklist.before.push(() => {
    running = {};
    for (const name of store.names()) if (name.startsWith("incident:")) running[name.slice(9)] = incident(name.slice(9));
  });

  // A length of time: 4日3時間, 1時間12分, 9:41.
  const lasting = milliseconds => {
    const seconds = Math.max(0, Math.floor(milliseconds / 1000));
    const parts = [[Math.floor(seconds / 86400), "day"], [Math.floor(seconds / 3600) % 24, "hour"], [Math.floor(seconds / 60) % 60, "minute"]];
    const first = parts.findIndex(([n]) => n > 0);
    if (first < 0 || first > 1) return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
    return parts.slice(first, first + 2).map(([n, unit]) => new Intl.NumberFormat(japanese ? "ja" : "en", { style: "unit", unit, unitDisplay: "short" }).format(n).replace(" ", japanese ? "" : "\u00a0")).join(japanese ? "" : " ");
  };
  const hours = milliseconds => {
    const seconds = Math.floor(Math.abs(milliseconds) / 1000); // of a clock that was set back as well
    return `${milliseconds < 0 ? "−" : ""}${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  };
  const minute = date => `${checklist.day(date)}T${two(date.getHours())}:${two(date.getMinutes())}`;
  const second = date => `${minute(date).replace("T", " ")}:${two(date.getSeconds())}`;

  // ---- the clock, which is read aloud only when something happens ----
  const announce = text => show(one("[role=status]", panel), text);
  const clock = () => {
    const soon = [];
    for (const limit of limits) {
      const { element, row } = limit, begun = running[limit.slug];
      if (!begun) { for (const part of element.children) show(part, ""); limit.rest = undefined; continue; }
      const end = Date.parse(begun.start) + limit.length;
      const rest = end - (row?.tick ? Date.parse(row.tick.at) : Date.now());
      const text = rest < 0 ? fill(words.late, { time: lasting(-rest) }) : row?.tick ? words.inTime : fill(words.left, { time: lasting(rest) });
      show(element.firstChild, text);
      show(element.lastChild, fill(words.by, { when: stamp(new Date(end).toISOString()) }));
      element.classList.toggle("is-late", rest < 0);
      element.classList.toggle("is-done", !!row?.tick);
      if (row && !row.tick) {
        soon.push({ row, rest, text });
        if (limit.rest >= 0 && rest < 0) announce(fill(words.saidLate, { n: row.number }));
        else if (limit.rest > 60000 && rest <= 60000 && limit.length > 120000) announce(fill(words.saidMinute, { n: row.number }));
      }
      limit.rest = rest;
    }
    const begun = running[own];
    if (panel) {
      const next = soon.sort((a, b) => a.rest - b.rest)[0];
      panel.hidden = false;
      panel.classList.toggle("running", !!begun);
      document.documentElement.classList.toggle("in-incident", !!begun);
      show(one(".clock", panel), begun ? fill(words.elapsed, { time: lasting(Date.now() - Date.parse(begun.start)) }) : "");
      show(one(".since", panel), begun ? fill(words.started, { when: stamp(begun.start), who: begun.by }) : words.idle);
      show(one(".next", panel), [begun && next && `${fill(words.next, { n: next.row.number })} ${next.text}`, checklist.blocked && checklist.words.blocked].filter(Boolean).join(" "));
      one(".next", panel).classList.toggle("is-late", next?.rest < 0);
      show(one("button", panel), begun ? words.finish : words.start);
    }
  };

  const start = async slug => {
    const [time, name] = all("input", dialogs.start), opened = new Date(), shown = minute(opened);
    time.value = time.max = shown;
    name.value = who();
    if (!await ask(dialogs.start)) return false;
    setWho(name.value);
    store.set("asked", true);
    const at = now(), other = store.get(`incident:${slug}`);
    if (!incident(slug)) {
      if (other) store.set(`aside:${slug}:${at}`, other); // of another version, or damaged
      store.set(`incident:${slug}`, { start: (time.value === shown ? opened : new Date(time.value)).toISOString(), at, by: who(), log: [] });
    }
    render();
    if (panel) announce(words.saidStart);
    return true;
  };

  const logOf = slug => {
    const { start, at, by, log } = incident(slug), steps = rows.filter(row => row.slug === slug);
    const [knew, started, done, undone, noted, open, ended] = words.events.split("|");
    const line = (iso, event, by, entry = {}) => {
      const row = steps.find(row => row.key === entry.item);
      return [iso && second(new Date(iso)), iso && hours(Date.parse(iso) - Date.parse(start)), row?.number, entry.item && (row?.title.textContent || entry.item), event, by, entry.text, entry.revision];
    };
    const left = steps.filter(row => !row.tick).map(row => line("", open, "", { item: row.key, revision: row.revision }));
    const table = [
      [one("h1").textContent, organisation, Intl.DateTimeFormat().resolvedOptions().timeZone], words.csv.split("|"),
      line(start, knew, by), line(at, started, by),
      ...log.map(entry => plain(entry) ? line(entry.at, entry.kind === "note" ? noted : entry.on ? done : undone, entry.by, entry) : ["", "", "", "", "?", "", JSON.stringify(entry), ""]), ...left, line(now(), ended, who()),
    ];
    // A spreadsheet must not take what somebody wrote for a formula.
    const cell = (value = "") => `"${String(value).trim().replace(/^[=+\-@\t]/, "'$&").replaceAll('"', '""')}"`;
    return `\ufeff${table.map(cells => cells.map(cell).join(",")).join("\r\n")}\r\n`;
  };

  // ---- the end: what is removed is what was saved, though other tabs go on ----
  const dialog = dialogs.finish, report = one(".report", dialog), saveLog = one("[data-save]", dialog), end = one(".grave", dialog);
  const kept = () => JSON.stringify(store.get(`incident:${own}`));
  let saved; // the incident that is in the file
  const lookAtEnd = () => {
    if (!dialog.open) return;
    if (!running[own]) { // finished in another tab
      dialog.close();
      announce(words.saidEnd);
      return;
    }
    const open = rows.filter(row => row.slug === own && !row.tick).length, added = saved && saved !== kept();
    show(one(".undone", dialog), [open && fill(words.undone, { n: open }), added && words.added].filter(Boolean).join(japanese ? "" : " "));
    if (added) {
      show(report, "");
      if (document.activeElement === end) saveLog.focus();
    }
    end.disabled = !saved || added;
  };
  saveLog.addEventListener("click", () => {
    render();
    if (!running[own]) return;
    const file = `incident-${organisation}-${own}-${minute(new Date(running[own].start)).replace(/[-:]/g, "").replace("T", "-")}.csv`;
    save(file, "text/csv", logOf(own));
    saved = kept();
    lookAtEnd();
    show(report, fill(words.saved, { file }));
  });
  const finish = async () => {
    saved = "";
    do {
      show(report, "");
      const answer = ask(dialog);
      render();
      if (!await answer) return;
    } while (saved !== kept());
    store.remove(`incident:${own}`);
    render();
    announce(words.saidEnd);
  };
  checklist.press = () => incident(own) ? finish() : start(own);

  checklist.after.push(clock, lookAtEnd);
  render();
  setInterval(clock, 1000);
})();
