import Bottleneck from 'bottleneck';
import { sql } from 'kysely';
import type { TargetSettings } from '../domain/settings.js';
import { standOn, type Lease } from '../ledger/lease.js';
import type { Clock } from '../ports/clock.js';
import type { Entra } from '../ports/entra.js';
import type { Faults } from '../ports/faults.js';
import type { Log } from '../ports/log.js';
import type { Random } from '../ports/random.js';
import type { Store } from '../ports/store.js';
import type { Worker } from '../ports/worker.js';
import type { PersonRecord } from '../domain/record.js';
import { toBulkRequest } from '../scim/bulk-request.js';
import { claimCall, type ClaimedCall } from './claim.js';
import type { Lane } from './lane.js';
import { Pace } from './pace.js';
import { recordAnswer } from './record.js';
import { answerLost, judgeUpload, type Verdict } from './verdict.js';

export interface SubmitDeps {
  store: Store;
  clock: Clock;
  random: Random;
  entra: Entra;
  target: TargetSettings;
  log: Log;
  faults: Faults;
  lane: Pick<Lane, 'held'>;
}

/** Calls under way at once: enough to use a burst of 40, few enough that a 429 wastes little. */
const AT_ONCE = 6;

/**
 * Sends who is in the queue: claim and fence → call → record. Every call of a target goes through
 * here, one window and one day's ledger for all, in the one replica that holds the target's lane.
 */
export class SubmitStage implements Worker {
  readonly name: string;
  readonly idleMs = 200;
  readonly parallel = AT_ONCE;
  private pace: Pace;
  /** Of this holder alone: the next one tells a refused group apart anew. */
  private splits: string[][] = [];
  private failuresInARow = 0;
  /**
   * What stands on the lane in the store, one at a time: its renewal has to wait for those that are
   * there before it. Behind six claims it came too late, and their calls with it.
   */
  private readonly onLane = new Bottleneck({ maxConcurrent: 1 });
  /** Calls of this process that have no recorded answer yet. */
  private readonly underWay = new Set<string>();
  /** The holding whose window and lost calls were looked up, and when that is done. */
  private settled: { fence: number; in: Promise<void> } | null = null;

  constructor(private readonly deps: SubmitDeps) {
    this.name = `submit ${deps.target.name}`;
    this.pace = this.newPace();
  }

  async step(): Promise<number> {
    const lease = this.deps.lane.held();
    if (!lease) return 0;
    await this.settleIn(lease);
    await this.recoverLost(lease);
    if (!(await this.somebodyWaits())) return 0;
    let sent = 0;
    await this.pace.run(async () => {
      const uploadId = this.deps.random.uuid();
      this.underWay.add(uploadId);
      try {
        const call = await this.onLane.schedule(() => this.claim(uploadId, lease));
        if (call) sent = await this.send(call, lease);
        return call !== null;
      } finally {
        this.underWay.delete(uploadId);
      }
    });
    return sent;
  }

  /** After a start or a take-over: whoever sent before may have used up the window. */
  private async settleIn({ fence }: Lease): Promise<void> {
    if (this.settled?.fence !== fence) this.settled = { fence, in: this.warmUp() };
    try {
      await this.settled.in;
    } catch (error) {
      this.settled = null;
      throw error;
    }
  }

  private async warmUp(): Promise<void> {
    const { store, clock, target } = this.deps;
    const from = clock.now() - target.limits.windowMs;
    const recent = await store.read
      .selectFrom('upload')
      .select('id')
      .where('target', '=', target.name)
      // A call without an answer may reach Entra as late as now.
      .where((eb) =>
        eb.or([
          eb('started_at', '>', from),
          eb('answered_at', '>', from),
          eb('state', '=', 'sending'),
        ]),
      )
      .execute();
    this.pace = this.newPace();
    this.splits = [];
    await this.pace.spend(Math.min(recent.length, target.limits.callsPerWindow));
  }

  private newPace(): Pace {
    const { clock, target } = this.deps;
    return new Pace(clock, target.limits.windowMs, target.limits.callsPerWindow, AT_ONCE);
  }

