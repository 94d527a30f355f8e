import { sql } from 'kysely';
import { firstBrokenLink } from '../../src/ledger/audit.js';
import type { Store } from '../../src/ports/store.js';

/** Thrown to undo a forgery once it was judged. */
class Undo extends Error {}

/**
 * Changes and takes out rows of the audit trail, each time only for a look at the chain. Returns what
 * the chain did not show.
 */
export async function forgeAudit(store: Store): Promise<string[]> {
  const { rows } = await sql<{ seq: number }>`select seq from audit order by seq`.execute(
    store.read,
  );
  const seq = rows[Math.floor(rows.length / 2)]?.seq;
  if (seq === undefined || (await firstBrokenLink(store.read)) !== null) return [];
  const forgeries = {
    'its data changed': sql`update audit set data = '{"forged":true}' where seq = ${seq}`,
    'its action changed': sql`update audit set action = 'forged' where seq = ${seq}`,
    'its time changed': sql`update audit set at = at + 1 where seq = ${seq}`,
    'taken out': sql`delete from audit where seq = ${seq}`,
  };
  const unseen: string[] = [];
  for (const [what, forgery] of Object.entries(forgeries)) {
    const forged = store.write(async (tx) => {
      await forgery.execute(tx);
      if ((await firstBrokenLink(tx)) === null) unseen.push(`row ${seq}, ${what}`);
      throw new Undo();
    });
    await forged.catch((error: unknown) => {
      if (!(error instanceof Undo)) throw error;
    });
  }
  return unseen;
}
