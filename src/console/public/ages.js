// Keeps relative ages right while a page is open; counts as src/console/instant.ts does.
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** @param {number} ms */
function span(ms) {
  const length = Math.abs(ms);
  if (length < MINUTE) return `${Math.floor(length / 1000)} s`;
  if (length < 2 * HOUR) return `${Math.floor(length / MINUTE)} min`;
  if (length < 2 * DAY) return `${Math.floor(length / HOUR)} h`;
  return `${Math.floor(length / DAY)} d`;
}

// The bridge's clock counts, not this machine's.
const ahead = Number(document.body.dataset['now'] ?? Date.now()) - Date.now();

function renew() {
  const now = Date.now() + ahead;
  for (const time of document.querySelectorAll('time[data-relative]')) {
    const at = Date.parse(time.getAttribute('datetime') ?? '');
    if (Number.isNaN(at)) continue;
    const text = span(now - at);
    const full = at <= now ? `${text} ago` : `in ${text}`;
    time.textContent = time.getAttribute('data-relative') === 'span' ? text : full;
  }
}

setInterval(() => {
  if (!document.hidden) renew();
}, 15_000);
document.addEventListener('visibilitychange', renew);
