import type { KyselyPlugin } from 'kysely';
import type { Store } from '../../src/ports/store.js';
import { keptLedgerState, type LedgerState } from './next-due.js';

export interface WorldStore extends Store {
  /**
   * While it is at work simulated time must not jump: resolves with the work, or is null where there
   * is none. An engine in this process has done all it was asked before the event loop's next turn.
   */
  atWork?(): Promise<void> | null;
  /** Where the queues stand, asked in a way that costs this engine less. */
  ledgerState?(): Promise<LedgerState>;
}

/** An engine on the other end of a connection, as the own store of the one process a world has. */
export async function overTheWire(store: Store): Promise<WorldStore> {
  const work = new Work();
  const counting: KyselyPlugin = {
    transformQuery({ node }) {
      work.began();
      return node;
    },
    async transformResult({ result }) {
      work.ended();
      return result;
    },
  };
  const read = store.read.withPlugin(counting);
  const ledgerState = await keptLedgerState(read);
  return {
    ...store,
    ...{ shared: false, read },
    async write(transaction) {
      work.began();
      try {
        return await store.write(transaction);
      } finally {
        work.ended();
      }
    },
    atWork: () => work.end,
    ledgerState,
  };
}

class Work {
  /** Of what is going on now. */
  end: Promise<void> | null = null;
  private asked = 0;
  private over = () => {};

  began(): void {
    if (this.asked++ === 0) this.end = new Promise((resolve) => (this.over = resolve));
  }

  ended(): void {
    if (--this.asked > 0) return;
    this.end = null;
    this.over();
  }
}
