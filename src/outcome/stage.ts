import type { JobState, LogRow } from '../ports/entra.js';
import { lockPeople } from '../ledger/lock-people.js';
import type { Tx } from '../ports/store.js';
import type { Worker } from '../ports/worker.js';
import type { OutcomeDeps } from './deps.js';
import { gather, type Proof } from './gather.js';
import { disables, judge, type Judgement } from './judge.js';
import { isAnyDue, keepRow, readOpenAttempts, type OpenAttempt } from './open-attempts.js';
import { ownRows } from './own-rows.js';
import { explainSilence, unconfirmed } from './reasons.js';
import { explain, settle, settleFailed, settleUnconfirmed } from './settle.js';

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
  const judged = judge(
    { record: attempt.record, startedAt: attempt.row.started_at, leaver: attempt.leaver },
    rows,
    { enabled, wasDisabled, readable: deps.directory !== null, exists: attempt.exists },
  );
  if (judged.is === 'open' && !proof.due) return;
  const judgement = atDeadline(judged, attempt, now);
  if (judgement.is !== 'open') await keepProof(tx, deps, attempt, rows, enabled, now);
  await act(tx, deps, attempt, judgement, now);
  if (judgement.is !== 'open') deps.faults.reach('outcome-written');
}

function isOver({ row }: OpenAttempt, now: number): boolean {
  return row.confirm_by !== null && row.confirm_by <= now;
}

/** Rows that tell more than silence does end it; silence is sent again. */
function atDeadline(judgement: Judgement, attempt: OpenAttempt, now: number): Judgement {
  if (judgement.is !== 'open' || !judgement.otherwise || !isOver(attempt, now)) return judgement;
  return { is: 'failed', why: judgement.otherwise };
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
  if (isOver(attempt, now)) {
    return settleUnconfirmed(
      tx,
      attempt,
      { ...(await silence(tx, attempt)), code: unconfirmed.code },
      now,
    );
  }
  if (now - attempt.row.started_at >= timing.explainAfterMs) {
    await explain(tx, attempt, judgement.otherwise ?? (await silence(tx, attempt)), now);
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
