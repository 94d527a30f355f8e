import { isSettled } from '../domain/change.js';
import { sameAttributes, type Attributes } from '../domain/record.js';
import { fold, type FoldChange } from '../schedule/fold.js';

export interface OldTicket {
  id: string;
  /** Its final note stands on it, and no stage has anything to do. */
  shown: boolean;
  /** A matter of this ticket is before a human. */
  attention: boolean;
  /** When it was last read, shown or had a change settled, milliseconds since the epoch. */
  lastAt: number;
  people: readonly string[];
}

export interface OldPerson {
  externalId: string;
  baseline: Attributes | null;
  baselineAt: number;
  /** Something of this person is queued, sent, or waits to be folded. */
  busy: boolean;
  /** All there are, whatever their ticket. */
  changes: readonly FoldChange[];
}

export interface Baseline {
  record: Attributes;
  at: number;
}

export interface ForgetPlan {
  tickets: string[];
  /** By the person's id: what must be written before the changes go. */
  baselines: Map<string, Baseline>;
}

/**
 * Which tickets may go: nothing happened to them since the cut-off, nothing of their people is open,
 * and each person's record stays the same without the changes, now and with whatever comes later.
 */
export function planForgetting(
  tickets: readonly OldTicket[],
  people: ReadonlyMap<string, OldPerson>,
  cutOff: number,
): ForgetPlan {
  const baselines = new Map<string, Baseline>();
  const kept = new Set<string>();
  for (const [id, person] of people) {
    const baseline = isOpen(person) ? 'keep' : baselineAt(person, cutOff);
    if (baseline === 'keep') kept.add(id);
    else if (baseline) baselines.set(id, baseline);
  }
  const old = tickets.filter(
    (ticket) =>
      ticket.shown &&
      !ticket.attention &&
      ticket.lastAt < cutOff &&
      ticket.people.every((id) => !kept.has(id)),
  );
  const touched = new Set(old.flatMap((ticket) => ticket.people));
  return {
    tickets: old.map((ticket) => ticket.id),
    baselines: new Map([...baselines].filter(([id]) => touched.has(id))),
  };
}

function isOpen({ busy, changes }: OldPerson): boolean {
  return busy || changes.some((change) => !isSettled(change.state));
}

/**
 * The record as of the cut-off, which then stands for every change that settled before it. Null:
 * the baseline stands for all of them already. A change settled since may come before one of them in
 * order; then their fold must not be split.
 */
function baselineAt(person: OldPerson, cutOff: number): Baseline | null | 'keep' {
  const { externalId, baseline, changes } = person;
  const before = changes.filter((change) => (change.settledAt ?? cutOff) < cutOff);
  const counts = before.some(
    ({ state, settledAt }) =>
      (state === 'applied' || state === 'unchanged') && (settledAt ?? 0) >= person.baselineAt,
  );
  if (!counts) return null;
  const record = fold(externalId, baseline, person.baselineAt, before, cutOff).record;
  const whole = fold(externalId, baseline, person.baselineAt, changes, cutOff).record;
  const left = changes.filter((change) => !before.includes(change));
  const split = fold(externalId, record, cutOff, left, cutOff).record;
  return sameAttributes(whole, split) ? { record, at: cutOff } : 'keep';
}
