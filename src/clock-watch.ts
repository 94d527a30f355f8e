import type { SteadyClock } from './adapters/steady-clock.js';
import type { Reason } from './domain/reason.js';
import { closeAttention, openAttention } from './ledger/attention.js';
import { endImpossibleWaits, moveWaits } from './ledger/waits.js';
import type { Log } from './ports/log.js';
import type { Store } from './ports/store.js';
import type { Worker } from './ports/worker.js';

const SUBJECT = 'clock';

const clockSet: Reason = {
  code: 'clock-set',
  what: 'The clock of this machine was set by more than five minutes, or stands still. The bridge goes on by its own count of time.',
  next: 'Operations check the machine’s time service. If the new time is right, restart the bridge.',
  owner: 'operations',
};

/** Tells people that the machine's clock is off, and keeps waits as long as they were. */
export function clockWatch(deps: { store: Store; clock: SteadyClock; log: Log }): Worker {
  const { store, clock, log } = deps;
  let isFirst = true;
  let told: boolean | null = null;
  return {
    name: 'clock',
    // What is put off between the step and this look counts as put off before it.
    idleMs: 60_000,
    async step() {
      const now = clock.now();
      if (isFirst) await store.write((tx) => endImpossibleWaits(tx, now));
      isFirst = false;
      const byMs = clock.takeStep();
      if (byMs !== 0) {
        log.warn('clock-followed', { byMs });
        await store.write((tx) => moveWaits(tx, byMs, now));
      }
      const isOff = clock.strayMs !== 0;
      if (isOff === told) return 0;
      if (isOff) log.warn('clock-set', { byMs: clock.strayMs });
      await store.write((tx) =>
        isOff
          ? openAttention(tx, { subject: SUBJECT, ticketId: null, reason: clockSet, now })
          : closeAttention(tx, SUBJECT, now),
      );
      told = isOff;
      return 0;
    },
  };
}
