import type { Clock } from '../ports/clock.js';

const MINUTE_MS = 60_000;
/** A time server corrects by less; what is more was set by somebody, or is broken. */
const FOLLOW_MS = 5 * MINUTE_MS;
/** Time is measured from an anchor this old at most, so that the two clocks' drift does not add up. */
const ANCHOR_MS = 60 * MINUTE_MS;
/** A new time that stands this long is believed: a machine that slept wakes up with one. */
const BELIEVE_AFTER_MS = 60 * MINUTE_MS;
/** Nothing sleeps longer unnoticed. */
const BELIEVE_MOST_MS = 24 * 60 * MINUTE_MS;

interface Reading {
  wall: number;
  monotonic: number;
}

/**
 * Wall time that does not jump. Where the machine's clock is set by more than a few minutes, or
 * stands still, time goes on as the monotonic clock counts it, until the machine's clock is right
 * again, or has stood for an hour: else a wait would end early, a leaver wait for hours, and a hire
 * of next month be enabled today.
 */
export class SteadyClock implements Clock {
  private anchor: Reading;
  private stray: { byMs: number; since: number } | null = null;
  private stepped = 0;

  constructor(private readonly machine: Clock) {
    this.anchor = this.read();
  }

  now(): number {
    const reading = this.read();
    const own = this.anchor.wall + (reading.monotonic - this.anchor.monotonic);
    const byMs = reading.wall - own;
    if (Math.abs(byMs) <= FOLLOW_MS) return this.follow(reading);
    if (!this.isBelieved(byMs, reading.monotonic)) return Math.round(own);
    this.stepped += byMs;
    this.anchor = reading;
    this.stray = null;
    return reading.wall;
  }

  monotonic(): number {
    return this.machine.monotonic();
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return this.machine.sleep(ms, signal);
  }

  /** By how much the machine's clock is off, as far as one can tell; 0 where it is followed. */
  get strayMs(): number {
    return this.stray?.byMs ?? 0;
  }

  /** By how much this clock's own time was set since this was last asked. */
  takeStep(): number {
    const step = this.stepped;
    this.stepped = 0;
    return step;
  }

  private read(): Reading {
    return { wall: this.machine.now(), monotonic: this.machine.monotonic() };
  }

  private follow(reading: Reading): number {
    this.stray = null;
    if (reading.monotonic - this.anchor.monotonic > ANCHOR_MS) this.anchor = reading;
    return reading.wall;
  }

  private isBelieved(byMs: number, monotonic: number): boolean {
    if (!this.stray || Math.abs(byMs - this.stray.byMs) > MINUTE_MS) {
      this.stray = { byMs, since: monotonic };
    }
    const stood = monotonic - this.stray.since >= BELIEVE_AFTER_MS;
    return stood && Math.abs(byMs) <= BELIEVE_MOST_MS;
  }
}
