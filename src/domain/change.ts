import type { Kind } from './kind.js';
import type { Attributes } from './record.js';

/**
 * waiting: its instant has not come · queued: folded into the desired record, not sent · sent: in
 * an upload, outcome open · applied, unchanged, failed: settled · superseded: a later approved
 * request took its place before it was sent · held: a human must act · cancelled: withdrawn in time.
 */
export const CHANGE_STATES = [
  'waiting',
  'queued',
  'sent',
  'applied',
  'unchanged',
  'failed',
  'superseded',
  'held',
  'cancelled',
] as const;
export type ChangeState = (typeof CHANGE_STATES)[number];

/** The drawn graph: any other move is a bug. A repeated upload moves `sent` back to `queued`. */
const MOVES: Record<ChangeState, readonly ChangeState[]> = {
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

export function mayMove(from: ChangeState, to: ChangeState): boolean {
  return MOVES[from].includes(to);
}

export function isSettled(state: ChangeState): boolean {
  return MOVES[state].length === 0;
}

/** Of changes that are not settled. Read from the ledger, where a state is text. */
export const OPEN_STATES: readonly string[] = CHANGE_STATES.filter((state) => !isSettled(state));
/** Of changes that can still be called back. */
export const UNSENT_STATES: readonly string[] = OPEN_STATES.filter((state) => state !== 'sent');

/** What a template makes of one approved ticket for one person, from an instant on. */
export interface MappedChange {
  /** Unique within the ticket, e.g. `create`, `activate`, `move`, `disable`. */
  step: string;
  kind: Kind;
  /** Only terminations are ever urgent: they overtake everything. */
  urgent: boolean;
  externalId: string;
  /** `create` expects nobody with this externalId, `existing` expects exactly one. */
  expects: 'create' | 'existing';
  /** Milliseconds since the epoch. */
  effectiveAt: number;
  /** IANA zone of the person's site: in it, instants are told to people. */
  zone: string;
  /** The attributes this change sets; the person's record supplies the rest. */
  patch: Attributes;
}
