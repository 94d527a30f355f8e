import type { TargetSettings } from '../domain/settings.js';
import type { Clock } from '../ports/clock.js';
import { IDS_PER_READ, type Directory } from '../ports/directory.js';
import type { Entra, JobState, LogRow } from '../ports/entra.js';
import type { Faults } from '../ports/faults.js';
import type { Log } from '../ports/log.js';
import type { Random } from '../ports/random.js';
import { lockPeople } from '../ledger/lock-people.js';
import type { Store, Tx } from '../ports/store.js';
import type { Worker } from '../ports/worker.js';
import { belongs, disables, judge, type Judgement } from './judge.js';
import { isAnyDue, keepRow, readOpenAttempts, type OpenAttempt } from './open-attempts.js';
import { ownRows } from './own-rows.js';
import { disabledLongAgo } from './read-back.js';
import { readLog } from './read-log.js';
import { explainSilence, unconfirmed } from './reasons.js';
import { explain, settle, settleFailed, settleUnconfirmed } from './settle.js';

export interface OutcomeDeps {
  store: Store;
  clock: Clock;
  random: Random;
  entra: Entra;
  /** Null where the directory may not be read. */
  directory: Directory | null;
  target: TargetSettings;
  log: Log;
  faults: Faults;
}

interface Proof {
  /** It is this attempt's turn; others are settled where a row happens to show their end. */
  due: boolean;
  rows: LogRow[];
  enabled: boolean | null;
  wasDisabled: boolean;
}

/** Attempts settled in one transaction, so that no writer waits long. */
const CHUNK = 50;

/** Looks for evidence of what was sent, and settles, explains or re-sends. */
export function outcomeStage(deps: OutcomeDeps): Worker {
  return {
    name: `outcome ${deps.target.name}`,
    idleMs: 500,
    async step() {
      const now = deps.clock.now();
      if (!(await isAnyDue(deps.store.read, deps.target.name, now))) return 0;
      const open = await readOpenAttempts(deps.store.read, deps.target.name);
      const due = open.filter((attempt) => (attempt.row.check_at as number) <= now);
      if (due.length === 0) return 0;
      const looked = coveredBy(open, due);
      const proofs = await gather(deps, looked, due);
      for (let at = 0; at < looked.length; at += CHUNK) {
        const chunk = looked.slice(at, at + CHUNK);
        await deps.store.write((tx) => settleChunk(tx, deps, chunk, proofs));
      }
      return due.length;
    },
  };
}

/** Whose rows come along when the log is read for those who are due; the window of others is longer. */
function coveredBy(open: OpenAttempt[], due: OpenAttempt[]): OpenAttempt[] {
  const since = Math.min(...due.map(({ within }) => within));
  return open.filter(({ within }) => within >= since);
}

