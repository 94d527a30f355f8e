import { sql } from 'kysely';
import { KINDS } from '../../src/domain/kind.js';
import type { Store } from '../../src/ports/store.js';
import { attemptRow, deliveryRow, evidenceRow, noteRow, uploadRow } from './sent-rows.js';
import { changeRow, personRow, ticketRow } from './tickets.js';

export interface Owner {
  connection: string;
  target: string;
}

/** So many rows at once stay within what engines take as parameters of one statement. */
const CHUNK = 250;

/** Requests that were approved, sent, proven and shown long ago, and are done with. */
export async function fillSettled(store: Store, count: number, owner: Owner): Promise<void> {
  const ids = Array.from({ length: count }, (_, n) => `S${n}`);
  for (let at = 0; at < count; at += CHUNK) {
    const some = ids.slice(at, at + CHUNK);
    await store.write(async (tx) => {
      for (const [table, rows] of Object.entries(rowsOf(some, owner)))
        await tx
          .insertInto(table as 'ticket')
          .values(rows as never)
          .execute();
    });
  }
}

/** What PostgreSQL does by itself now and then. SQLite never does, and is not asked to. */
export async function gatherStatistics(store: Store): Promise<void> {
  if (store.shared) await sql`analyze`.execute(store.read);
}

/** The instant from which everything of the settled waits for every stage, or none of it any more. */
export async function setDue(store: Store, due: number | null): Promise<void> {
  await store.write(async (tx) => {
    await tx
      .updateTable('ticket')
      .set({ verify_due_at: due, map_due_at: due, writeback_due_at: due })
      .execute();
    await tx
      .updateTable('person')
      .set({ schedule_due_at: due, lane: due === null ? null : 3, queued_at: due })
      .execute();
    await tx
      .updateTable('attempt')
      .set({ check_at: due, closed_at: due === null ? 1 : null })
      .execute();
    await tx
      .updateTable('upload')
      .set({ state: due === null ? 'staged' : 'sending' })
      .execute();
    await tx
      .updateTable('attention')
      .set({ closed_at: due === null ? 1 : null })
      .execute();
    await tx
      .updateTable('change')
      .set({ state: due === null ? 'applied' : 'queued' })
      .execute();
  });
}

/** In the order in which tables refer to each other. */
function rowsOf(ids: string[], { connection, target }: Owner) {
  const each = <T>(make: (id: string, at: number) => T) => ids.map((id, n) => make(id, n + 1));
  return {
    delivery: each((id, at) => deliveryRow(id, at, { connection })),
    ticket: each((id, at) =>
      ticketRow({
        ...{ id: `t-${id}`, connection, ref: id, number: `RITM${id}` },
        ...{ kind: KINDS[at % 3] as string, state: 'mapped', received_at: at },
      }),
    ),
    person: each((id) => personRow({ id: `p-${id}`, external_id: id, target })),
    change: each((id, at) =>
      changeRow({
        ...{ id: `c-${id}`, ticket_id: `t-${id}`, person_id: `p-${id}`, attempt_id: `a-${id}` },
        ...{ kind: KINDS[at % 3] as string, state: 'applied', settled_at: at },
      }),
    ),
    upload: each((id, at) => uploadRow(id, at, { target })),
    attempt: each((id, at) => attemptRow(id, at, { target })),
    evidence: each((id, at) => evidenceRow(id, at, { target })),
    note: each((id, at) => noteRow(id, at)),
    attention: each((id, at) => ({
      ...{ id: `held/${id}`, cause: 'held', subject: `ticket:t-${id}`, ticket_id: `t-${id}` },
      ...{ reason: '{}', opened_at: at, closed_at: at, closed_by: 'bridge' },
    })),
  };
}