  /**
   * A call in the ledger that nobody here is waiting for lost its answer: with the process before
   * this one, or because the store could not take it. It is in doubt.
   */
  private async recoverLost(lease: Lease): Promise<void> {
    const open = await this.deps.store.read
      .selectFrom('upload')
      .select('id')
      .where('target', '=', this.deps.target.name)
      .where('state', '=', sql.lit('sending'))
      .execute();
    for (const { id } of open) {
      if (this.underWay.has(id)) continue;
      await this.recoverCall(id, lease);
      this.deps.faults.reach('recovering');
    }
  }

  /** A cheap look before a token of the window is taken; in the order of the queue's index. */
  private async somebodyWaits(): Promise<boolean> {
    const waiting = await this.deps.store.read
      .selectFrom('person')
      .select('id')
      .where('target', '=', this.deps.target.name)
      .where('lane', 'is not', null)
      .where('not_before', '<=', this.deps.clock.now())
      .orderBy('lane')
      .orderBy('queued_at')
      .limit(1)
      .execute();
    return waiting.length > 0;
  }

  private async claim(uploadId: string, lease: Lease): Promise<ClaimedCall | null> {
    const { store, clock, random, target, faults, lane } = this.deps;
    if (lane.held()?.fence !== lease.fence) return null;
    const knownCalls = this.pace.madeToday();
    const context = { uploadId, lease, target, random, faults, knownCalls, splits: this.splits };
    return store.write((tx) => claimCall(tx, { ...context, now: clock.now() }));
  }

  private async send(call: ClaimedCall, lease: Lease): Promise<number> {
    const { clock, entra, target, faults, lane } = this.deps;
    const records = call.attempts.map((attempt) => ({
      bulkId: attempt.id,
      record: JSON.parse(attempt.record) as PersonRecord,
    }));
    const body = JSON.stringify(toBulkRequest(records, target.extensions));
    faults.reach('attempt-recorded');
    // Whoever wakes up after its lease has run out must not send what is somebody else's by then.
    const mayGo = () => lane.held()?.fence === lease.fence;
    const answer = await entra.upload(body, call.uploadId, mayGo);
    faults.reach('answer-read');
    const verdict = judgeUpload(answer, clock.now());
    await this.record(call, verdict, answer.is === 'answer' ? answer.status : null);
    return call.attempts.length;
  }

  /** With a lease, only as long as it is ours; the answer to an own call is stored in any case. */
  private async record(
    call: ClaimedCall,
    verdict: Verdict,
    status: number | null,
    lease?: Lease,
  ): Promise<void> {
    const { store, clock, target, log } = this.deps;
    if (verdict !== answerLost) this.countFailures(verdict);
    const context = { target, now: clock.now(), status, backoffMs: this.backoffMs() };
    await store.write(async (tx) => {
      if (!lease || (await standOn(tx, lease))) await recordAnswer(tx, call, verdict, context);
    });
    if (verdict.is === 'refused') this.split(call);
    const fields = {
      target: target.name,
      upload: call.uploadId,
      records: call.attempts.length,
      status,
    };
    if (verdict.is === 'staged') log.info('upload-staged', fields);
    else log.warn(`upload-${verdict.is}`, { ...fields, reason: verdict.why.code });
  }

  private countFailures({ is }: Verdict): void {
    this.failuresInARow = is === 'staged' || is === 'refused' ? 0 : this.failuresInARow + 1;
  }

  /** Full jitter, so that callers that failed together do not come back together. */
  private backoffMs(): number {
    const { backoffMs, backoffMaxMs } = this.deps.target.timing;
    const most = Math.min(backoffMs * 2 ** Math.max(this.failuresInARow - 1, 0), backoffMaxMs);
    return Math.max(Math.round(this.deps.random.fraction() * most), 1_000);
  }

  private split(call: ClaimedCall): void {
    if (call.attempts.length === 1) return;
    const people = call.attempts.map((attempt) => attempt.person_id);
    const half = Math.ceil(people.length / 2);
    this.splits.push(people.slice(0, half), people.slice(half));
  }

  private async recoverCall(uploadId: string, lease: Lease): Promise<void> {
    const attempts = await this.deps.store.read
      .selectFrom('attempt')
      .selectAll()
      .where('upload_id', '=', uploadId)
      .execute();
    await this.onLane.schedule(() => this.record({ uploadId, attempts }, answerLost, null, lease));
  }
}
