import { StoreUnavailableError, type Store, type Tx } from '../../src/ports/store.js';
import type { Life } from './life.js';
import type { CommitStrike } from './strikes.js';
import type { SimRandom } from './sim-random.js';

export interface StoreFaults {
  /** The engine takes nothing. */
  down: () => boolean;
  /** Of a transaction that then is not committed. */
  failing: () => number;
  /** What befalls this commit, where a test says so. */
  commit: () => CommitStrike | null;
}

/** The store as one life of the process sees it: it may be down, and the process may die around a commit. */
export function simStore(base: Store, life: Life, random: SimRandom, faults: StoreFaults): Store {
  return {
    ...base,
    async write<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
      if (!life.alive) return life.never();
      if (faults.down() || random.chance(faults.failing())) {
        throw new StoreUnavailableError('simulated');
      }
      const strike = faults.commit();
      if (strike === 'fails') throw new StoreUnavailableError('simulated');
      const result = await life.guard(base.write(work));
      if (strike === 'answer-lost') throw new StoreUnavailableError('simulated: lost answer');
      try {
        life.risk('committed');
      } catch {
        return life.never();
      }
      return result;
    },
    close: () => Promise.resolve(),
  };
}
