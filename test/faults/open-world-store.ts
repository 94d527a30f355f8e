import { overTheWire, type WorldStore } from '../simulation/world-store.js';
import { openTestStore } from '../support/test-store.js';

/** The engine under test, for one world. */
export async function openWorldStore(): Promise<WorldStore> {
  const store = await openTestStore();
  return store.shared ? overTheWire(store) : store;
}
