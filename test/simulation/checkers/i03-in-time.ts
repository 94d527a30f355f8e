import {
  violation,
  type Checker,
  type History,
  type SandboxEvent,
  type Violation,
} from '../history.js';
import { askedByPerson, ofSystem, time, type Asked } from './facts.js';

/** I3: nobody is enabled before a first day, nor disabled before a last one. */
export const inTime: Checker = (history) => {
  const askedOf = askedByPerson(history);
  return ofSystem(history.events, 'entra')
    .filter(({ op }) => op === 'processed')
    .flatMap((event): Violation[] => {
      const own = askedOf(String(event['externalId']));
      const who = `${String(event['externalId'])} at ${time(event.at)}`;
      const slackMs = history.promises.clockSkewMs;
      if (enables(event) && !own.some((ticket) => mayEnable(ticket, event.at + slackMs)))
        return [violation('I3', `enabled before any first day: ${who}`)];
      if (event['effect'] !== 'disable' || isMovedFirstDay(history, own)) return [];
      return own.some((ticket) => mayDisable(ticket, event.at + slackMs))
        ? []
        : [violation('I3', `disabled before any last day: ${who}`)];
    });
};

function enables({ effect, accountEnabled }: SandboxEvent): boolean {
  return effect === 'enable' || (effect === 'create' && accountEnabled === true);
}

function mayEnable({ kind, dates, released }: Asked, at: number): boolean {
  // Who was disabled in vain comes back with the next record: nobody asks for the termination any more.
  if (kind === 'termination') return released.some(({ to }) => to <= at);
  return kind === 'hire' && dates.some((date) => date <= at);
}

function mayDisable({ kind, dates, immediate, released }: Asked, at: number): boolean {
  if (kind !== 'termination' || !released.some(({ from }) => from <= at)) return false;
  return immediate || dates.some((date) => date <= at);
}

/** A first day moved into the future disables until then; so does a hire that cannot know of the account. */
function isMovedFirstDay({ promises }: History, own: readonly Asked[]): boolean {
  const hires = own.filter(({ kind }) => kind === 'hire');
  return hires.some(({ dates }) => dates.length > 1 || !promises.directoryRead);
}
