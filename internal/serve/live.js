// Makes a page follow the builds of a preview: it is loaded again when there is a
// newer one, and what is wrong is shown over it until it is right.
(() => {
  'use strict';
  const { token, shows, file, lines = '', review, packet } = document.currentScript.dataset;
  const japanese = document.documentElement.lang.startsWith('ja');
  const words = japanese ? {
    broken: n => `エラーが ${n} 件あるため、更新を止めています`,
    brokenDo: '直して保存すると、自動で更新されます。いま見えているのは、最後にできあがったときのページです。',
    failed: 'サイトを作れませんでした',
    warnings: n => `注意が ${n} 件あります`,
    warningsDo: 'このままでも公開できますが、確かめてください。',
    error: 'エラー', warning: '注意',
    more: n => `ほかに ${n} 件あります。すべてはターミナルに表示されています。`,
    close: '閉じる', label: 'プレビューの知らせ',
    bar: 'プレビュー', copy: '原稿の場所をコピー', copied: 'コピーしました', review: '日英を並べる', packet: '印刷の見た目',
  } : {
    broken: n => n === 1 ? '1 error keeps this page from being updated' : `${n} errors keep this page from being updated`,
    brokenDo: 'Correct and save: the page then updates by itself. What you see is the last one that could be built.',
    failed: 'The site could not be built',
    warnings: n => n === 1 ? '1 warning' : `${n} warnings`,
    warningsDo: 'The site can be published as it is, but have a look.',
    error: 'Error', warning: 'Warning',
    more: n => `And ${n} more: the terminal lists them all.`,
    close: 'Close', label: 'Preview',
    bar: 'Preview tools', copy: 'Copy where this is written', copied: 'Copied', review: 'Side by side', packet: 'Print view',
  };

  // A tab that nobody looks at waits until somebody does.
  function reload() {
    if (document.hidden) document.addEventListener('visibilitychange', reload, { once: true });
    else location.reload();
  }

  // look asks for the state of the preview; calls while it runs lead to one more.
  let looking = false, again = false;
  async function look() {
    if (looking) { again = true; return; }
    looking = true;
    do {
      again = false;
      try {
        const answer = await fetch(`/_gen/problems?token=${token}`);
        if (answer.status === 403) return reload(); // the preview was started anew
        const state = await answer.json();
        if (state.shows !== shows) return reload();
        show(state);
      } catch { } // it is not running now
    } while (again);
    looking = false;
  }

  function element(name, className, ...children) {
    const e = document.createElement(name);
    if (className) e.className = className;
    e.append(...children);
    return e;
  }

  function item(p) {
    const li = element('li', p.error ? 'error' : '',
      element('div', 'where', element('span', 'kind', p.error ? words.error : words.warning), ` ${p.pos} ${p.code}`),
      element('div', '', japanese ? p.ja : p.en));
    if (p.at) li.append(element('pre', '', p.before, element('mark', '', p.at), p.after));
    else if (p.after) li.append(element('pre', 'whole', p.after));
    return li;
  }

  let box;
  function show(state) {
    if (document.body.classList.contains('gen-apology')) return; // it lists them itself
    if (!box) {
      box = element('div');
      box.id = 'gen-live';
      box.setAttribute('role', 'region');
      box.setAttribute('aria-label', words.label);
      box.setAttribute('aria-live', 'polite');
      document.body.append(box);
    }
    box.hidden = !state.broken && state.warnings === 0;
    box.classList.toggle('broken', state.broken);
    let title = words.warnings(state.warnings);
    if (state.broken) title = state.failure ? words.failed : words.broken(state.errors);

    const badge = element('button', '', title);
    const close = element('button', '', words.close);
    const panel = element('section', '',
      element('header', '', element('h2', '', title), close),
      element('p', '', state.broken ? words.brokenDo : words.warningsDo));
    if (state.failure) panel.append(element('pre', 'whole', state.failure));
    panel.append(element('ol', '', ...state.problems.map(item)));
    const more = state.errors + state.warnings - state.problems.length;
    if (more > 0) panel.append(element('p', '', words.more(more)));

    function open(yes) {
      box.classList.toggle('open', yes);
      box.replaceChildren(yes ? panel : badge);
    }
    badge.onclick = () => { open(true); close.focus(); };
    close.onclick = () => { open(false); badge.focus(); };
    open(state.broken);
  }

  // The bar says where what stands at the top of the window is written, and leads to
  // the other ways in which it is shown.
  function bar() {
    const nav = element('nav');
    nav.id = 'gen-bar';
    nav.setAttribute('aria-label', words.bar);
    if (file) {
      const source = element('button', '', file);
      source.title = words.copy;
      const at = new Map(), pairs = lines.split(' ');
      for (let i = 0; i + 1 < pairs.length; i += 2) at.set(pairs[i], pairs[i + 1]);
      const place = () => {
        let line = '';
        for (const [id, n] of at) {
          const heading = document.getElementById(id);
          if (heading && heading.getBoundingClientRect().top < 150 && +n > +line) line = n;
        }
        source.textContent = line ? `${file}:${line}` : file;
      };
      addEventListener('scroll', place, { passive: true });
      place();
      source.onclick = async () => {
        try {
          await navigator.clipboard.writeText(source.textContent);
          source.textContent = words.copied;
          setTimeout(place, 1500);
        } catch { getSelection().selectAllChildren(source); } // not allowed: ready to be copied by hand
      };
      nav.append(source);
    }
    const link = (path, text) => {
      const a = element('a', '', text);
      a.href = path;
      nav.append(a);
    };
    if (review) link(`/${review}`, words.review);
    if (packet) link(`/${packet}?print`, words.packet);
    if (nav.children.length) document.body.append(nav);
  }
  bar();
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
