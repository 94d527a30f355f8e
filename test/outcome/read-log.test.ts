import { readLog } from '../../src/outcome/read-log.js';
import type { Entra, LogPage } from '../../src/ports/entra.js';
import { FakeEntra, logRow } from '../support/fake-entra.js';

/** A log whose pages are made as they are asked for. */
function logOf(page: (count: number) => LogPage): Entra & { asked: number } {
  const entra = Object.assign(new FakeEntra(), { asked: 0 });
  entra.logs = async () => page(entra.asked++);
  return entra;
}

const rows = [logRow('E1', 1000)];

test('rows of all pages are read, each once, and the newest instant is told', async () => {
  const entra = logOf((n) => ({ is: 'page', rows, next: n < 2 ? `page-${n}` : null }));
  expect(await readLog(entra, 0, () => true)).toEqual({ is: 'read', rows, newestAt: 1000 });
  expect(entra.asked).toBe(3);
});

test('a log that does not come to an end counts as not read, after a bounded number of pages', async () => {
  const endless = logOf((n) => ({ is: 'page', rows, next: `page-${n}` }));
  expect(await readLog(endless, 0, () => true)).toMatchObject({ is: 'unavailable' });
  expect(endless.asked).toBeLessThanOrEqual(200);
});

test('a page that leads to itself ends the reading at once', async () => {
  const circle = logOf(() => ({ is: 'page', rows, next: 'again' }));
  expect(await readLog(circle, 0, () => true)).toMatchObject({ is: 'unavailable' });
  expect(circle.asked).toBe(2);
});

test('a page that cannot be read makes the whole window unread', async () => {
  const broken = logOf((n) =>
    n === 0 ? { is: 'page', rows, next: 'more' } : { is: 'unavailable', why: 'answer 500' },
  );
  expect(await readLog(broken, 0, () => true)).toEqual({ is: 'unavailable', why: 'answer 500' });
});
