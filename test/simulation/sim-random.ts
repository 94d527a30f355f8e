import type { Random } from '../../src/ports/random.js';

/** Chance that repeats: the same seed gives the same run (mulberry32). */
export class SimRandom implements Random {
  private state: number;

  constructor(seed: number) {
    this.state = (seed * 0x9e3779b1) >>> 0;
  }

  fraction(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  uuid(): string {
    const hex = Array.from({ length: 8 }, () => this.below(65_536).toString(16).padStart(4, '0'));
    const [a, b, c, d, e, ...rest] = hex;
    return `${a}${b}-${c}-4${d!.slice(1)}-8${e!.slice(1)}-${rest.join('')}`;
  }

  /** A whole number from 0 to just below `end`. */
  below(end: number): number {
    return Math.floor(this.fraction() * end);
  }

  between(least: number, most: number): number {
    return least + this.fraction() * (most - least);
  }

  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }

  /** Another stream, so that one part's draws do not shift another's. */
  fork(): SimRandom {
    return new SimRandom(this.below(2 ** 31));
  }
}
