import type { Express } from 'express';
import request from 'supertest';
import { moveChange } from '../../src/ledger/change.js';
import type { Store } from '../../src/ports/store.js';
import type { FakeClock } from '../support/fake-clock.js';
import { seedChange } from '../support/seed.js';
import { attemptRow, uploadRow } from '../support/sent-rows.js';
import { consoleApp } from './console-app.js';
import { MINUTE } from './seed-console.js';

let app: Express;
let store: Store;
let clock: FakeClock;
beforeEach(async () => {
  ({ app, store, clock } = await consoleApp());
  await seedChange(store, { id: 'leave', kind: 'termination', effectiveAt: clock.now() * 2 });
  await seedChange(store, { id: 'move', kind: 'transfer', sameAs: 'leave' });
});
afterEach(() => store.close());

const page = async (address: string) => (await request(app).get(address)).text;

/** Sends the person with the change of a seed, as one call. */
async function send(seed: string, id: string): Promise<void> {
  const now = clock.now();
  const answered = { answered_at: now + 900, request_id: `r-${id}` };
  const person = { person_id: 'p-leave', external_id: 'leave' };
  await store.write(async (tx) => {
    await tx
      .insertInto('upload')
      .values(uploadRow(id, now, { ...answered, lane: 1, records: 1 }))
      .execute();
    await tx
      .insertInto('attempt')
      .values(attemptRow(id, now, { ...person, lane: 1, state: 'staged' }))
      .execute();
    const of = () =>
      tx.selectFrom('change').selectAll().where('id', '=', `c-${seed}`).executeTakeFirstOrThrow();
    if ((await of()).state === 'waiting') await moveChange(tx, await of(), 'queued', now);
    await moveChange(tx, await of(), 'sent', now, { attempt_id: `a-${id}` });
  });
}

test('a leaver whose day has not come is not said to be sent with an earlier request', async () => {
  await send('move', '1');
  expect(await page('/t/itsm/RITMleave')).toContain('Sent <span class="soft">now');
  expect(await page('/requests/t-leave/attempts')).toContain('Nothing was sent yet.');
  expect(await page('/requests/t-leave')).not.toContain('Sent to Microsoft Entra');
  expect(await page('/requests/t-move/attempts')).toContain('r-1');
});

test('earlier tries of the same request are shown with the newest', async () => {
  await send('move', '1');
  clock.advance(30 * MINUTE);
  await store.write(async (tx) => {
    const change = await tx
      .selectFrom('change')
      .selectAll()
      .where('id', '=', 'c-move')
      .executeTakeFirstOrThrow();
    await moveChange(tx, change, 'queued', clock.now());
  });
  await send('move', '2');
  const html = await page('/requests/t-move/attempts');
  expect(html).toContain('r-1');
  expect(html).toContain('r-2');
});
