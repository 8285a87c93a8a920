// Makes a page follow the builds of a preview: it is loaded again when there is a
// newer one, and what is wrong is shown over it until it is right. The bar at its
// foot says where it is written and changes what is shown.
(() => {
  'use strict';
  const { token, shows, bar: data = '{}' } = document.currentScript.dataset;
  const { File: file, Lines: lines, Review: review, Packet: packet, Editions: editions = [], Day: day = '', Today: today } = JSON.parse(data);
  const japanese = document.documentElement.lang.startsWith('ja');
  const words = japanese ? {
    broken: n => `エラーが${n}件あるため、更新を止めています`,
    brokenDo: '直して保存すると、自動で更新されます。いま見えているのは、最後にできあがったときのページです。',
    unmade: (wanted, seen) => `「${wanted}」の版は、エラーがあるためまだ作れません。いま見えているのは「${seen}」の版です。`,
    failed: 'サイトを作れませんでした',
    badge: (errors, warnings) => errors ? `エラー${errors}件` : warnings ? `警告${warnings}件` : 'エラー',
    apart: n => `この版に使わない組織のファイルに、エラーが${n}件あります`,
    apartDo: 'このページは更新されています。直すまで作れないのは、その組織の版だけです。',
    warnings: n => `警告が${n}件あります`,
    warningsDo: 'このままでも公開できますが、確かめてください。',
    error: 'エラー', warning: '警告', past: '期限切れなど', notice: '予告',
    due: n => `期限など${n}件`,
    dueOn: day => `${day}の時点で、期限が来ることなど`,
    dueDo: command => `${command} がこの日に知らせる内容です。サイトはこのままでも作れます。`,
    more: n => `ほかに${n}件あります。`, all: command => `${command} ですべて表示します。`,
    close: '閉じる', label: 'プレビューの知らせ',
    bar: 'プレビュー', tools: '表示を変える', copy: '原稿の場所をコピー', copied: 'コピーしました', review: '日英を並べる', packet: '印刷の見た目',
    edition: '版', day: '今日とする日', back: '本日に戻す',
  } : {
    broken: n => n === 1 ? '1 error keeps this page from being updated' : `${n} errors keep this page from being updated`,
    brokenDo: 'Correct and save: the page then updates by itself. What you see is the last one that could be built.',
    unmade: (wanted, seen) => `The edition “${wanted}” has errors and cannot be built yet. What you see is “${seen}”.`,
    failed: 'The site could not be built',
    badge: (errors, warnings) => errors ? (errors === 1 ? '1 error' : `${errors} errors`) : warnings ? (warnings === 1 ? '1 warning' : `${warnings} warnings`) : 'Error',
    apart: n => (n === 1 ? '1 error' : `${n} errors`) + ' in files that are not part of this edition',
    apartDo: 'This page is up to date. Until they are corrected, only the editions of their organisations cannot be built.',
    warnings: n => n === 1 ? '1 warning' : `${n} warnings`,
    warningsDo: 'The site can be published as it is, but have a look.',
    error: 'Error', warning: 'Warning', past: 'Past due', notice: 'Notice',
    due: n => `${n} due`,
    dueOn: day => `Due and coming up on ${day}`,
    dueDo: command => `This is what ${command} says on that day. The site can be built all the same.`,
    more: n => `And ${n} more.`, all: command => ` ${command} shows them all.`,
    close: 'Close', label: 'Preview',
    bar: 'Preview tools', tools: 'Change view', copy: 'Copy where this is written', copied: 'Copied', review: 'Side by side', packet: 'Print view',
    edition: 'Edition', day: 'Today is', back: 'Back to the real day',
  };
  const nameOf = id => {
    const e = editions.find(e => e.ID === id);
    return e ? (japanese ? e.Name.JA : e.Name.EN) : id;
  };

  function element(name, className, ...children) {
    const e = document.createElement(name);
    if (className) e.className = className;
    e.append(...children);
    return e;
  }

  // What must outlive a reload in this tab: the panel that is open and what had the
  // focus; and, on all pages, whether the tools are.
  const kept = {
    get: name => { try { return sessionStorage.getItem(`gen-${name}`) ?? ''; } catch { return ''; } },
    set: (name, value) => { try { sessionStorage.setItem(`gen-${name}`, value); } catch { } },
  };
  function leave(go) {
    kept.set('focus', root.contains(document.activeElement) ? document.activeElement.name ?? '' : '');
    kept.set('panel', opened === 'due' ? opened : '');
    go();
  }

  let here = location.pathname;
  try { here = decodeURI(here); } catch { } // an address that no page has

  // look asks for the state of the preview; calls while it runs lead to one more.
  let looking = false, again = false;
  async function look() {
    if (looking) { again = true; return; }
    looking = true;
    do {
      again = false;
      try {
        const answer = await fetch(`/_gen/problems?token=${token}&at=${encodeURIComponent(here)}`);
        const state = answer.status !== 403 && await answer.json(); // 403: the preview was started anew
        if (state && state.shows === shows) show(state);
        // A tab that nobody looks at waits until somebody does.
        else if (document.hidden) document.addEventListener('visibilitychange', look, { once: true });
        else if (state && state.at && state.at !== here && state.edition !== edition) leave(() => location.replace(state.at));
        else leave(() => location.reload());
      } catch { } // it is not running now
    } while (again);
    looking = false;
  }

  function item(p, worse, milder) {
    const li = element('li', p.error ? 'error' : '',
      element('div', 'where', element('span', 'kind', p.error ? worse : milder), ` ${p.pos} ${p.code}`),
      element('div', '', japanese ? p.ja : p.en));
    if (p.at) li.append(element('pre', '', p.before, element('mark', '', p.at), p.after));
    else if (p.after) li.append(element('pre', 'whole', p.after));
    return li;
  }

  const root = element('div'), box = element('div'), nav = element('nav');
  const badge = element('button', 'badge'), due = element('button', 'due');
  root.id = 'gen-preview';
  box.id = 'gen-live';
  box.setAttribute('role', 'region');
  box.setAttribute('aria-label', words.label);
  box.setAttribute('aria-live', 'polite');
  nav.id = 'gen-bar';
  nav.setAttribute('aria-label', words.bar);
  for (const b of [badge, due]) {
    b.hidden = true;
    b.setAttribute('aria-controls', box.id);
  }
  badge.name = 'badge';
  due.name = 'due';
  root.append(box, nav);

  // One panel at most is open, of what is wrong or of what is due; a mistake opens
  // its own by itself, once.
  let opened = kept.get('panel'), panels = {}, wasBroken = false;
  kept.set('panel', '');
  function open(name) {
    opened = panels[name] ? name : '';
    const focused = box.contains(document.activeElement); // which what is shown anew takes over
    box.replaceChildren(...opened ? [panels[opened]] : []);
    if (focused) box.querySelector('button')?.focus({ preventScroll: true });
    badge.setAttribute('aria-expanded', opened === 'wrong');
    due.setAttribute('aria-expanded', opened === 'due');
  }
  badge.onclick = () => open(opened === 'wrong' ? '' : 'wrong');
  due.onclick = () => open(opened === 'due' ? '' : 'due');
  addEventListener('keydown', e => {
    if (e.key !== 'Escape' || !opened || !root.contains(document.activeElement)) return;
    const from = opened === 'due' ? due : badge;
    open('');
    from.focus();
  });

  function panel(from, title, say, failure, items, rest) {
    const close = element('button', '', words.close);
    close.onclick = () => { open(''); from.focus(); };
    const section = element('section', from === due ? 'due' : 'wrong', element('header', '', element('h2', '', title), close), element('p', '', say));
    if (failure) section.append(element('pre', 'whole', failure));
    section.append(element('ol', '', ...items));
    if (rest) section.append(element('p', '', rest));
    return section;
  }

  // A bar with nothing in it is not shown, and no button that opens nothing.
  function fold() {
    more.hidden = !tools.querySelector('a, label, button:not([hidden])');
    root.hidden = more.hidden && badge.hidden && !nav.querySelector('.source');
  }

  function show(state) {
    const { broken, failure, errors, warnings, problems, gates } = state;
    root.classList.toggle('broken', broken);
    panels = {};
    if ((broken || errors + warnings > 0) && !document.body.classList.contains('gen-apology')) { // which lists them itself
      let title = words.warnings(warnings), say = words.warningsDo;
      if (errors > 0) {
        title = words.apart(errors);
        say = words.apartDo;
      }
      if (broken) {
        title = failure ? words.failed : words.broken(errors);
        say = state.asked !== state.edition ? words.unmade(nameOf(state.asked), nameOf(state.edition)) : words.brokenDo;
      }
      const more = errors + warnings - problems.length;
      panels.wrong = panel(badge, title, say, failure, problems.map(p => item(p, words.error, words.warning)), more > 0 && words.more(more) + words.all(state.checking));
      badge.textContent = words.badge(errors, broken ? 0 : warnings);
    }
    if (gates.length) {
      const more = state.due - gates.length;
      panels.due = panel(due, words.dueOn(state.today), words.dueDo(state.checking), '', gates.map(p => item(p, words.past, words.notice)), more > 0 && words.more(more));
      due.textContent = words.due(state.due);
    }
    badge.hidden = !panels.wrong;
    due.hidden = !panels.due;
    if (choice) choice.value = state.asked;
    fold();
    open(broken && !wasBroken ? 'wrong' : opened);
    wasBroken = broken;
  }

  // The place in the source of what stands at the top of the window.
  if (file) {
    const path = element('span', '', element('bdi', '', file)), number = element('span');
    const source = element('button', 'source', path, number);
    source.title = words.copy;
    source.name = 'source';
    const place = () => {
      let line = 0;
      for (const [id, n] of Object.entries(lines ?? {})) {
        const heading = document.getElementById(id);
        if (heading && heading.getBoundingClientRect().top < 150 && n > line) line = n;
      }
      number.textContent = line ? `:${line}` : '';
    };
    addEventListener('scroll', place, { passive: true });
    place();
    source.onclick = async () => {
      try {
        await navigator.clipboard.writeText(source.textContent);
        source.replaceChildren(words.copied);
        setTimeout(() => source.replaceChildren(path, number), 1500);
      } catch { getSelection().selectAllChildren(source); } // not allowed: ready to be copied by hand
    };
    nav.append(source);
  }

  // The other ways to show the page, and what can be chosen. On a narrow screen they
  // open by a button.
  const more = element('button', 'more', words.tools), tools = element('div', 'tools');
  more.name = 'more';
  tools.id = 'gen-tools';
  more.setAttribute('aria-controls', tools.id);
  const unfold = yes => {
    nav.classList.toggle('unfolded', yes);
    more.setAttribute('aria-expanded', yes);
    kept.set('tools', yes ? 'open' : '');
  };
  more.onclick = () => unfold(!nav.classList.contains('unfolded'));
  unfold(kept.get('tools') === 'open');
  for (const [path, text] of [[review, words.review], [packet && `${packet}?print`, words.packet]]) {
    if (!path) continue;
    const a = element('a', '', text);
    a.href = `/${path}`;
    tools.append(a);
  }

  // What is chosen holds for all tabs, which follow as after a build.
  const edition = JSON.parse(data).Edition;
  let choice;
  async function choose(what) {
    await fetch(`/_gen/choose?token=${token}`, { method: 'POST', body: new URLSearchParams(what) }).catch(() => { });
    look();
  }
  if (editions.length > 1) {
    choice = element('select', '', ...editions.map(e => new Option(japanese ? e.Name.JA : e.Name.EN, e.ID)));
    choice.name = 'edition';
    choice.value = edition;
    choice.onchange = () => choose({ edition: choice.value });
    tools.append(element('label', '', element('span', '', words.edition), choice));
  }
  if (today) {
    const date = element('input');
    Object.assign(date, { type: 'date', name: 'day', min: '2000-01-01', max: '2099-12-31', value: today, required: true });
    let taken = today;
    const take = () => {
      clearTimeout(take.later);
      if (date.validity.valid && date.value !== taken) choose({ day: taken = date.value });
    };
    // While a date is typed it already is one, only not the one that is meant.
    date.onchange = () => { clearTimeout(take.later); take.later = setTimeout(take, 1200); };
    date.onkeydown = e => { if (e.key === 'Enter') take(); };
    date.onblur = take;
    tools.append(element('label', day && 'chosen', element('span', '', words.day), date));
    if (day) {
      const back = element('button', 'back', words.back);
      back.name = 'back';
      back.onclick = () => choose({ day: '' });
      tools.append(back);
    }
  }
  tools.append(due);
  nav.append(more, tools, badge);
  document.body.append(root);
  fold();
  more.classList.toggle('chosen', day !== '');
  const focused = kept.get('focus');
  if (focused) root.querySelector(`[name="${focused === 'back' && !day ? 'day' : focused}"]`)?.focus({ preventScroll: true });
  kept.set('focus', '');

  // The packet as it is printed: the browser's own view of it.
  if (new URLSearchParams(location.search).has('print')) addEventListener('load', () => print());

  // A browser opens few connections to one host, so one tab listens for all.
  const channel = new BroadcastChannel('gen-live');
  channel.onmessage = look;
  function listen() {
    const events = new EventSource(`/_gen/events?token=${token}`);
    events.onmessage = () => { channel.postMessage(''); look(); };
    events.onerror = () => {
      if (events.readyState !== EventSource.CLOSED) return; // it tries again by itself
      look();
      setTimeout(listen, 2000);
    };
  }
  // Without locks (a page that is neither https nor on this machine) each listens.
  if (navigator.locks) navigator.locks.request('gen-live', () => { listen(); return new Promise(() => {}); });
  else listen();
  addEventListener('pageshow', look);
})();
