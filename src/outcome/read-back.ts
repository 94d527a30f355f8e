import type { Clock } from '../ports/clock.js';
import type { TargetSettings } from '../domain/settings.js';
import type { Entra, LogRow } from '../ports/entra.js';
import type { Random } from '../ports/random.js';
import { belongs, disables } from './judge.js';
import type { OpenAttempt } from './open-attempts.js';
import { readLog } from './read-log.js';

interface BackDeps {
  entra: Entra;
  target: TargetSettings;
  clock: Clock;
  random: Random;
}

/** The log may be read five times in 10 s (fact sheet 5.3), and others look at it as well. */
const MOST_PEOPLE = 5;

/**
 * Whom of these leavers Entra disabled before everybody's log is read from, by `externalId`. Where the
 * first call of a termination was long ago, no newer row says more than "nothing to change". Each is
 * asked for by name, a few at each look, from wherever chance begins so that everybody's turn comes.
 */
export async function disabledLongAgo(
  deps: BackDeps,
  due: readonly OpenAttempt[],
): Promise<Set<string>> {
  const far = due.filter(
    ({ leaver, wasDisabled, from, within }) => leaver && !wasDisabled && from < within,
  );
  const first = Math.floor(deps.random.fraction() * far.length);
  const now = [...far.slice(first), ...far.slice(0, first)].slice(0, MOST_PEOPLE);
  const disabled = new Set<string>();
  for (const attempt of now) {
    const rows = await rowsOf(deps, attempt);
    if (rows.some(disables)) disabled.add(attempt.row.external_id);
  }
  return disabled;
}

async function rowsOf(
  { entra, target, clock }: BackDeps,
  { row: { external_id: externalId }, from }: OpenAttempt,
): Promise<LogRow[]> {
  const skewMs = target.timing.clockSkewMs;
  const sent = { externalId, startedAt: from };
  const read = await readLog(
    entra,
    from - skewMs,
    (row) => belongs(row, sent, target.jobId, skewMs, clock.now()),
    externalId,
  );
  return read.is === 'read' ? read.rows : [];
}
