import type { Express } from 'express';
import request from 'supertest';
import type { Store } from '../../src/ports/store.js';
import type { FakeClock } from '../support/fake-clock.js';
import { seedTold } from './seed-console.js';
import { consoleApp } from './console-app.js';

let app: Express;
let store: Store;
let clock: FakeClock;
beforeEach(async () => {
  ({ app, store, clock } = await consoleApp());
  await seedTold(store, '1', 'RITM1', clock.now());
  await giveUp();
});
afterEach(() => store.close());

const OWN = { 'sec-fetch-site': 'same-origin' };
const again = (ticket: string, headers: Record<string, string> = OWN) =>
  request(app).post('/attention/writebacks/again').type('form').send({ ticket }).set(headers);
const ticket = () => store.read.selectFrom('ticket').selectAll().executeTakeFirstOrThrow();

/** The ticket system said that no repeat can succeed. */
function giveUp() {
  const why = { code: 'writeback-undeliverable', what: 'Gone.', next: 'Do.', owner: 'operations' };
  return store.write(async (tx) => {
    await tx.updateTable('ticket').set({ writeback_due_at: null }).execute();
    await tx
      .insertInto('attention')
      .values({
        ...{ id: `${why.code}/writeback:t-1`, cause: why.code, subject: 'writeback:t-1' },
        ...{ ticket_id: 't-1', reason: JSON.stringify(why), opened_at: 0 },
        ...{ closed_at: null, closed_by: null },
      })
      .execute();
  });
}

test('a ticket that could not be told is tried again when a person says so', async () => {
  expect((await request(app).get('/attention')).text).toContain('Write back again');
  await again('t-1').expect(303).expect('location', '/requests/t-1/writeback');
  expect(await ticket()).toMatchObject({ writeback_due_at: clock.now(), writeback_tries: 0 });
  const [last] = await store.read.selectFrom('audit').selectAll().orderBy('seq', 'desc').execute();
  expect(last).toMatchObject({ actor: 'console', action: 'writeback.asked-again' });
});

test('a ticket that is tried by itself is not hurried', async () => {
  const dueAt = clock.now() + 60_000;
  await store.write((tx) => tx.updateTable('ticket').set({ writeback_due_at: dueAt }).execute());
  await again('t-1').expect(303);
  expect(await ticket()).toMatchObject({ writeback_due_at: dueAt, writeback_tries: 3 });
});

test.each([
  ['another site', { 'sec-fetch-site': 'cross-site' }],
  ['another origin', { origin: 'https://evil.example' }],
])('nothing is tried again where the form comes from %s', async (_, headers) => {
  await again('t-1', headers).expect(403);
  expect(await ticket()).toMatchObject({ writeback_due_at: null });
});

test('a form without a ticket is refused, and one of an unknown ticket does nothing', async () => {
  await request(app).post('/attention/writebacks/again').set(OWN).expect(400);
  await again('t-2').expect(303);
  expect(await ticket()).toMatchObject({ writeback_due_at: null });
});
