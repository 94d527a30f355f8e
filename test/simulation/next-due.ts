import { sql } from 'kysely';
import type { Reader } from '../../src/ports/store.js';

/** Stages by the first word of their workers' names. */
export const STAGES = [
  'verify',
  'mapping',
  'schedule',
  'submit',
  'leavers',
  'outcome',
  'writeback',
] as const;
export type Stage = (typeof STAGES)[number];

/** What stands in the ledger: how far its audit trail has come, and when each stage's next row is due. */
export interface LedgerState {
  audited: number;
  dueAt: Readonly<Record<Stage, number>>;
}

type Row = { audited: number | null } & Record<Stage, number | null>;

/** Costs what is open, not what there is: from open attempts on, in the order written (`cross join`). */
const ROW = sql<Row>`
  select (select max(seq) from audit) as audited,
    (select min(verify_due_at) from ticket where verify_due_at is not null) as verify,
    (select min(map_due_at) from ticket where map_due_at is not null) as mapping,
    (select min(writeback_due_at) from ticket where writeback_due_at is not null) as writeback,
    (select min(schedule_due_at) from person where schedule_due_at is not null) as schedule,
    (select min(case when not_before > coalesce(target.paused_until, 0) then not_before
        else target.paused_until end)
      from person left join target on target.name = person.target
        left join attempt on attempt.id = person.attempt_id
      where person.lane is not null and (attempt.id is null or (person.lane < 2 and attempt.lane > 1))
      ) as submit,
    (select min(at) from (
      select 40000 + (select max(at) from (select effective_at as at union all select approved_at
        union all select change.created_at) as instants) as at from change
        where id in (select id from change where kind = 'termination' and state = 'queued'
          union select change.id from attempt cross join person cross join change
            where attempt.closed_at is null and attempt.state = 'sending'
              and person.id = attempt.person_id and person.attempt_id = attempt.id
              and change.person_id = person.id and kind = 'termination')
      union all select opened_at from attention
        where cause = 'leavers-waiting' and closed_at is null) as soon) as leavers,
    (select min(check_at) from attempt where closed_at is null) as outcome`;

/** Looks at the queues as rows have them, so that the world can jump from one due instant to the next. */
export async function ledgerState(read: Reader): Promise<LedgerState> {
  const { rows } = await ROW.execute(read);
  return stateOf(rows[0] as Row);
}

/**
 * The same of a server, which takes longer to plan that question than to answer it: as a function of
 * its own it is planned once in a connection's life.
 */
export async function keptLedgerState(read: Reader): Promise<() => Promise<LedgerState>> {
  await sql`create function world_row() returns json language plpgsql as $$
    begin return (select to_json(it) from (${ROW}) as it); end $$`.execute(read);
  return async () => {
    const { rows } = await sql<{ it: Row }>`select world_row() as it`.execute(read);
    return stateOf((rows[0] as { it: Row }).it);
  };
}

function stateOf(row: Row): LedgerState {
  const dueAt = Object.fromEntries(STAGES.map((stage) => [stage, row[stage] ?? Infinity]));
  return { audited: row.audited ?? 0, dueAt: dueAt as Record<Stage, number> };
}
