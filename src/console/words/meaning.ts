import type { ViewStatus } from '../../domain/view.js';

/** Nothing goes on by itself from here. */
export const STOPPED_STATUSES: readonly ViewStatus[] = [
  'failed',
  'rejected',
  'held',
  'cancelled',
  'superseded',
];

/** What the status means for the person, for somebody who has them on the phone. */
export function meaning(kind: string | null, status: ViewStatus): string {
  const done = status === 'applied' || status === 'unchanged';
  if (kind === 'termination') return done ? LEAVER_DONE : LEAVER_OPEN;
  if (kind === 'hire') return done ? HIRE_DONE : HIRE_OPEN;
  if (kind === 'transfer') return done ? MOVE_DONE : MOVE_OPEN;
  return 'Nothing was changed for anybody yet.';
}

const LEAVER_DONE =
  'The account is disabled: new sign-ins are refused. Sessions that are already open are not ended by this step.';
const LEAVER_OPEN =
  'New sign-ins may still work. Sessions that are already open are not ended by this step.';
const HIRE_DONE = 'What this ticket asked for is in the directory.';
const HIRE_OPEN = 'The account may not exist yet, or may not be usable yet.';
const MOVE_DONE = 'The person’s details in the directory are as the ticket asks.';
const MOVE_OPEN = 'The person’s details in the directory may still be the old ones.';
