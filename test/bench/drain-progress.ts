import { setTimeout as pause } from 'node:timers/promises';
import type { DrainWorld } from './drain-world.js';

/** What must be 0 until the next step. */
const LEFT = {
  unmapped: (people: number) => `select ${people * 2} - count(*) as count from change`,
  /** A day passes before they are due: what was to be said by then has been said. */
  unshown: () => `select count(*) from ticket where view_version > shown_version`,
  unsent: () => `select count(*) from person where sent_version = 0`,
  open: () => `select count(*) from ticket where view_version > shown_version
    or verify_due_at is not null or map_due_at is not null or writeback_due_at is not null
    or exists (select from change where ticket_id = ticket.id
      and state in ('waiting', 'queued', 'sent'))`,
};
const LOOK_MS = 1_000;
const TELL_MS = 10_000;

/** Waits until nothing is left of it, for so long at most. Resolves to what is left then. */
export async function waitUntilNone(
  world: DrainWorld,
  what: keyof typeof LEFT,
  people: number,
  mostMs: number,
): Promise<number> {
  const from = performance.now();
  for (let toldAt = from; ;) {
    const left = await world.count(LEFT[what](people));
    const now = performance.now();
    if (left === 0 || now - from > mostMs) return left;
    if (now - toldAt >= TELL_MS) {
      console.error(`${((now - from) / 1000).toFixed(0)} s: ${left} ${what}`);
      toldAt = now;
    }
    await pause(LOOK_MS);
  }
}
