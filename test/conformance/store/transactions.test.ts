import { ChangedMeanwhileError, type Store, type Tx } from '../../../src/ports/store.js';
import { eachEngine, type OpenStores } from './engines.js';

eachEngine('a transaction', (open) => {
  let stores: OpenStores;
  let store: Store;
  beforeEach(async () => {
    stores = await open(1);
    store = stores.replicas[0] as Store;
  });
  afterEach(() => stores.close());

  const put = (tx: Tx, name: string, until = 0) =>
    tx.insertInto('lease').values({ name, holder: '', fence: 1, until }).execute();
  const names = async () =>
    (await store.read.selectFrom('lease').select('name').orderBy('name').execute()).map(
      (row) => row.name,
    );

  test('shows what it wrote, and returns what its work returned', async () => {
    const found = await store.write(async (tx) => {
      await put(tx, 'a');
      return (await tx.selectFrom('lease').select('name').execute()).length;
    });
    expect([found, await names()]).toEqual([1, ['a']]);
  });

  test('leaves nothing behind when its work throws, and hands on what was thrown', async () => {
    const failed = store.write(async (tx) => {
      await put(tx, 'a');
      throw new RangeError('no');
    });
    await expect(failed).rejects.toThrow(RangeError);
    expect(await names()).toEqual([]);
  });

  test('fails alone among those that run at once', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) =>
        store.write(async (tx) => {
          await put(tx, `n${String(n).padStart(2, '0')}`);
          if (n % 4 === 3) throw new Error('no');
        }),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(5);
    expect(await names()).toHaveLength(15);
  });

  test('is seen by everybody once it is reported, also by one that follows at once', async () => {
    for (let n = 0; n < 20; n++) {
      await store.write((tx) => put(tx, `n${n}`));
      expect(await names()).toHaveLength(n + 1);
    }
  });

  test('gives numbers for instants and counts', async () => {
    await store.write((tx) => put(tx, 'a', 1_795_000_000_123));
    const row = await store.read
      .selectFrom('lease')
      .select((eb) => ['until', eb.fn.countAll<number>().as('count'), eb.fn.max('until').as('max')])
      .groupBy('until')
      .executeTakeFirstOrThrow();
    expect(row).toEqual({ until: 1_795_000_000_123, count: 1, max: 1_795_000_000_123 });
  });

  test('takes no fraction for an instant', async () => {
    await expect(store.write((tx) => put(tx, 'a', 1.5))).rejects.toThrow();
    expect(await names()).toEqual([]);
  });

  test('compares text byte by byte', async () => {
    await store.write(async (tx) => {
      for (const name of ['b', 'B', 'ä', 'a', '_']) await put(tx, name);
    });
    expect(await names()).toEqual(['B', '_', 'a', 'b', 'ä']);
  });

  test('tells how many rows an update, an insert and a refused insert touched', async () => {
    await store.write(async (tx) => {
      await put(tx, 'a');
      await put(tx, 'b');
      const updated = await tx.updateTable('lease').set({ fence: 2 }).executeTakeFirst();
      const again = await tx
        .insertInto('lease')
        .values({ name: 'a', holder: '', fence: 1, until: 0 })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      expect([updated.numUpdatedRows, again.numInsertedOrUpdatedRows]).toEqual([2n, 0n]);
    });
  });

  test('refuses a second row under one key', async () => {
    await store.write((tx) => put(tx, 'a'));
    await expect(store.write((tx) => put(tx, 'a'))).rejects.toThrow();
  });

  test('keeps the text of a sender who put the NUL character into it', async () => {
    await store.write((tx) => put(tx, 'a\0b'));
    expect((await names())[0]).toMatch(/^a[\0\uFFFD]b$/);
  });

  test('runs again from its start where its work found other rows than it had read', async () => {
    if (!store.shared) return;
    let runs = 0;
    await store.write(async (tx) => {
      await put(tx, `run${runs}`);
      if (++runs < 3) throw new ChangedMeanwhileError('once more');
    });
    expect(await names()).toEqual(['run2']);
  });
});
