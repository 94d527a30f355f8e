import type { DeliveryRate } from '../domain/settings.js';
import type { Clock } from '../ports/clock.js';

/** What a busy company sends, and five thousand people laid off in one second. */
const USUAL_RATE: DeliveryRate = { perSecond: 500, burst: 6_000 };

export type Entry =
  | { is: 'open'; leave: () => void }
  /** The same delivery is being stored at this moment. */
  | { is: 'in-progress' }
  | { is: 'too-many'; retryAfterSeconds: number };

interface Bucket {
  left: number;
  /** Monotonic. */
  filledAt: number;
}

/**
 * Lets proven deliveries in, each one only once at a time. Nobody who is not proven uses anything
 * up, or a stranger could shut out a leaver's request. Counts in this process alone.
 */
export class Gate {
  private readonly inside = new Set<string>();
  private readonly buckets = new Map<string, Bucket>();

  constructor(private readonly clock: Pick<Clock, 'monotonic'>) {}

  enter(connection: string, eventId: string, rate: DeliveryRate = USUAL_RATE): Entry {
    const key = `${connection}/${eventId}`;
    if (this.inside.has(key)) return { is: 'in-progress' };
    const waitSeconds = this.take(connection, rate);
    if (waitSeconds > 0) return { is: 'too-many', retryAfterSeconds: Math.ceil(waitSeconds) };
    this.inside.add(key);
    return { is: 'open', leave: () => void this.inside.delete(key) };
  }

  /** Seconds until there is room; 0 when one was taken. */
  private take(connection: string, { perSecond, burst }: DeliveryRate): number {
    const now = this.clock.monotonic();
    const bucket = this.buckets.get(connection) ?? { left: burst, filledAt: now };
    const filled = bucket.left + ((now - bucket.filledAt) / 1000) * perSecond;
    const left = Math.min(burst, filled);
    this.buckets.set(connection, { left: left < 1 ? left : left - 1, filledAt: now });
    return left < 1 ? (1 - left) / perSecond : 0;
  }
}
