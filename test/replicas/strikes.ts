import { setTimeout as pause } from 'node:timers/promises';
import type { SimRandom } from '../simulation/sim-random.js';
import type { Replica } from './replica.js';
import type { ReplicaDrill } from './replica-drill.js';

/** What befalls a replica. */
export const KINDS = ['kill', 'pause', 'long pause', 'stop'] as const;
export type Kind = (typeof KINDS)[number];

export interface Strike {
  kind: Kind;
  /** Rows of the ledger that were not finished when it came. */
  open: number;
  /** Whoever was hit had the lane. */
  holder: boolean;
  /** From the strike until somebody else, or its own next process, had the lane. */
  takeOverMs: number | null;
}

/** Milliseconds; the lease is 6 s. */
const GAP: readonly [number, number] = [200, 1_200];
const PAUSE: readonly [number, number] = [300, 4_500];
const LONG_PAUSE: readonly [number, number] = [6_500, 9_500];
const LOOK_MS = 50;
const MOST_WAIT_MS = 60_000;

/** Strikes one replica again and again, until nobody asks for more. */
export async function strikeOn(
  drill: ReplicaDrill,
  replica: Replica,
  random: SimRandom,
  next: () => Kind | undefined,
): Promise<Strike[]> {
  const strikes: Strike[] = [];
  for (let kind = next(); kind; kind = next()) {
    await pause(random.between(...GAP));
    strikes.push(await strike(drill, replica, kind, random));
  }
  return strikes;
}

/** Resolves when the replica works again. */
export async function strike(
  drill: ReplicaDrill,
  replica: Replica,
  kind: Kind,
  random: SimRandom,
): Promise<Strike> {
  const open = await drill.ledger.open(drill.now());
  const held = await drill.ledger.holder();
  const holder = held?.pid === replica.pid;
  const struckAt = performance.now();
  const over = new AbortController();
  const next = holder ? nextHolding(drill, held.fence, over.signal) : Promise.resolve(null);
  await befall(replica, kind, random);
  // Who was not away for long goes on holding; the others are waited for.
  if (kind === 'pause') over.abort();
  const takenAt = await next;
  const takeOverMs = takenAt === null ? null : Math.round(takenAt - struckAt);
  return { kind, open: open?.rows.length ?? 0, holder, takeOverMs };
}

async function befall(replica: Replica, kind: Kind, random: SimRandom): Promise<void> {
  switch (kind) {
    case 'kill':
      await replica.end('SIGKILL');
      return replica.start();
    case 'stop':
      await replica.end('SIGTERM');
      return replica.start();
    case 'pause':
    case 'long pause':
      replica.pause();
      await pause(random.between(...(kind === 'pause' ? PAUSE : LONG_PAUSE)));
      return replica.wake();
  }
}

/** When the lane was taken next; null where nobody took it as long as it was waited for. */
export async function nextHolding(
  { ledger }: ReplicaDrill,
  fence: number,
  signal = AbortSignal.timeout(MOST_WAIT_MS),
): Promise<number | null> {
  const until = performance.now() + MOST_WAIT_MS;
  while (performance.now() < until) {
    const held = await ledger.holder();
    if (held && held.fence > fence) return performance.now();
    if (signal.aborted) return null;
    await pause(LOOK_MS);
  }
  return null;
}
