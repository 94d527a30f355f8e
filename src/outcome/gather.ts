import { IDS_PER_READ } from '../ports/directory.js';
import type { LogRow } from '../ports/entra.js';
import type { OutcomeDeps } from './deps.js';
import { belongs } from './judge.js';
import type { OpenAttempt } from './open-attempts.js';
import { disabledLongAgo } from './read-back.js';
import { readLog } from './read-log.js';

/** What is known of one attempt at one look. */
export interface Proof {
  /** It is this attempt's turn; others are settled where a row happens to show their end. */
  due: boolean;
  rows: LogRow[];
  enabled: boolean | null;
  wasDisabled: boolean;
}

/** What the log, and the directory where it may be read, say of attempts; those who are due are asked for. */
export async function gather(
  deps: OutcomeDeps,
  open: OpenAttempt[],
  due: OpenAttempt[],
): Promise<Map<string, Proof>> {
  const { timing, jobId } = deps.target;
  const byPerson = new Map(open.map((attempt) => [attempt.row.external_id, attempt]));
  const since = Math.min(...due.map((attempt) => attempt.within)) - timing.clockSkewMs;
  const now = deps.clock.now();
  const read = await readLog(deps.entra, since, (row) => {
    const attempt = byPerson.get(row.externalId);
    const sent = attempt && { externalId: row.externalId, startedAt: attempt.within };
    return sent !== undefined && belongs(row, sent, jobId, timing.clockSkewMs, now);
  });
  deps.faults.reach('log-read');
  if (read.is === 'unavailable')
    deps.log.warn('provisioning-log-unavailable', { target: deps.target.name, why: read.why });
  else await saveLogRead(deps, read.newestAt);
  const rows = Map.groupBy(read.is === 'read' ? read.rows : [], (row) => row.externalId);
  const asked = due.filter((attempt) => attempt.leaver || wasSkipped(rows, attempt));
  const enabled = await readDirectory(deps, asked);
  const before = deps.directory ? new Set<string>() : await disabledLongAgo(deps, due);
  const turns = new Set(due);
  return new Map(
    open.map((attempt) => {
      const { id, external_id: person } = attempt.row;
      const proof = {
        due: turns.has(attempt),
        rows: rows.get(person) ?? [],
        enabled: enabled.get(person) ?? null,
        wasDisabled: attempt.wasDisabled || before.has(person),
      };
      return [id, proof];
    }),
  );
}

function wasSkipped(rows: Map<string, LogRow[]>, { row }: OpenAttempt): boolean {
  return (rows.get(row.external_id) ?? []).some(({ status }) => status === 'skipped');
}

/** Leavers, and who was skipped, are confirmed by the directory itself where it may be read. */
async function readDirectory(
  deps: OutcomeDeps,
  asked: OpenAttempt[],
): Promise<Map<string, boolean>> {
  const ids = asked.map((attempt) => attempt.row.external_id);
  const enabled = new Map<string, boolean>();
  if (!deps.directory) return enabled;
  for (let at = 0; at < ids.length; at += IDS_PER_READ) {
    const answer = await deps.directory.findByExternalId(ids.slice(at, at + IDS_PER_READ));
    if (answer.is !== 'found') continue;
    for (const [externalId, found] of answer.users) {
      const records = found.filter((record) => record.externalId === externalId);
      if (records.length > 0)
        enabled.set(
          externalId,
          records.some((record) => record['active'] !== false),
        );
    }
  }
  return enabled;
}

async function saveLogRead(deps: OutcomeDeps, newestAt: number | null): Promise<void> {
  const set = {
    log_read_at: deps.clock.now(),
    ...(newestAt === null ? {} : { newest_row_at: newestAt }),
  };
  await deps.store.write(async (tx) => {
    await tx
      .insertInto('target')
      .values({
        name: deps.target.name,
        halted: null,
        paused_until: 0,
        job: null,
        job_checked_at: null,
        newest_row_at: null,
        ...set,
      })
      .onConflict((conflict) => conflict.column('name').doUpdateSet(set))
      .execute();
  });
}
