import type { ChangeFacts } from '../facts.js';
import { effectOf, tellDone, tellPlanned, tellRequest } from './change.js';
import { tellInstant } from './instant.js';

const LEAVER_DONE = 'New sign-ins are blocked. Sessions already open are not ended by this step.';
const LEAVER_OPEN = 'Until Microsoft Entra confirms, new sign-ins may still work.';

/** What is proven: one sentence, with what it means for a leaver. */
export function tellProven(change: ChangeFacts): string {
  const effect = effectOf(change);
  const truth =
    change.state === 'unchanged'
      ? `Nothing had to be changed: Microsoft Entra already says that the account of ${change.personName} ${tellDone(effect)}.`
      : `Microsoft Entra confirmed: the account of ${change.personName} ${tellDone(effect)}.`;
  return effect === 'disable' ? `${truth} ${LEAVER_DONE}` : truth;
}

/** What will happen without anybody doing anything; an instant that has passed is not named. */
export function tellComing(change: ChangeFacts, now: number): string {
  const plan = `The account of ${change.personName} ${tellPlanned(effectOf(change))}`;
  const why = change.reason ? ` ${change.reason.what} ${change.reason.next}` : '';
  if (change.effectiveAt <= now) {
    return withLeaver(change, `${plan} as soon as its turn comes.${why}`);
  }
  return `${plan} on ${tellInstant(change.effectiveAt, change.zone)}.${why}`;
}

export function tellSent(change: ChangeFacts, zone: string): string {
  const at = change.sentAt === null ? '' : ` on ${tellInstant(change.sentAt, zone)}`;
  return withLeaver(
    change,
    `The ${tellRequest(change.kind)} for ${change.personName} was sent to Microsoft Entra${at}. Confirmation usually takes 5 to 10 minutes.`,
  );
}

/** Without the instant: it changes with each time the request is sent again, which is no news. */
export function tellUnconfirmed(change: ChangeFacts): string {
  const cause = change.reason ? ` ${change.reason.what} ${change.reason.next}` : '';
  return withLeaver(
    change,
    `The ${tellRequest(change.kind)} for ${change.personName} was sent to Microsoft Entra, but is not confirmed yet.${cause}`,
  );
}

export function tellQueued(change: ChangeFacts): string {
  const why = change.halted ?? change.reason;
  const cause = why ? ` ${why.what} ${why.next}` : ' It goes out as soon as its turn comes.';
  return withLeaver(
    change,
    `The ${tellRequest(change.kind)} for ${change.personName} waits to be sent to Microsoft Entra.${cause}`,
  );
}

export function tellFailed(change: ChangeFacts): string {
  const cause = change.reason
    ? `${change.reason.what} ${change.reason.next}`
    : 'Operations look into it.';
  return `The ${tellRequest(change.kind)} for ${change.personName} could not be done. ${cause}`;
}

export function tellHeld(change: ChangeFacts): string {
  const cause = change.reason
    ? `${change.reason.what} ${change.reason.next}`
    : 'Operations look into it.';
  return `The ${tellRequest(change.kind)} for ${change.personName} is held. ${cause}`;
}

function withLeaver(change: ChangeFacts, text: string): string {
  return effectOf(change) === 'disable' ? `${text} ${LEAVER_OPEN}` : text;
}
