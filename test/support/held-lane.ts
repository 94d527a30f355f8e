import { takeLease } from '../../src/ledger/lease.js';
import type { Store } from '../../src/ports/store.js';
import type { Lane } from '../../src/submit/lane.js';
import { testTarget } from './target.js';

/** The test target's lane, taken for good. */
export async function heldLane(store: Store): Promise<Pick<Lane, 'held'>> {
  const wanted = { name: `target:${testTarget.name}`, holder: store.replica };
  const lease = await store.write((tx) => takeLease(tx, wanted, 0, Number.MAX_SAFE_INTEGER));
  return { held: () => lease };
}
