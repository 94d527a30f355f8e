import type { TurnableClock } from '../clock.js';
import type { SandboxState } from '../state.js';

/** Turns the clock and leaves a line about it in the history. */
export function turnClock(
  state: SandboxState,
  clock: Pick<TurnableClock, 'now' | 'advance'>,
  ms: number,
): void {
  if (ms === 0) return;
  clock.advance(ms);
  state.record({ at: clock.now(), system: 'sandbox', op: 'clock', advancedMs: ms });
}
