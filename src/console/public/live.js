// Asks every 10 s whether the page changed. Known cells get their new text; anything more is only
// announced, so that focus, scroll and selection never move by themselves.
const EVERY_MS = 10_000;
const body = document.body;
const news = document.querySelector('[data-news]');
const newsText = document.querySelector('[data-news-text]');
const toggle = document.querySelector('[data-live-switch]');

/** @param {Record<string, Record<string, string>> | null} cells */
function update(cells) {
  if (!cells) return tell('This page changed.');
  const known = new Set();
  let renewed = 0;
  for (const row of document.querySelectorAll('[data-row]')) {
    const id = row.getAttribute('data-row') ?? '';
    known.add(id);
    for (const cell of row.querySelectorAll('[data-cell]')) {
      const text = cells[id]?.[cell.getAttribute('data-cell') ?? ''];
      if (text === undefined || text === cell.textContent) continue;
      cell.textContent = text;
      renewed++;
      // The old shape and colour would contradict the new word.
      cell.parentElement?.classList.add('renewed');
    }
  }
  const fresh = Object.keys(cells).filter((id) => !known.has(id)).length;
  if (fresh > 0) tell(`${fresh} new ${fresh === 1 ? 'request' : 'requests'}.`);
  // A due time, a cause, a person: they are no cells of this, or a row is gone.
  else if (renewed === 0) tell('This page changed.');
}

/** The counts in the top bar belong to no page. @param {Record<string, number> | null} counts */
function recount(counts) {
  for (const [name, count] of Object.entries(counts ?? {})) {
    const shown = document.querySelector(`[data-count="${name}"]`);
    if (!shown || shown.textContent === String(count)) continue;
    shown.textContent = String(count);
    if (name === 'attention') shown.toggleAttribute('hidden', count === 0);
    else markLate(shown.closest('.late'), count > 0);
  }
}

/** @param {Element | null} late @param {boolean} bad */
function markLate(late, bad) {
  late?.classList.toggle('bad', bad);
  late?.classList.toggle('good', !bad);
}

let change = '';
let trouble = '';

/** @param {string} text */
function tell(text) {
  change = text;
  show();
}

/** What is shown may be old, which matters more than what changed. @param {string} text */
function tellTrouble(text) {
  trouble = text;
  show();
}

function show() {
  const text = trouble || change;
  if (newsText && newsText.textContent !== text) newsText.textContent = text;
  news?.classList.toggle('shown', text !== '');
}

async function look() {
  if (document.hidden || toggle?.getAttribute('aria-pressed') === 'false') return;
  const address = new URL(location.href);
  address.searchParams.set('since', body.dataset['revision'] ?? '');
  try {
    const answer = await fetch(address, {
      headers: { accept: 'application/json' },
      signal: AbortSignal.timeout(EVERY_MS),
    });
    if (answer.status === 200) {
      const { revision, counts, changed, cells } = await answer.json();
      body.dataset['revision'] = revision;
      recount(counts);
      if (changed) update(cells);
    }
    tellTrouble(answer.ok ? '' : troubleOf(answer.status));
  } catch {
    // The next look comes by itself.
    tellTrouble('The bridge cannot be reached. This page may be out of date.');
  }
}

/** @param {number} status */
function troubleOf(status) {
  if (status === 401) return 'You are not signed in any more. This page is out of date.';
  return 'This page cannot be renewed. It may be out of date.';
}

if (body.dataset['revision']) {
  news?.querySelector('a')?.setAttribute('href', location.pathname + location.search);
  toggle?.removeAttribute('hidden');
  toggle?.addEventListener('click', () => {
    const on = toggle.getAttribute('aria-pressed') === 'true';
    toggle.setAttribute('aria-pressed', String(!on));
  });
  setInterval(look, EVERY_MS);
}