async function gather(
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
  const enabled = await readLeavers(deps, due);
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

/** Leavers are confirmed by the directory itself where it may be read. */
async function readLeavers(deps: OutcomeDeps, due: OpenAttempt[]): Promise<Map<string, boolean>> {
  const leavers = due.filter((attempt) => attempt.leaver).map((attempt) => attempt.row.external_id);
  const enabled = new Map<string, boolean>();
  if (!deps.directory) return enabled;
  for (let at = 0; at < leavers.length; at += IDS_PER_READ) {
    const answer = await deps.directory.findByExternalId(leavers.slice(at, at + IDS_PER_READ));
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

async function settleChunk(
  tx: Tx,
  deps: OutcomeDeps,
  chunk: OpenAttempt[],
  proofs: Map<string, Proof>,
): Promise<void> {
  await lockPeople(
    tx,
    chunk.map((attempt) => attempt.row.person_id),
  );
  const still = await tx
    .selectFrom('attempt')
    .select('id')
    .where(
      'id',
      'in',
      chunk.map((attempt) => attempt.row.id),
    )
    .where('closed_at', 'is', null)
    .forNoKeyUpdate()
    .execute();
  const open = new Set(still.map((row) => row.id));
  for (const attempt of chunk) {
    if (open.has(attempt.row.id))
      await settleOne(tx, deps, attempt, proofs.get(attempt.row.id) as Proof);
  }
}

async function settleOne(
  tx: Tx,
  deps: OutcomeDeps,
  attempt: OpenAttempt,
  proof: Proof,
): Promise<void> {
  const now = deps.clock.now();
  const skewMs = deps.target.timing.clockSkewMs;
  const rows = await ownRows(tx, attempt, proof.rows, skewMs);
  const before = proof.rows.filter(({ at }) => at < attempt.since - skewMs);
  const wasDisabled = proof.wasDisabled || before.some(disables);
  const tooEarly = attempt.mayEnableUntil > now && !rows.some(disables);
  const enabled = tooEarly && proof.enabled === false ? null : proof.enabled;
  const judgement = judge(
    { record: attempt.record, startedAt: attempt.row.started_at, leaver: attempt.leaver },
    rows,
    { enabled, wasDisabled, readable: deps.directory !== null },
  );
  if (judgement.is === 'open' && !proof.due) return;
  if (judgement.is !== 'open') await keepProof(tx, deps, attempt, rows, enabled, now);
  await act(tx, deps, attempt, judgement, now);
  if (judgement.is !== 'open') deps.faults.reach('outcome-written');
}

async function keepProof(
  tx: Tx,
  deps: OutcomeDeps,
  attempt: OpenAttempt,
  rows: LogRow[],
  enabled: boolean | null,
  now: number,
) {
  for (const row of rows) await keepRow(tx, row, attempt.row, now);
  if (enabled === null) return;
  const read: LogRow = {
    id: `read:${deps.random.uuid()}`,
    at: now,
    jobId: deps.target.jobId,
    externalId: attempt.row.external_id,
    action: 'directory-read',
    status: enabled ? 'enabled' : 'disabled',
    cycleId: '',
    changeId: '',
    errorCode: '',
    errorReason: '',
    modified: [],
  };
  await keepRow(tx, read, attempt.row, now);
}

async function act(
  tx: Tx,
  deps: OutcomeDeps,
  attempt: OpenAttempt,
  judgement: Judgement,
  now: number,
): Promise<void> {
  const { timing } = deps.target;
  if (judgement.is === 'applied' || judgement.is === 'unchanged')
    return settle(tx, attempt, judgement.is, now);
  if (judgement.is === 'failed')
    return settleFailed(tx, attempt, judgement.why, now, timing.backoffMaxMs);
  if (attempt.row.confirm_by !== null && attempt.row.confirm_by <= now) {
    return settleUnconfirmed(
      tx,
      attempt,
      { ...(await silence(tx, attempt)), code: unconfirmed.code },
      now,
    );
  }
  if (now - attempt.row.started_at >= timing.explainAfterMs) {
    await explain(tx, attempt, await silence(tx, attempt), now);
  }
  const checkAt = nextCheck(attempt.row.started_at, now, timing.checkAfterMs);
  await tx
    .updateTable('attempt')
    .set({ check_at: Math.min(checkAt, attempt.row.confirm_by ?? Infinity) })
    .where('id', '=', attempt.row.id)
    .execute();
}

async function silence(tx: Tx, attempt: OpenAttempt) {
  const target = await tx
    .selectFrom('target')
    .selectAll()
    .where('name', '=', attempt.row.target)
    .executeTakeFirst();
  const job = target?.job ? (JSON.parse(target.job) as JobState) : null;
  return explainSilence(job, target?.newest_row_at ?? null, attempt.row.started_at);
}

/** The next planned look after `now`; the last distance repeats. */
export function nextCheck(startedAt: number, now: number, checkAfterMs: readonly number[]): number {
  const planned = checkAfterMs.map((after) => startedAt + after).find((at) => at > now);
  const last = checkAfterMs.at(-1) ?? 600_000;
  const before = checkAfterMs.at(-2) ?? 0;
  return planned ?? now + Math.max(last - before, 1_000);
}
