import { appendAudit, firstBrokenLink } from '../../../src/ledger/audit.js';
import { closeAttention, openAttention } from '../../../src/ledger/attention.js';
import type { Store } from '../../../src/ports/store.js';
import { eachEngine, type OpenStores } from './engines.js';

const REPLICAS = 4;
const reason = { code: 'x', what: 'What.', next: 'Next.', owner: 'operations' } as const;

eachEngine('the audit trail', (open) => {
  let stores: OpenStores;
  let store: Store;
  beforeEach(async () => {
    stores = await open(REPLICAS);
    store = stores.replicas[0] as Store;
  });
  afterEach(() => stores.close());

  const replica = (n: number) => stores.replicas[n % REPLICAS] as Store;
  const entry = (subject: string) => ({ at: 1, actor: 'bridge', action: 'x', subject });
  const subjects = async () =>
    (await store.read.selectFrom('audit').select('subject').orderBy('seq').execute()).map(
      (row) => row.subject,
    );

  test('is one unbroken chain under 50 writers at once', async () => {
    await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        replica(n).write(async (tx) => {
          await appendAudit(tx, entry(`${n}/1`));
          await appendAudit(tx, entry(`${n}/2`));
        }),
      ),
    );
    const told = await subjects();
    expect(told).toHaveLength(100);
    expect(await firstBrokenLink(store.read)).toBeNull();
    for (let n = 0; n < 50; n++) expect(told.indexOf(`${n}/2`)).toBe(told.indexOf(`${n}/1`) + 1);
  });

  test('tells nothing of a transaction that failed', async () => {
    await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) =>
        replica(n).write(async (tx) => {
          await appendAudit(tx, entry(String(n)));
          if (n % 2 === 1) throw new Error('no');
        }),
      ),
    );
    expect((await subjects()).every((subject) => Number(subject) % 2 === 0)).toBe(true);
    expect(await firstBrokenLink(store.read)).toBeNull();
  });

  test('shows a row that was changed', async () => {
    for (const subject of ['a', 'b', 'c']) {
      await store.write((tx) => appendAudit(tx, entry(subject)));
    }
    await store.write((tx) =>
      tx.updateTable('audit').set({ actor: 'nobody' }).where('subject', '=', 'b').execute(),
    );
    const { seq } = await store.read
      .selectFrom('audit')
      .select('seq')
      .where('subject', '=', 'b')
      .executeTakeFirstOrThrow();
    expect(await firstBrokenLink(store.read)).toBe(seq);
  });

  test('has a matter opened once and closed once, however many say so', async () => {
    const matter = { subject: 's', ticketId: null, reason, now: 1 };
    const everybody = (work: (one: Store) => Promise<void>) =>
      Promise.all(Array.from({ length: 12 }, (_, n) => work(replica(n))));
    await everybody((one) => one.write((tx) => openAttention(tx, matter)));
    await everybody((one) => one.write((tx) => closeAttention(tx, 's', 2)));
    await everybody((one) => one.write((tx) => openAttention(tx, { ...matter, now: 3 })));
    const told = await store.read.selectFrom('audit').select('action').orderBy('seq').execute();
    expect(told.map(({ action }) => action)).toEqual([
      'attention.opened',
      'attention.closed',
      'attention.opened',
    ]);
  });
});
