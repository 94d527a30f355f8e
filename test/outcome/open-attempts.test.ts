import { sql } from 'kysely';
import { isAnyDue, readOpenAttempts } from '../../src/outcome/open-attempts.js';
import type { Store } from '../../src/ports/store.js';
import { attemptRow, uploadRow } from '../support/sent-rows.js';
import { openTestStore } from '../support/test-store.js';
import { personRow } from '../support/tickets.js';

/** More than any engine takes as the parameters of one statement. */
const MANY = 70_000;
const OPEN = { state: 'sent', closed_at: null, check_at: 5, record: '{"active":false}' };

/** What the copies of a row have in common. */
const COPIED = {
  person: `target, display_name, desired_version, sent_version, confirmed_version, not_before,
    schedule_fence, schedule_tries`,
  attempt: 'upload_id, target, version, lane, record, state, started_at, check_at',
};

let store: Store;
beforeEach(async () => {
  store = await openTestStore();
  await store.write(async (tx) => {
    await tx
      .insertInto('person')
      .values(personRow({ id: 'p-1', external_id: 'E1' }))
      .execute();
    await tx.insertInto('upload').values(uploadRow('1', 1)).execute();
  });
});
afterEach(() => store.close());

const attempt = (over: Parameters<typeof attemptRow>[2]) =>
  store.write((tx) =>
    tx
      .insertInto('attempt')
      .values({ ...attemptRow('1', 1), ...over })
      .execute(),
  );

test('as many people may wait for an outcome at once as there are', async () => {
  await attempt(OPEN);
  await store.write(async (tx) => {
    for (const [table, columns] of Object.entries(COPIED)) await copies(table, columns).execute(tx);
  });
  expect(await readOpenAttempts(store.read, 'entra')).toHaveLength(MANY + 1);
});

test.each([
  ['before its time', { check_at: 6 }, false],
  ['at its time', { check_at: 5 }, true],
  ['where it is closed', { check_at: 5, closed_at: 4 }, false],
  ['where nobody is to look yet', { check_at: null }, false],
  ['where it is another target’s', { check_at: 5, target: 'other' }, false],
])('an attempt is not read for nothing: %s', async (_, over, due) => {
  await attempt({ ...OPEN, ...over });
  expect(await isAnyDue(store.read, 'entra', 5)).toBe(due);
});

test('somebody sent before without being confirmed is answered by rows from then on', async () => {
  await attempt({ id: 'before', state: 'unconfirmed', started_at: 1_000 });
  await attempt({ ...OPEN, id: 'now', started_at: 2_000 });
  const [open] = await readOpenAttempts(store.read, 'entra');
  expect(open).toMatchObject({ row: { id: 'now' }, since: 1_000, leaver: false });
});

test('somebody confirmed before is answered by rows of this call alone', async () => {
  await attempt({ id: 'before', state: 'applied', started_at: 1_000 });
  await attempt({ ...OPEN, id: 'now', started_at: 2_000 });
  const [open] = await readOpenAttempts(store.read, 'entra');
  expect(open).toMatchObject({ since: 2_000 });
});

test('a leaver confirmed disabled before is known to be so', async () => {
  await attempt({ id: 'before', state: 'applied', record: '{"active":false}', lane: 0 });
  await attempt({ ...OPEN, id: 'now', started_at: 2_000, lane: 0 });
  const [open] = await readOpenAttempts(store.read, 'entra');
  expect(open).toMatchObject({ leaver: true, wasDisabled: true });
});

/** So many more of the table's one row, each of somebody else. */
function copies(table: string, columns: string) {
  const own = table === 'attempt' ? ', person_id' : '';
  return sql.raw(`
    with recursive more(n) as (select 1 union all select n + 1 from more where n < ${MANY})
    insert into ${table} (id, external_id${own}, ${columns})
    select 'p-more-' || cast(n as text), 'M' || cast(n as text)
      ${own && ", 'p-more-' || cast(n as text)"}, ${columns}
    from ${table} cross join more`);
}
