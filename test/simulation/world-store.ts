import type { KyselyPlugin } from 'kysely';
import type { Store } from '../../src/ports/store.js';

export interface WorldStore extends Store {
  /**
   * Whether it is at work, so that simulated time must not jump. An engine in this process never is:
   * it has done all it was asked before the next turn of the event loop.
   */
  busy?(): boolean;
}

/** An engine on the other end of a connection, as the own store of the one process a world has. */
export function overTheWire(store: Store): WorldStore {
  let asked = 0;
  const counting: KyselyPlugin = {
    transformQuery({ node }) {
      asked += 1;
      return node;
    },
    async transformResult({ result }) {
      asked -= 1;
      return result;
    },
  };
  return {
    ...store,
    shared: false,
    read: store.read.withPlugin(counting),
    async write(work) {
      asked += 1;
      try {
        return await store.write(work);
      } finally {
        asked -= 1;
      }
    },
    busy: () => asked > 0,
  };
}
