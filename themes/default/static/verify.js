// Says of the packet whose code was scanned whether it is still true. Without it the
// table says the same.
"use strict";
(() => {
  const say = () => {
    const id = location.hash.slice(1);
    for (const verdict of document.querySelectorAll(".verdict")) {
      const row = document.getElementById(id);
      const said = row ? ["untold", "old"].find(name => row.matches(`.${name}`)) ?? "true" : "unknown";
      const state = id === verdict.dataset.now ? "true" : said;
      verdict.hidden = !/^[0-9a-f]{8}$/.test(id);
      verdict.className = `verdict ${state}`;
      verdict.textContent = `${id} — ${verdict.dataset[state]}`;
    }
  };
  say();
  addEventListener("hashchange", say);
})();
