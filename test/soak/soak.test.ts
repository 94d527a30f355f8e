import { DatabaseSync } from 'node:sqlite';
import { jest } from '@jest/globals';
import { sql } from 'kysely';
import type { Store } from '../../src/ports/store.js';
import { DAY } from '../simulation/plan.js';
import { measureRetention } from './measure-retention.js';
import { runSoak } from './soak.js';

const prepare = jest.spyOn(DatabaseSync.prototype, 'prepare');

const GROWING = [
  ...(['ticket', 'person', 'change', 'upload', 'attempt', 'evidence'] as const),
  ...(['delivery', 'note', 'attention'] as const),
];
/** A search that narrows rows down to one connection or one target finds nearly all there are. */
const WHOLE = new RegExp(`^SCAN (${GROWING.join('|')}|user_name)$|\\((connection|target)=\\?\\)$`);

/** Asked once, by a process that takes a target's lane over. */
const ONCE = /"answered_at" > \?/;

test('a soak comes to its end, is forgotten, and nobody reads through the whole ledger for it', async () => {
  const { world, checked } = await runSoak({
    ...{ tickets: 100, days: 2, file: ':memory:', onSample: () => undefined },
  });
  expect(checked.violations).toEqual([]);
  const { run } = await measureRetention(world.store, world.clock.now() + 2 * DAY, 1);
  expect(run).toMatchObject({ tickets: 100, uploads: world.entra.callsAt.length });
  expect(await rowsLeft(world.store)).toEqual({ person: world.entra.enabled.size });
  expect(await plansThatReadAll(world.store)).toEqual([]);
  await world.store.close();
});

/** Of what tickets bring with them; tables that are empty are not named. */
async function rowsLeft(store: Store): Promise<Record<string, number>> {
  const left: Record<string, number> = {};
  for (const table of GROWING) {
    const { rows } = await store.read
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number>().as('rows'))
      .executeTakeFirstOrThrow();
    if (Number(rows) > 0) left[table] = Number(rows);
  }
  return left;
}

async function plansThatReadAll(store: Store): Promise<string[]> {
  const found: string[] = [];
  for (const statement of new Set(prepare.mock.calls.map(([text]) => text))) {
    if (!/^\s*(with|select|update|delete|insert)/i.test(statement) || ONCE.test(statement))
      continue;
    const { rows } = await sql
      .raw<{ detail: string }>(`explain query plan ${statement}`)
      .execute(store.read);
    for (const { detail } of rows) if (WHOLE.test(detail)) found.push(`${detail}: ${statement}`);
  }
  return found;
}
