import type { Collection, SandboxState } from '../../state.js';
import type { LogRow } from './log-row.js';

/** All rows in the order of their activity. They are only ever added, and expire [LogConcept]. */
export class LogBook {
  private readonly kept: Collection<LogRow>;
  private rows: LogRow[];
  private first = 0;
  private nextSeq: number;

  constructor(state: SandboxState) {
    this.kept = state.collection<LogRow>('entra.log');
    this.rows = [...this.kept.values()];
    this.nextSeq = (this.rows.at(-1)?.seq ?? 0) + 1;
  }

  add(row: Omit<LogRow, 'seq'>): LogRow {
    const added = { seq: this.nextSeq++, ...row };
    this.rows.push(added);
    this.kept.put(added.id, added);
    return added;
  }

  expire(before: number): void {
    while (this.first < this.rows.length && this.rows[this.first]!.at < before) {
      this.kept.delete(this.rows[this.first++]!.id);
    }
    if (this.first < 1000 || this.first * 2 < this.rows.length) return;
    this.rows = this.rows.slice(this.first);
    this.first = 0;
  }

  /** Rows from that instant to that one, both included, and readable at `now`. */
  *between(from: number, to: number, now: number, order: 'asc' | 'desc'): Generator<LogRow> {
    const start = this.position((row) => row.at >= from);
    const end = this.position((row) => row.at > to);
    for (let step = 0; step < end - start; step++) {
      const row = this.rows[order === 'asc' ? start + step : end - 1 - step]!;
      if (row.visibleAt !== null && row.visibleAt <= now) yield row;
    }
  }

  /** The first row for which it holds, and it holds for all after it. */
  private position(holds: (row: LogRow) => boolean): number {
    let low = this.first;
    let high = this.rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (holds(this.rows[middle]!)) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
