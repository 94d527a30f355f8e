import { openPostgresStore } from '../../src/adapters/sql-store/postgres-store.js';
import { DatabaseClock } from '../../src/adapters/database-clock.js';
import type { Store } from '../../src/ports/store.js';
import { FakeClock } from '../support/fake-clock.js';
import { describePostgres, testSchema, type TestDatabase } from '../support/postgres.js';

/** A machine whose wall clock is wrong by as much as it likes; only its monotonic clock is used. */
class WrongClock extends FakeClock {
  override now = () => 0;
}

describePostgres('the time replicas share', () => {
  let schema: TestDatabase;
  let store: Store;
  beforeAll(async () => {
    schema = await testSchema();
    store = await openPostgresStore(schema.url);
  });
  afterAll(async () => {
    await store.close();
    await schema.drop();
  });

  test('F29: is the database’s, whatever this machine’s clock says', async () => {
    const before = Date.now();
    const clock = await DatabaseClock.open(store.read, new WrongClock(12_345));
    expect(clock.now()).toBeGreaterThan(before - 1_000);
    expect(clock.now()).toBeLessThan(Date.now() + 1_000);
  });

  test('goes on with the monotonic clock until it is asked for again', async () => {
    const machine = new WrongClock(12_345);
    const clock = await DatabaseClock.open(store.read, machine);
    const at = clock.now();
    machine.advance(9_000);
    await clock.step();
    expect(clock.now()).toBe(at + 9_000);
    machine.advance(600_000);
    await clock.step();
    expect(clock.now()).toBeLessThan(at + 600_000);
  });

  test('does not believe an answer that was long on its way', async () => {
    const machine = new WrongClock(12_345);
    let lateMs = 0;
    // The database is asked only once a connection is free.
    const waiting = new Proxy(store.read, {
      get: (read, name, self) => {
        if (name === 'getExecutor') machine.advance(lateMs);
        const member: unknown = Reflect.get(read, name, self);
        return typeof member === 'function' ? member.bind(read) : member;
      },
    });
    const clock = await DatabaseClock.open(waiting, machine);
    const at = clock.now();
    machine.advance(10_000);
    lateMs = 8_000;
    const from = machine.monotonic();
    await clock.step();
    expect(clock.now()).toBe(at + 10_000 + (machine.monotonic() - from));
    lateMs = 0;
    await clock.step();
    expect(clock.now()).toBeLessThan(at + 5_000);
  });
});
