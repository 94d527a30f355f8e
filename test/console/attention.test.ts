import type { Express } from 'express';
import request from 'supertest';
import type { Kind } from '../../src/domain/kind.js';
import type { Store } from '../../src/ports/store.js';
import type { FakeClock } from '../support/fake-clock.js';
import { seedChange } from '../support/seed.js';
import { consoleApp } from './console-app.js';

let app: Express;
let store: Store;
let clock: FakeClock;
beforeEach(async () => ({ app, store, clock } = await consoleApp()));
afterEach(() => store.close());

const page = async () => (await request(app).get('/attention')).text;

/** Opens matters of one cause, each about a ticket of its own where a kind is given. */
async function open(cause: string, ids: readonly string[], kind?: Kind): Promise<void> {
  if (kind) for (const id of ids) await seedChange(store, { id, kind });
  const reason = { code: cause, what: `About ${cause}.`, next: 'Do.', owner: 'operations' };
  const rows = ids.map((id) => ({
    ...{ id: `${cause}/${id}`, cause, subject: kind ? `ticket:t-${id}` : id },
    ticket_id: kind ? `t-${id}` : null,
    ...{ reason: JSON.stringify(reason), opened_at: clock.now() },
    ...{ closed_at: null, closed_by: null },
  }));
  for (let at = 0; at < rows.length; at += 500) {
    await store.write((tx) =>
      tx
        .insertInto('attention')
        .values(rows.slice(at, at + 500))
        .execute(),
    );
  }
  clock.advance(1000);
}

const numbered = (most: number) => Array.from({ length: most }, (_, n) => `s${n}`);

test('a leaver is shown however many older matters there are, and all are counted', async () => {
  await open('bad-row', numbered(2_100));
  await open('unconfirmed', ['leaver'], 'termination');
  const html = await page();
  expect(html).toContain('RITMleaver');
  expect(html.indexOf('About unconfirmed.')).toBeLessThan(html.indexOf('About bad-row.'));
  expect(html).toContain('2100 matters');
});

test('within one cause a leaver stands first, though it came last', async () => {
  await open(
    'held',
    Array.from({ length: 55 }, (_, n) => `h${n}`),
    'hire',
  );
  await open('held', ['leaver'], 'termination');
  const html = await page();
  expect(html.indexOf('RITMleaver')).toBeLessThan(html.indexOf('RITMh0<'));
  expect(html).toContain('56 matters');
  expect(html).toContain('<b class="bad">1 of leavers</b>');
  expect(html).toContain('and 6 more');
});

test('matters that are about no request are not offered as a list of requests', async () => {
  await open('bad-row', numbered(60));
  const html = await page();
  expect(html).toContain('and 10 more');
  expect(html).not.toContain('cause=bad-row');
});
