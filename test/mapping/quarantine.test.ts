import { openSqliteStore } from '../../src/adapters/sql-store/sqlite-store.js';
import type { Decision } from '../../src/mapping/decide.js';
import { Quarantine } from '../../src/mapping/quarantine.js';
import { templateFailed, unknownPerson } from '../../src/mapping/reasons.js';
import type { Store } from '../../src/ports/store.js';
import { templates } from './desk.js';

const FILE = 'servicenow/hire.yaml';
const failed: Decision = { is: 'held', reason: templateFailed('hire.yaml: x') };
const worked: Decision = { is: 'changes', changes: [] };
const refused: Decision = { is: 'rejected', reason: unknownPerson };

let store: Store;
let quarantine: Quarantine;
beforeEach(async () => {
  store = await openSqliteStore(':memory:');
  quarantine = new Quarantine(store, templates);
  await quarantine.begin(0);
});
afterEach(() => store.close());

async function watch(...decisions: (Decision | null)[]): Promise<boolean> {
  for (const decision of decisions) await quarantine.watch(FILE, decision, 1);
  return quarantine.bars(FILE);
}

test('three failures in a row bar a template, a success between them does not', async () => {
  expect(await watch(failed, failed, worked, failed, null)).toBe(false);
  expect(await watch(failed)).toBe(true);
  expect(quarantine.bars('servicenow/transfer.yaml')).toBe(false);
});

test('what the agent can correct is no failure of the template', async () => {
  expect(await watch(refused, refused, refused, refused)).toBe(false);
});

test('another process knows of it, and a new one begins anew', async () => {
  await watch(failed, failed, failed);
  const other = new Quarantine(store, templates);
  await other.look();
  expect(other.bars(FILE)).toBe(true);
  await other.begin(2);
  await other.look();
  expect(other.bars(FILE)).toBe(false);
});
