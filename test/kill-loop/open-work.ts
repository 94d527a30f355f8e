import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/** What the ledger says is not finished, and a mark that moves with everything that happens. */
export interface OpenWork {
  rows: string[];
  mark: string;
  /** Tickets read back and decided, by their id in the ticket system. */
  decided: ReadonlySet<string>;
}

/** What is open at the instant `:now`; in both engines' words. */
export const OPEN = `
  select 'ticket ' || number || ' ' || state as row from ticket
    where state in ('received', 'approved') or verify_due_at <= :now
      or (verify_due_at is not null and state not in ('waiting-approval', 'held'))
      or map_due_at is not null or writeback_due_at is not null
      or (view_version > shown_version and snapshot is not null)
  union all select 'change ' || step || ' ' || state from change
    where state in ('queued', 'sent') or (state = 'waiting' and effective_at <= :now)
  union all select 'person ' || external_id from person
    where lane is not null or schedule_due_at <= :now
  union all select 'attempt ' || external_id from attempt where closed_at is null
  union all select 'upload ' || id from upload where state = 'sending'`;

export const DECIDED = `select ref from ticket where state not in ('received', 'waiting-approval')`;
export const LAST_AUDIT = 'select coalesce(max(seq), 0) as seq from audit';

/**
 * Looks into the ledger file of a bridge that runs. Opened for one look only, so that whoever
 * starts after a kill is the first to open it, and has to recover it.
 */
export function openWork(file: string, now: number): OpenWork {
  const none = { rows: ['no ledger yet'], mark: '', decided: new Set<string>() };
  if (!existsSync(file)) return none;
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    const rows = db.prepare(OPEN).all({ now });
    const [last] = db.prepare(LAST_AUDIT).all();
    const decided = db.prepare(DECIDED).all();
    const open = rows.map(({ row }) => String(row));
    return {
      rows: open,
      mark: `${String(last?.['seq'])} ${open.join(', ')}`,
      decided: new Set(decided.map(({ ref }) => String(ref))),
    };
  } catch {
    // Its tables are not made yet, or a writer has it for itself.
    return none;
  } finally {
    db.close();
  }
}
