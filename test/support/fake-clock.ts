import type { Clock } from '../../src/ports/clock.js';

/** Time that moves only when told; sleeping takes no time and advances the clock. */
export class FakeClock implements Clock {
  constructor(public time = Date.parse('2026-11-23T09:00:00Z')) {}
  now = () => this.time;
  monotonic = () => this.time;
  async sleep(ms: number) {
    this.time += ms;
  }
  advance(ms: number) {
    this.time += ms;
  }
}
