import {
  violation,
  type AuditEvent,
  type Checker,
  type History,
  type Violation,
} from '../history.js';
import { askedByLedgerId, ofSubject, subjectId } from './facts.js';

const IN_VAIN = ['attempt.unconfirmed', 'attempt.refused', 'attempt.failed'];
const OVER = ['applied', 'unchanged'];

/** I1: what does not go its way is put before a human in time, and taken away again when it is over. */
export const told: Checker = (history) => [
  ...attemptsInVain(history),
  ...refusedLeavers(history),
  ...alarmsNotOver(history),
];

function attemptsInVain({ audit }: History): Violation[] {
  const people = new Map<string, string>();
  const alarmed = new Map<string, Set<string>>();
  return audit.flatMap((event) => {
    if (event.action === 'change.waiting')
      people.set(subjectId(event), String(event.data['person']));
    noteAlarm(event, people, alarmed);
    if (!IN_VAIN.includes(event.action)) return [];
    const person = String(event.data['person']);
    const known = (alarmed.get(person)?.size ?? 0) > 0;
    return known
      ? []
      : [violation('I1', `attempt ${subjectId(event)} was ${event.action} and nobody was told`)];
  });
}

/** An attention's id ends with its subject: `<cause>/change:<id>`. */
function noteAlarm(
  { action, subject }: AuditEvent,
  people: ReadonlyMap<string, string>,
  alarmed: Map<string, Set<string>>,
): void {
  const change = /\/change:(.+)$/.exec(subject)?.[1];
  const person = people.get(change ?? '');
  if (!person) return;
  const open = alarmed.get(person) ?? new Set();
  alarmed.set(person, open);
  if (action === 'attention.opened') open.add(subject);
  if (action === 'attention.closed') open.delete(subject);
}

function refusedLeavers(history: History): Violation[] {
  const asked = askedByLedgerId(history);
  const opened = history.audit.filter(({ action }) => action === 'attention.opened');
  return ofSubject(history.audit, 'ticket')
    .filter(({ action, actor }) => action === 'ticket.rejected' && actor === 'bridge')
    .filter((event) => asked.get(subjectId(event))?.kind === 'termination')
    .filter(({ subject }) => !opened.some((other) => other.subject.endsWith(`/${subject}`)))
    .map(({ subject }) => violation('I1', `leaver ${subject} was refused and nobody was told`));
}

function alarmsNotOver({ attention, changes }: History): Violation[] {
  const states = new Map(changes.map(({ id, state }) => [`change:${id}`, state]));
  return attention
    .filter(({ subject }) => OVER.includes(states.get(subject) ?? ''))
    .map(({ subject }) => violation('I1', `${subject} is over and still stands before a human`));
}
