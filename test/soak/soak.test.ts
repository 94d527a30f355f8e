import { DatabaseSync } from 'node:sqlite';
import { jest } from '@jest/globals';
import { sql } from 'kysely';
import type { Store } from '../../src/ports/store.js';
import { runSoak } from './soak.js';

const prepare = jest.spyOn(DatabaseSync.prototype, 'prepare');

/** A search that narrows rows down to one connection or one target finds nearly all there are. */
const WHOLE =
  /^SCAN (ticket|person|change|attempt|evidence|delivery|note|user_name)$|\((connection|target)=\?\)$/;

test('a week comes to its end, and no stage reads through the whole ledger for it', async () => {
  const { world, checked } = await runSoak({
    ...{ tickets: 150, days: 2, file: ':memory:', onSample: () => undefined },
  });
  expect(checked.violations).toEqual([]);
  expect(await plansThatReadAll(world.store)).toEqual([]);
  await world.store.close();
}, 60_000);

async function plansThatReadAll(store: Store): Promise<string[]> {
  const found: string[] = [];
  for (const statement of new Set(prepare.mock.calls.map(([text]) => text))) {
    if (!/^\s*(select|update|delete|insert)/i.test(statement)) continue;
    const { rows } = await sql
      .raw<{ detail: string }>(`explain query plan ${statement}`)
      .execute(store.read);
    for (const { detail } of rows) if (WHOLE.test(detail)) found.push(`${detail}: ${statement}`);
  }
  return found;
}
