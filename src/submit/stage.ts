import type { TargetSettings } from '../domain/settings.js';
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
import { Pace } from './pace.js';
import { recordAnswer } from './record.js';
import { judgeUpload, type Verdict } from './verdict.js';

export interface SubmitDeps {
  store: Store;
  clock: Clock;
  random: Random;
  entra: Entra;
  target: TargetSettings;
  log: Log;
  faults: Faults;
}

/** Calls under way at once: enough to use a burst of 40, few enough that a 429 wastes little. */
const AT_ONCE = 6;

/**
 * Sends who is in the queue: claim and fence → call → record. Every call of a target goes through
 * here, one window and one day's ledger for all.
 */
export class SubmitStage implements Worker {
  readonly name: string;
  readonly idleMs = 200;
  readonly parallel = AT_ONCE;
  private readonly pace: Pace;
  private readonly splits: string[][] = [];
  private failuresInARow = 0;
  /** Calls of this process that have no recorded answer yet. */
  private readonly underWay = new Set<string>();

  constructor(private readonly deps: SubmitDeps) {
    const { limits, name } = deps.target;
    this.name = `submit ${name}`;
    this.pace = new Pace(deps.clock, limits.windowMs, limits.callsPerWindow, AT_ONCE);
  }

  /** After a start: calls of the last window count, and those without an answer are in doubt. */
  async recover(): Promise<void> {
    const { store, clock, target } = this.deps;
    const now = clock.now();
    const recent = await store.read
      .selectFrom('upload')
      .select('id')
      .where('target', '=', target.name)
      .where('started_at', '>', now - target.limits.windowMs)
      .execute();
    await this.pace.spend(Math.min(recent.length, target.limits.callsPerWindow));
    await this.recoverLost();
  }

  async step(): Promise<number> {
    await this.recoverLost();
    if (!(await this.somebodyWaits())) return 0;
    let sent = 0;
    await this.pace.run(async () => {
      const uploadId = this.deps.random.uuid();
      this.underWay.add(uploadId);
      try {
        const call = await this.claim(uploadId);
        if (call) sent = await this.send(call);
        return call !== null;
      } finally {
        this.underWay.delete(uploadId);
      }
    });
    return sent;
  }

  /**
   * A call in the ledger that nobody here is waiting for lost its answer: with the process before
   * this one, or because the store could not take it. It is in doubt.
   */
  private async recoverLost(): Promise<void> {
    const open = await this.deps.store.read
      .selectFrom('upload')
      .select('id')
      .where('target', '=', this.deps.target.name)
      .where('state', '=', 'sending')
      .execute();
    for (const { id } of open) {
      if (this.underWay.has(id)) continue;
      await this.recoverCall(id);
      this.deps.faults.reach('recovering');
    }
  }

  /** A cheap look before a token of the window is taken. */
  private async somebodyWaits(): Promise<boolean> {
    const waiting = await this.deps.store.read
      .selectFrom('person')
      .select('id')
      .where('target', '=', this.deps.target.name)
      .where('lane', 'is not', null)
      .where('not_before', '<=', this.deps.clock.now())
      .limit(1)
      .execute();
    return waiting.length > 0;
  }

  private claim(uploadId: string): Promise<ClaimedCall | null> {
    const { store, clock, random, target, faults } = this.deps;
    const knownCalls = this.pace.madeToday();
    const context = { uploadId, target, random, faults, knownCalls, splits: this.splits };
    return store.write((tx) => claimCall(tx, { ...context, now: clock.now() }));
  }

  private async send(call: ClaimedCall): Promise<number> {
    const { clock, entra, target, faults } = this.deps;
    const records = call.attempts.map((attempt) => ({
      bulkId: attempt.id,
      record: JSON.parse(attempt.record) as PersonRecord,
    }));
    const body = JSON.stringify(toBulkRequest(records, target.extensions));
    faults.reach('attempt-recorded');
    const answer = await entra.upload(body, call.uploadId);
    faults.reach('answer-read');
    const verdict = judgeUpload(answer, clock.now());
    await this.record(call, verdict, answer.is === 'answer' ? answer.status : null);
    return call.attempts.length;
  }

  private async record(call: ClaimedCall, verdict: Verdict, status: number | null): Promise<void> {
    const { store, clock, target, log } = this.deps;
    this.failuresInARow =
      verdict.is === 'staged' || verdict.is === 'refused' ? 0 : this.failuresInARow + 1;
    const context = { target, now: clock.now(), status, backoffMs: this.backoffMs() };
    await store.write((tx) => recordAnswer(tx, call, verdict, context));
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

  private async recoverCall(uploadId: string): Promise<void> {
    const attempts = await this.deps.store.read
      .selectFrom('attempt')
      .selectAll()
      .where('upload_id', '=', uploadId)
      .execute();
    const doubt = judgeUpload(
      { is: 'failure', maybeSent: true, why: 'reset' },
      this.deps.clock.now(),
    );
    await this.record({ uploadId, attempts }, doubt, null);
  }
}
