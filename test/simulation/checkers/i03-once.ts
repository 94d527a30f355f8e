import { violation, type Checker, type History, type Violation } from '../history.js';
import { ofSubject, repeated } from './facts.js';

const EFFECTIVE = ['applied', 'unchanged'];

/** I3: one delivery, and one approval of one text, have one effect, however often they are repeated. */
export const once: Checker = (history) => [...takenTwice(history), ...doneTwice(history)];

function takenTwice({ audit }: History): Violation[] {
  const taken = ofSubject(audit, 'delivery')
    .filter(({ action }) => action === 'delivery.accepted')
    .map(({ subject }) => subject);
  return repeated(taken).map((subject) => violation('I3', `${subject} was taken in twice`));
}

function doneTwice({ changes }: History): Violation[] {
  const done = changes
    .filter(({ state }) => EFFECTIVE.includes(state))
    .map(({ ticket, person, step, digest, approvedAt }) =>
      [ticket, person, step, digest, approvedAt].join(' '),
    );
  return repeated(done).map((change) => violation('I3', `done twice: ${change}`));
}
