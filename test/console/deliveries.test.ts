import type { Express } from 'express';
import request from 'supertest';
import { refuseDelivery } from '../../src/ledger/refusal.js';
import type { Store } from '../../src/ports/store.js';
import type { FakeClock } from '../support/fake-clock.js';
import { consoleApp } from './console-app.js';

let app: Express;
let store: Store;
let clock: FakeClock;
beforeEach(async () => {
  ({ app, store, clock } = await consoleApp());
});
afterEach(() => store.close());

const page = async (address: string) => (await request(app).get(address)).text;
const why = { code: '', what: 'It was refused.', next: 'Look.', owner: 'operations' } as const;

function refuse(number: string | null) {
  const ticket = number === null ? null : { number };
  const id = `t-${number}`;
  const refused = { connection: 'itsm', ticket, reason: why, now: clock.now(), id };
  return store.write((tx) => refuseDelivery(tx, refused));
}

async function seed(n: number, over: { status?: number; problem?: string | null } = {}) {
  const row = {
    ...{ id: `d-${n}`, connection: 'itsm', event_id: `msg_${n}`, body_sha256: '', status: 422 },
    ...{ received_at: clock.now() + n, problem: 'validation-failed', event: null },
    errors: JSON.stringify([{ pointer: `/data/${n}`, code: 'format' }]),
    ...{ ticket_ref: null, ticket_number: `RITM${n}`, body: '"private"' },
    ...over,
  };
  await store.write((tx) => tx.insertInto('delivery').values(row).execute());
}

test('refused deliveries are listed with what was wrong, without what they said', async () => {
  await seed(1);
  await seed(2, { status: 202, problem: null });
  const html = await page('/deliveries');
  expect(html).toContain('422 validation-failed');
  expect(html).toContain('/data/1: format');
  expect(html).toContain('d-1');
  expect(html).not.toContain('d-2');
  expect(html).not.toContain('private');
  expect(await page('/deliveries?all=yes')).toContain('d-2');
  expect(await page('/deliveries?connection=other')).toContain('No message was refused.');
});

test('a refused delivery leads to the request it names', async () => {
  await refuse('RITM1');
  await seed(1);
  await store.write((tx) =>
    tx.updateTable('delivery').set({ ticket_ref: 'number:RITM1' }).execute(),
  );
  expect(await page('/deliveries')).toContain('href="/requests/t-RITM1"');
});

test('pages of deliveries turn by cursor', async () => {
  for (let n = 1; n <= 51; n++) await seed(n);
  const first = await page('/deliveries');
  expect(first).not.toContain('>d-1<');
  const next = /href="([^"]*)" class="button">Older/.exec(first)?.[1]?.replaceAll('&amp;', '&');
  const second = await page(next ?? '');
  expect(second).toContain('>d-1<');
  expect(second).toContain('← Newer');
});

describe('the matter of a refused delivery', () => {
  const close = (subject: string) =>
    request(app).post('/attention/refusals/close').type('form').send({ subject });

  test('is closed by a person, and the ticket is no longer told of it', async () => {
    await refuse('RITM1');
    expect(await page('/attention')).toContain('Dealt with');
    await close('ticket:t-RITM1').set('sec-fetch-site', 'same-origin').expect(303);
    expect(await page('/attention')).toContain('Nothing needs you right now.');
    const read = store.read;
    expect(await read.selectFrom('ticket').select('refusal').executeTakeFirst()).toEqual({
      refusal: null,
    });
    const [last] = await read.selectFrom('audit').selectAll().orderBy('seq', 'desc').execute();
    expect(last).toMatchObject({ actor: 'console', action: 'attention.closed' });
  });

  test('is closed where no request is known either', async () => {
    await refuse(null);
    await close('deliveries-of:itsm').set('origin', 'http://127.0.0.1').set('host', '127.0.0.1');
    expect(await page('/attention')).toContain('Nothing needs you right now.');
  });

  test.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another origin', { origin: 'https://evil.example' }],
    ['nowhere that is told', {}],
  ])('stays when the form comes from %s', async (_, headers) => {
    await refuse('RITM1');
    await close('ticket:t-RITM1').set(headers).expect(403);
    expect(await page('/attention')).toContain('Dealt with');
  });

  test('is the only kind that can be closed so', async () => {
    await store.write((tx) =>
      tx
        .insertInto('attention')
        .values({
          ...{ id: 'x/target:entra', cause: 'x', subject: 'target:entra', ticket_id: null },
          ...{ reason: JSON.stringify(why), opened_at: 0, closed_at: null, closed_by: null },
        })
        .execute(),
    );
    await close('target:entra').set('sec-fetch-site', 'same-origin').expect(303);
    expect(await page('/attention')).toContain('It was refused.');
  });
});
