import { Router } from 'express';
import type { Clock } from '../ports/clock.js';
import type { Store } from '../ports/store.js';

/** Probes come often, and each look costs a durable write. */
const FRESH_MS = 1_000;

/** `/healthz`: the process answers. `/readyz`: the store takes writes, so deliveries can be kept. */
export function createHealth({ store, clock }: { store: Store; clock: Clock }): Router {
  const router = Router();
  let last: { at: number; ready: Promise<boolean> } | undefined;
  router.get('/healthz', (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ status: 'ok' });
  });
  router.get('/readyz', async (_request, response) => {
    const now = clock.monotonic();
    if (!last || now - last.at >= FRESH_MS) last = { at: now, ready: answers(store) };
    response.set('Cache-Control', 'no-store');
    if (await last.ready) response.json({ status: 'ready' });
    else response.status(503).type('application/problem+json').send(JSON.stringify(NOT_READY));
  });
  return router;
}

const NOT_READY = {
  type: 'about:blank',
  title: 'Service Unavailable',
  status: 503,
  detail: 'The store does not take writes, so no delivery can be accepted. Check its disk.',
};

async function answers(store: Store): Promise<boolean> {
  try {
    await store.write(async (tx) => {
      // Writes nothing new, but has the engine take its way to the disk.
      await tx
        .updateTable('sweep')
        .set((eb) => ({ found: eb.ref('found') }))
        .execute();
      await tx.selectFrom('target').select('name').limit(1).execute();
    });
    return true;
  } catch {
    return false;
  }
}
