// What is kept of checklists leaves this browser as one file, comes back from one, or
// is cleared. Of a file only what is right in every point is believed.
"use strict";
(() => {
  const { ask, clean, day, dialogs, fill, fits, hasUnseen, isObject, isText, make, now, one, organisation, render, save, show, store, who, words } = checklist;
  const dialog = dialogs.records, report = one(".report", dialog), file = one("[type=file]", dialog);

  const format = "hikitsugi-checklist", version = 1;
  const exportFile = () => {
    const data = { format, version, organisation, at: now(), by: who(), ticks: {}, notes: {} };
    for (const name of store.names().sort()) {
      const [, kind, key] = name.match(/^(tick|note):(.+)$/) || [];
      if (kind && fits(kind, store.get(name))) data[`${kind}s`][key] = store.get(name);
    }
    save(`checklist-${organisation}-${day(new Date())}.json`, "application/json", `${JSON.stringify(data, null, 1)}\n`);
  };
  const importFile = async file => {
    let data;
    try { data = file.size < 2e6 ? JSON.parse(await file.text()) : null; } catch { /* no JSON */ }
    if (!isObject(data) || data.format !== format) return [words.noFile];
    if (data.version !== version) return [words.noVersion];
    if (!isText(80)(data.organisation)) return [words.noFile];
    if (data.organisation !== organisation) return [fill(words.noOrg, { org: data.organisation })];
    if (Object.keys(data).sort().join() !== "at,by,format,notes,organisation,ticks,version" || !isObject(data.ticks) || !isObject(data.notes)) return [words.noFile];
    let taken = 0, newer = 0;
    const refused = [];
    for (const kind of ["tick", "note"]) {
      for (const [key, entry] of Object.entries(data[`${kind}s`])) {
        const own = store.get(`${kind}:${key}`);
        if (!/^[^\s:]{1,200}$/u.test(key) || hasUnseen(key) || !fits(kind, entry) || Date.parse(entry.at) > Date.now() + 864e5) refused.push(clean(key, 40));
        else if (fits(kind, own) && own.at >= entry.at) newer++;
        else { store.set(`${kind}:${key}`, entry); taken++; }
      }
    }
    render();
    return [
      fill(words.taken, { n: taken }), newer && fill(words.newer, { n: newer }),
      refused.length && fill(words.refused, { n: refused.length, list: refused.slice(0, 10).join(", ") + (refused.length > 10 ? " …" : "") }),
    ].filter(Boolean);
  };

  file.addEventListener("change", async () => {
    if (file.files[0]) report.replaceChildren(...(await importFile(file.files[0])).map(text => make("p", "", text)));
  });
  one("[data-export]", dialog).addEventListener("click", exportFile);
  let open; // the rows of the list whose button was pressed
  checklist.open = rows => {
    open = rows;
    file.value = "";
    report.replaceChildren();
  };
  one("[data-reset]", dialog).addEventListener("click", async () => {
    const names = open.flatMap(row => [`tick:${row.key}`, `note:${row.key}`]), changed = one(".changed", dialogs.reset);
    const kept = () => JSON.stringify(names.map(store.get));
    let known = kept();
    show(changed, "");
    while (await ask(dialogs.reset)) {
      if (kept() === known) {
        names.forEach(store.remove);
        return render();
      }
      known = kept(); // another tab has gone on
      show(changed, words.resetChanged);
    }
  });
})();
