import type { Store } from '../../../src/ports/store.js';
import { describePostgres } from '../../support/postgres.js';
import { openOnPostgres, type OpenStores } from './engines.js';

describePostgres('nudges', () => {
  let stores: OpenStores;
  beforeEach(async () => void (stores = await openOnPostgres(2)));
  afterEach(() => stores.close());

  test('reach the other replicas', async () => {
    const [here, there] = stores.replicas as [Store, Store];
    const heard = Promise.withResolvers<void>();
    there.nudges.hear(() => heard.resolve());
    // Listening takes a moment to begin, and a nudge before it is lost, as any may be.
    const again = setInterval(() => here.nudges.send(), 100);
    await heard.promise;
    clearInterval(again);
    expect(here.replica).not.toBe(there.replica);
  });
});
