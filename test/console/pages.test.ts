import type { Express } from 'express';
import request from 'supertest';
import type { Store } from '../../src/ports/store.js';
import type { FakeClock } from '../support/fake-clock.js';
import { seedChange } from '../support/seed.js';
import { ticketRow } from '../support/tickets.js';
import { consoleApp } from './console-app.js';
import { MINUTE, seedTold } from './seed-console.js';

let app: Express;
let store: Store;
let clock: FakeClock;
beforeEach(async () => {
  ({ app, store, clock } = await consoleApp());
});
afterEach(() => store.close());

const page = async (address: string) => (await request(app).get(address)).text;

test('an empty console says what to try', async () => {
  expect(await page('/requests')).toContain('No requests yet.');
  expect(await page('/requests?kind=hire')).toContain('No request fits these filters.');
  expect(await page('/writebacks')).toContain('no ticket is behind');
  expect(await page('/attention')).toContain('Nothing needs you right now.');
});

test('the start page is the list of requests', async () => {
  await request(app).get('/').expect(302).expect('location', '/requests');
});

test('a late leaver is counted on every page', async () => {
  await seedTold(store, '1', 'RITM1', clock.now());
  expect(await page('/help')).toContain('Late leavers: <b data-count="lateLeavers">1</b>');
  expect(await page('/requests?late=yes')).toContain('>RITM1</a>');
});

test('a leaver within the deadline is not late', async () => {
  await seedChange(store, {
    id: '1',
    kind: 'termination',
    effectiveAt: clock.now() - 59 * MINUTE,
    approvedAt: 0,
  });
  expect(await page('/requests')).toContain('Late leavers: <b data-count="lateLeavers">0</b>');
});

test('filters narrow the list and stand in the address as chips', async () => {
  await seedChange(store, { id: 'a', kind: 'hire' });
  await seedChange(store, { id: 'b', kind: 'transfer' });
  const html = await page('/requests?kind=hire&state=queued');
  expect(html).toContain('RITMa');
  expect(html).not.toContain('RITMb');
  expect(html).toContain('Remove filter kind: hire');
  expect(html).toContain('href="/requests?state=queued"');
});

test.each([
  ['ticket number', 'ritm42'],
  ['employee id', '42'],
  ['user name', 'Nina.Park@example.com'],
  ['request id', 't-42'],
  ['beginning of a ticket number', 'RITM4'],
])('a request is found by its %s', async (_, q) => {
  await seedChange(store, { id: '42' });
  await seedChange(store, { id: '7' });
  await store.write((tx) =>
    tx
      .insertInto('user_name')
      .values({ target: 'entra', user_name: 'nina.park@example.com', person_id: 'p-42' })
      .execute(),
  );
  const html = await page(`/requests?q=${encodeURIComponent(q)}`);
  expect(html).not.toContain('RITM7');
  expect(html).toContain('>RITM42</a>');
});
test('pages turn by cursor, forth and back', async () => {
  for (let n = 100; n < 161; n++) await seedChange(store, { id: String(n) });
  const first = await page('/requests');
  expect(first.match(/data-row/g)).toHaveLength(50);
  const next = link(first, 'Older');
  const second = await page(next);
  expect(second.match(/data-row/g)).toHaveLength(11);
  expect(second).not.toContain('Older →');
  const back = await page(link(second, 'Newer'));
  expect(back.match(/data-row="[^"]*"/g)).toEqual(first.match(/data-row="[^"]*"/g));
});

function link(html: string, word: string): string {
  const found = new RegExp(`href="([^"]*)" class="button">(← )?${word}`).exec(html);
  return (found?.[1] ?? '').replaceAll('&amp;', '&');
}

test('a page that did not change answers 204, and text only when it did', async () => {
  await seedChange(store, { id: '42' });
  const revision = /data-revision="(\w+)"/.exec(await page('/requests'))?.[1];
  clock.advance(5 * MINUTE);
  await request(app).get(`/requests?since=${revision}`).expect(204);
  await seedChange(store, { id: '43' });
  const answer = await request(app).get(`/requests?since=${revision}`).expect(200);
  expect(Object.keys(answer.body.cells)).toEqual(['t-43', 't-42']);
});

