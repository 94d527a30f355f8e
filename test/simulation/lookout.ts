import { ledgerState, STAGES, type LedgerState, type Stage } from './next-due.js';
import { MINUTE } from './plan.js';
import type { WorldStore } from './world-store.js';

/** Time between two looks of a stage, which grows while looking changes nothing. */
const leastPauseMs = (stage: Stage) => (stage === 'leavers' ? 10_000 : 1_000);
const GROWTH = 3;
const MOST_PAUSE_MS = 5 * MINUTE;

interface Look {
  at: number;
  pauseMs: number;
  audited: number;
}

/** Says which stages have something to do, so that nobody polls through days of simulated time. */
export class Lookout {
  private ledger: LedgerState | null = null;
  private looks = new Map<Stage, Look>();

  constructor(private readonly store: WorldStore) {}

  /** Something was written: the queues may have changed. */
  touch(): void {
    this.ledger = null;
  }

  /** A new process looks at everything anew. */
  reset(): void {
    this.looks = new Map();
    this.touch();
  }

  /** Stages that are due by the process's own clock, and when the next one will be. */
  async due(now: number, skewMs: number): Promise<{ stages: Stage[]; nextAt: number }> {
    this.ledger ??= await (this.store.ledgerState?.() ?? ledgerState(this.store.read));
    const stages: Stage[] = [];
    let nextAt = Infinity;
    for (const stage of STAGES) {
      const at = this.dueAt(stage, this.ledger, skewMs);
      if (at <= now) stages.push(stage);
      else nextAt = Math.min(nextAt, at);
    }
    for (const stage of stages) this.looked(stage, this.ledger, now);
    return { stages, nextAt };
  }

  private dueAt(stage: Stage, { dueAt, audited }: LedgerState, skewMs: number): number {
    const look = this.looks.get(stage);
    const pauseMs = look?.audited === audited ? look.pauseMs : leastPauseMs(stage);
    return Math.max(dueAt[stage] - skewMs, look ? look.at + pauseMs : 0);
  }

  private looked(stage: Stage, { audited }: LedgerState, now: number): void {
    const before = this.looks.get(stage);
    const idle = before?.audited === audited;
    const pauseMs = idle ? Math.min(before.pauseMs * GROWTH, MOST_PAUSE_MS) : leastPauseMs(stage);
    this.looks.set(stage, { at: now, pauseMs, audited });
  }
}
