import { setTimeout as pause } from 'node:timers/promises';
import { violation, type Violation } from '../simulation/history.js';
import { HOUR } from '../simulation/plan.js';

/** What is left to do; `due`: time alone may bring some of it about. */
export interface Look {
  rows: string[];
  /** Moves with everything that happens. */
  mark: string;
  due: boolean;
}

/** What is waited for until nothing is left to do. */
export interface Unsettled {
  look(): Look | Promise<Look>;
  turn(ms: number): Promise<void>;
  isUp(): boolean;
  /** How far the clock has been turned. */
  turnedMs(): number;
  lookMs: number;
  mostRealMs: number;
}

/** As long as nothing happens, time is helped along in growing steps. */
const STILL_MS = 60;
const FIRST_STEP_MS = 2_500;
const MOST_STEP_MS = 60_000;
const MOST_TURNED_MS = 12 * HOUR;

/** Waits until nothing is left to do before the next change is due; says where that never comes. */
export async function settle(unsettled: Unsettled): Promise<Violation[]> {
  const from = { real: Date.now(), turned: unsettled.turnedMs() };
  const stillMs = Math.max(STILL_MS, 4 * unsettled.lookMs);
  let still = { mark: '', since: Date.now(), step: FIRST_STEP_MS };
  for (let calm = 0; calm < 2;) {
    await pause(unsettled.lookMs);
    const { rows, mark, due } = await unsettled.look();
    calm = rows.length === 0 ? calm + 1 : 0;
    if (calm > 0) continue;
    const turned = unsettled.turnedMs() - from.turned;
    if (Date.now() - from.real > unsettled.mostRealMs || turned > MOST_TURNED_MS) {
      return [violation('I1', `does not come to rest: ${rows.join(', ')}`)];
    }
    if (mark !== still.mark || !unsettled.isUp() || !due) {
      still = { mark, since: Date.now(), step: FIRST_STEP_MS };
    } else if (Date.now() - still.since > stillMs) {
      await unsettled.turn(still.step);
      still = { mark, since: Date.now(), step: Math.min(still.step * 2, MOST_STEP_MS) };
    }
  }
  return [];
}
