// The day that was chosen in the bar is today for all scripts of the page, at the
// time of day that it is.
(() => {
  'use strict';
  const [year, month, day] = document.currentScript.dataset.day.split('-').map(Number);
  const Real = Date, now = new Real();
  const then = new Real(now);
  then.setFullYear(year, month - 1, day);
  const current = () => Real.now() + (then - now);
  window.Date = new Proxy(Real, {
    construct: (real, given, made) => Reflect.construct(real, given.length ? given : [current()], made),
    get: (real, name) => name === 'now' ? current : Reflect.get(real, name),
  });
})();
