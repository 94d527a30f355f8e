import type { Collection, SandboxState } from '../../state.js';
import type { EntraSettings, Limit } from '../settings.js';

const DAY_MS = 86_400_000;

interface Call {
  id: string;
  at: number;
}

/** Instants of the tenant's upload calls; the refused count as well [G-Thr]. */
export class CallWindow {
  private readonly kept: Collection<Call>;
  private calls: Call[];
  private next: number;

  constructor(state: SandboxState) {
    this.kept = state.collection<Call>('entra.call');
    this.calls = [...this.kept.values()];
    this.next = Number(this.calls.at(-1)?.id ?? 0) + 1;
  }

  /** Counts a call; answers milliseconds to wait when it is one too many, otherwise null. */
  count(now: number, settings: EntraSettings): number | null {
    this.forget(now);
    const daily = { calls: settings.dailyCalls[settings.licence], windowMs: DAY_MS };
    const wait = this.waitFor(settings.burst, now) ?? this.waitFor(daily, now);
    const id = String(this.next++);
    const call = { id, at: now };
    this.calls.push(call);
    this.kept.put(id, call);
    return wait;
  }

  private waitFor({ calls, windowMs }: Limit, now: number): number | null {
    const earliest = this.calls.at(-calls);
    if (calls > this.calls.length || !earliest) return null;
    return earliest.at > now - windowMs ? earliest.at + windowMs - now : null;
  }

  private forget(now: number): void {
    let old = 0;
    while (old < this.calls.length && this.calls[old]!.at <= now - DAY_MS) {
      this.kept.delete(this.calls[old++]!.id);
    }
    if (old > 0) this.calls = this.calls.slice(old);
  }
}
