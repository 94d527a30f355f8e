import { violation, type Checker, type History, type Violation } from '../history.js';
import { ofSubject, repeated, subjectId } from './facts.js';

/** The graph as it was drawn; written down here a second time, so that a slip in one shows. */
const CHANGE_EDGES: Record<string, readonly string[]> = {
  new: ['waiting'],
  waiting: ['queued', 'cancelled', 'superseded', 'held'],
  queued: ['sent', 'waiting', 'cancelled', 'superseded', 'held', 'failed'],
  sent: ['queued', 'applied', 'unchanged', 'failed', 'superseded'],
  held: ['waiting', 'cancelled', 'superseded'],
  applied: [],
  unchanged: [],
  failed: [],
  superseded: [],
  cancelled: [],
};

const UPLOAD_EDGES: Record<string, readonly string[]> = {
  new: ['sending'],
  sending: ['staged', 'retry', 'refused', 'in-doubt', 'halt'],
};

/** I2: states move along the graph, and where it ends they stay; the trail tells the rows' own state. */
export const terminalIsFinal: Checker = (history) => [
  ...walk(history, 'change', CHANGE_EDGES),
  ...walk(history, 'upload', UPLOAD_EDGES),
  ...attemptsEndedTwice(history),
  ...rowsThatDiffer(history),
];

function walk(
  { audit }: History,
  type: string,
  edges: Record<string, readonly string[]>,
): Violation[] {
  const states = new Map<string, string>();
  return ofSubject(audit, type).flatMap((event) => {
    const id = subjectId(event);
    const from = states.get(id) ?? 'new';
    const to = event.action.slice(event.action.indexOf('.') + 1);
    states.set(id, to);
    return edges[from]?.includes(to)
      ? []
      : [violation('I2', `${type} ${id} went from ${from} to ${to}`)];
  });
}

function attemptsEndedTwice({ audit }: History): Violation[] {
  const ended = ofSubject(audit, 'attempt').map(subjectId);
  return repeated(ended).map((id) => violation('I2', `attempt ${id} ended twice`));
}

function rowsThatDiffer({ audit, changes }: History): Violation[] {
  const told = new Map(
    ofSubject(audit, 'change').map((event) => [subjectId(event), event.action.slice(7)]),
  );
  return changes
    .filter(({ id, state }) => told.get(id) !== state)
    .map(({ id, state }) =>
      violation('I2', `change ${id} is ${state}, the trail says ${told.get(id) ?? 'nothing'}`),
    );
}
