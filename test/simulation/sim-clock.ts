import type { Clock } from '../../src/ports/clock.js';

interface Timer {
  at: number;
  seq: number;
  run: () => void;
}

/** Time that jumps from one event to the next. Events of one instant run in the order they were set. */
export class SimClock implements Clock {
  private readonly heap: Timer[] = [];
  private seq = 0;

  constructor(private time: number) {}

  now(): number {
    return this.time;
  }

  monotonic(): number {
    return this.time;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      signal?.addEventListener('abort', () => resolve(), { once: true });
      this.after(ms, resolve);
    });
  }

  after(ms: number, run: () => void): Timer {
    return this.at(this.time + Math.max(0, ms), run);
  }

  at(instant: number, run: () => void): Timer {
    const timer = { at: Math.ceil(Math.max(instant, this.time)), seq: this.seq++, run };
    this.heap.push(timer);
    this.rise(this.heap.length - 1);
    return timer;
  }

  /** When the next event is due. */
  nextAt(): number {
    return this.heap[0]?.at ?? Infinity;
  }

  /** Moves to the next event and runs it. */
  step(): void {
    const [first] = this.heap;
    if (!first) return;
    const last = this.heap.pop() as Timer;
    if (this.heap.length > 0) {
      this.heap[0] = last;
      this.sink(0);
    }
    this.time = Math.max(this.time, first.at);
    first.run();
  }

  /** Moves to an instant before the next event. */
  moveTo(instant: number): void {
    this.time = Math.ceil(Math.max(this.time, Math.min(instant, this.nextAt())));
  }

  private rise(index: number): void {
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (this.isBefore(parent, index)) return;
      this.swap(parent, index);
      index = parent;
    }
  }

  private sink(index: number): void {
    for (;;) {
      const left = 2 * index + 1;
      if (left >= this.heap.length) return;
      const right = left + 1;
      const child = right < this.heap.length && this.isBefore(right, left) ? right : left;
      if (this.isBefore(index, child)) return;
      this.swap(index, child);
      index = child;
    }
  }

  private isBefore(a: number, b: number): boolean {
    const one = this.heap[a] as Timer;
    const other = this.heap[b] as Timer;
    return one.at < other.at || (one.at === other.at && one.seq < other.seq);
  }

  private swap(a: number, b: number): void {
    [this.heap[a], this.heap[b]] = [this.heap[b] as Timer, this.heap[a] as Timer];
  }
}
