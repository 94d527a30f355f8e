import type { Clock } from '../../../src/ports/clock.js';

/** Stands still until it is turned. */
export class FakeClock implements Clock {
  constructor(private at = Date.parse('2026-11-23T09:00:00Z')) {}

  now(): number {
    return this.at;
  }

  monotonic(): number {
    return this.at;
  }

  sleep(): Promise<void> {
    return Promise.resolve();
  }

  advance(ms: number): void {
    this.at += ms;
  }
}