test('a ticket nobody told us of is explained', async () => {
  const answer = await request(app).get('/t/itsm/RITM999').expect(404);
  expect(answer.text).toContain('We have not received this ticket');
});

test('the agent sees steps, meaning and who has it', async () => {
  await seedTold(store, '1', 'RITM1', clock.now());
  const html = await page('/t/itsm/RITM1');
  expect(html).toContain('What this means');
  expect(html).toContain('New sign-ins may still work.');
  expect(html).toContain('Operations. RITM1');
  expect(html).not.toContain('Requests</a>');
});

test('a long silence is named in the timeline', async () => {
  await seedTold(store, '1', 'RITM1', clock.now());
  expect(await page('/requests/t-1')).toContain('10 min waiting for Microsoft Entra');
});

test('a request links to its ticket below the address of its system', async () => {
  await seedTold(store, '1', 'RITM1', clock.now());
  expect(await page('/requests/t-1')).toContain('href="https://itsm.example.com/base/RITM1"');
});

test('an unknown page or request is 404', async () => {
  await seedChange(store, { id: '42' });
  await request(app).get('/requests/nope').expect(404);
  await request(app).get('/requests/t-42/nope').expect(404);
  await request(app).get('/nope').expect(404);
  await request(app).get('/t/%E0%A4%A/1').expect(400);
});

test('a leaver whose termination failed is late in the list as well', async () => {
  await seedChange(store, {
    id: '1',
    kind: 'termination',
    effectiveAt: clock.now() - 90 * MINUTE,
    approvedAt: clock.now() - 90 * MINUTE,
  });
  await store.write((tx) => tx.updateTable('change').set({ state: 'failed' }).execute());
  const html = await page('/requests?late=yes');
  expect(html).toContain('>RITM1</a>');
  expect(html).toContain('late, ');
  expect(await page('/requests/t-1')).toContain('deadline');
});

test('a ticket that shows everything has no next try', async () => {
  await seedTold(store, '1', 'RITM1', clock.now());
  await store.write((tx) =>
    tx
      .updateTable('ticket')
      .set({ shown_version: 2, writeback_error: null, writeback_tries: 0 })
      .execute(),
  );
  const html = await page('/requests/t-1/writeback');
  expect(html).toContain('delivered');
  expect(html).not.toContain('next try');
});

test('no page says that something is kept for good, or that times of a site are UTC', async () => {
  await seedChange(store, { id: '1' });
  const html = await page('/requests/t-1/evidence');
  expect(html).not.toContain('for good');
  expect(html).not.toContain('All times are UTC.');
});

test('a search that fits thousands of tickets begins with the newest of them', async () => {
  await seedMany(700);
  const html = await page('/requests?q=RITM');
  expect(html).toContain('>RITMn699</a>');
  let pages = 1;
  for (let next = link(html, 'Older'); next !== ''; next = link(await page(next), 'Older')) pages++;
  expect(pages).toBe(14);
});

/** Tickets that came in one after the other. */
async function seedMany(count: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, n) =>
    ticketRow({ id: `n${n}`, number: `RITMn${n}`, ref: `n${n}`, received_at: n }),
  );
  await store.write((tx) => tx.insertInto('ticket').values(rows).execute());
}

test('a leaver whose request was never understood is late in the list and on its page', async () => {
  const approvedAt = clock.now() - 90 * MINUTE;
  const held = { id: 't-1', connection: 'itsm', number: 'RITM1', state: 'held' };
  const row = ticketRow({ ...held, kind: 'termination', approved_at: approvedAt });
  await store.write((tx) => tx.insertInto('ticket').values(row).execute());
  expect(await page('/requests?late=yes')).toContain('late, ');
  expect(await page('/requests/t-1')).toContain('deadline');
  expect(await page('/t/itsm/RITM1')).toContain('The deadline has passed');
});
