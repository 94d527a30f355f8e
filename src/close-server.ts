import type { Server } from 'node:http';
import type { Clock } from './ports/clock.js';

const LOOK_MS = 100;
/** Longer than storing a delivery takes, and a small part of the time that a supervisor grants. */
const PATIENCE_MS = 3_000;

/**
 * Takes no more connections and answers what has come in: ticket systems send once, and
 * some take a cut connection for a lost delivery. Whoever is not done after 3 s is cut off.
 */
export async function closeServer(server: Server, clock: Pick<Clock, 'sleep'>): Promise<void> {
  let open = true;
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      open = false;
      resolve();
    });
  });
  for (let waited = 0; open && waited < PATIENCE_MS; waited += LOOK_MS) {
    server.closeIdleConnections();
    await Promise.race([closed, clock.sleep(LOOK_MS)]);
  }
  server.closeAllConnections();
  return closed;
}
