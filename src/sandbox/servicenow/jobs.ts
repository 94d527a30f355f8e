import type { Collection, SandboxState } from '../state.js';
import type { Row } from './row.js';

/** Work for later: an asynchronous rule, a step of a flow. */
export type Job =
  | { kind: 'webhook'; runAt: number; item: string; event: string; run: string; instance?: string }
  | { kind: 'fulfil'; runAt: number; item: string }
  | { kind: 'insert request'; runAt: number; row: Row };

interface Queued {
  id: string;
  job: Job;
}

export class JobQueue {
  private readonly queued: Collection<Queued>;
  private readonly counters: Collection<number>;

  constructor(state: SandboxState) {
    this.queued = state.collection<Queued>('servicenow.job');
    this.counters = state.collection<number>('servicenow.counter');
  }

  add(job: Job): void {
    const id = String((this.counters.get('job') ?? 0) + 1);
    this.counters.put('job', Number(id));
    this.queued.put(id, { id, job });
  }

  /** Takes what is due out of the queue, in order of time; ties in order of queueing. */
  takeDue(now: number): Job[] {
    if (this.queued.size === 0) return [];
    const due = [...this.queued.values()].filter(({ job }) => job.runAt <= now);
    for (const { id } of due) this.queued.delete(id);
    return due.map(({ job }) => job).sort((a, b) => a.runAt - b.runAt);
  }

  nextAt(): number | undefined {
    let next: number | undefined;
    for (const { job } of this.queued.values()) next = Math.min(next ?? Infinity, job.runAt);
    return next;
  }
}
