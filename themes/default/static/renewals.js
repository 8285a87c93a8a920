// Marks in the picture of a year what is next or overdue, and draws today. The
// picture is complete without it; its tables say the same in words.
"use strict";
(() => {
  const all = selector => [...document.querySelectorAll(selector)];
  const two = n => String(n).padStart(2, "0");
  const key = mark => { for (const entry of all(`.chart-key li:has(${mark})`)) entry.classList.add("is-shown"); };

  let today; // may be another when the page is looked at again
  const mark = () => {
    const now = new Date();
    const month = `${now.getFullYear()}-${two(now.getMonth() + 1)}`, day = `${month}-${two(now.getDate())}`;
    if (day === today) return;
    today = day;
    for (const entry of all(".is-shown")) entry.classList.remove("is-shown");
    for (const line of all(".chart-line")) line.remove();

    const next = all("[data-calendar] time[data-due]").map(time => time.dateTime).filter(day => day >= today).sort()[0];
    for (const mark of all(".chart-year time:not(.repeat)")) {
      const state = mark.dateTime < today ? "is-late" : mark.dateTime === next ? "is-next" : "";
      mark.classList.remove("is-late", "is-next");
      if (!state) continue;
      mark.classList.add(state);
      key("." + state);
    }

    const column = all(".chart-month").findIndex(head => head.dataset.month === month);
    if (column < 0) return;
    const days = new Date(now.getFullYear(), now.getMonth() + 1, 0).getDate();
    for (const part of all(".chart-head, .chart-row")) {
      const line = document.createElement("span");
      line.className = "chart-line";
      line.style.insetInlineStart = `${100 * (now.getDate() - .5) / days}%`;
      part.children[column].prepend(line);
    }
    key(".chart-today");
  };
  mark();
  for (const name of ["pageshow", "visibilitychange", "focus"]) addEventListener(name, mark);
})();
