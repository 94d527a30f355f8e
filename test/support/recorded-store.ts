import type { CompiledQuery, KyselyPlugin } from 'kysely';
import { sealAudit } from '../../src/ledger/audit.js';
import type { Store } from '../../src/ports/store.js';

/** The store, and every statement that is put together on the way through it. */
export function recordedStore(base: Store): { store: Store; statements: CompiledQuery[] } {
  const statements: CompiledQuery[] = [];
  const recorder: KyselyPlugin = {
    transformQuery({ node, queryId }) {
      statements.push(base.read.getExecutor().compileQuery(node, queryId));
      return node;
    },
    transformResult: ({ result }) => Promise.resolve(result),
  };
  const store: Store = {
    ...base,
    read: base.read.withPlugin(recorder),
    write: (work) =>
      base.write(async (tx) => {
        const recorded = tx.withPlugin(recorder);
        const value = await work(recorded);
        // The store would seal what its own transaction had to tell, which is another one.
        await sealAudit(recorded);
        return value;
      }),
  };
  return { store, statements };
}
