import { UNSENT_STATES, type ChangeState } from '../domain/change.js';
import { sameAttributes, type Attributes } from '../domain/record.js';
import type { ChangeRow } from '../ledger/change.js';
import type { NamedDraft } from './name-people.js';

export interface ChangePlan {
  /** New changes, in the order in which they are to be folded. */
  insert: NamedDraft[];
  /** Unsent changes whose place a new one takes. */
  supersede: ChangeRow[];
  /** Unsent changes of steps the ticket does not ask for any more. */
  cancel: ChangeRow[];
}

const GONE: readonly string[] = ['sent', 'applied', 'unchanged'] satisfies ChangeState[];

interface Approved {
  digest: string;
  approvedAt: number;
  now: number;
}

/**
 * What to do so that a ticket's changes say what the ticket says now. The newest change of a step
 * counts. It stays where it says the same; but once an earlier step is set anew, later ones follow
 * it, or a corrected "create disabled" would be folded over an "enable" that went before it.
 */
export function planChanges(
  drafts: readonly NamedDraft[],
  existing: readonly ChangeRow[],
  approved: Approved,
): ChangePlan {
  const plan: ChangePlan = { insert: [], supersede: [], cancel: [] };
  let foldedFrom = -Infinity;
  for (const draft of drafts) {
    const newest = newestOf(existing, draft.step);
    if (newest && stays(newest, draft, approved) && from(newest) > foldedFrom) continue;
    const made = newest ? notBefore(draft, approved.now) : draft;
    plan.insert.push(made);
    foldedFrom = Math.max(made.effectiveAt, approved.approvedAt);
  }
  const asked = new Set(drafts.map((draft) => draft.step));
  const renewed = new Set(plan.insert.map((draft) => draft.step));
  for (const change of existing.filter(({ state }) => UNSENT_STATES.includes(state))) {
    if (!asked.has(change.step)) plan.cancel.push(change);
    else if (renewed.has(change.step)) plan.supersede.push(change);
  }
  return plan;
}

/** What a ticket says anew it says from now on, whatever the approval it had before. */
function notBefore(draft: NamedDraft, now: number): NamedDraft {
  return { ...draft, effectiveAt: Math.max(draft.effectiveAt, now) };
}

function newestOf(existing: readonly ChangeRow[], step: string): ChangeRow | undefined {
  return existing
    .filter((change) => change.step === step)
    .filter(
      ({ state }) => UNSENT_STATES.includes(state) || GONE.includes(state) || state === 'failed',
    )
    .sort((a, b) => b.created_at - a.created_at || b.approved_at - a.approved_at)[0];
}

function stays(change: ChangeRow, draft: NamedDraft, approved: Approved): boolean {
  const sameApproval =
    change.digest === approved.digest && change.approved_at === approved.approvedAt;
  const sameContent =
    sameAttributes(JSON.parse(change.patch) as Attributes, draft.patch) &&
    sameInstant(change.effective_at, draft.effectiveAt, approved.now);
  // What went is not sent again for a new approval alone; what failed is.
  return sameContent && (sameApproval || GONE.includes(change.state));
}

/** Two instants that have both come are the same: now. */
function sameInstant(before: number, wanted: number, now: number): boolean {
  return before === wanted || (before <= now && wanted <= now);
}

function from(change: ChangeRow): number {
  return Math.max(change.effective_at, change.approved_at);
}
