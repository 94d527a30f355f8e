import type { Collection, SandboxState } from '../../state.js';

/** A call that is ready to go: its bytes and its signature are made. */
export interface Outgoing {
  id: string;
  dueAt: number;
  url: string;
  webhookId: string;
  event: string;
  item: string;
  number: string;
  headers: Record<string, string>;
  body: string;
  attempts: number;
  /** Waits for the next one to leave first. */
  held?: boolean;
}

export class Outbox {
  private readonly entries: Collection<Outgoing>;
  private readonly counters: Collection<number>;

  constructor(state: SandboxState) {
    this.entries = state.collection<Outgoing>('servicenow.outbox');
    this.counters = state.collection<number>('servicenow.counter');
  }

  add(entry: Omit<Outgoing, 'id'>): void {
    const id = String((this.counters.get('outbox') ?? 0) + 1);
    this.counters.put('outbox', Number(id));
    this.entries.put(id, { ...entry, id });
  }

  /** What was held back leaves just after this. */
  releaseAfter(dueAt: number): void {
    for (const entry of this.entries.values()) {
      if (entry.held) this.entries.put(entry.id, { ...entry, held: false, dueAt: dueAt + 1 });
    }
  }

  /** Takes the next entry out for good: what is lost on the way is lost (O2). */
  take(now: number): Outgoing | undefined {
    let next: Outgoing | undefined;
    for (const entry of this.entries.values()) {
      if (entry.held || entry.dueAt > now) continue;
      if (!next || entry.dueAt < next.dueAt) next = entry;
    }
    if (next) this.entries.delete(next.id);
    return next;
  }

  nextAt(): number | undefined {
    let next: number | undefined;
    for (const { held, dueAt } of this.entries.values()) {
      if (!held) next = Math.min(next ?? Infinity, dueAt);
    }
    return next;
  }

  get size(): number {
    return this.entries.size;
  }
}
