import { UNSENT_STATES } from '../domain/change.js';
import { laneOf, laneRank } from '../domain/kind.js';
import { appendAudit } from '../ledger/audit.js';
import { closeAttention } from '../ledger/attention.js';
import { foldWithout, moveChange, type ChangeRow } from '../ledger/change.js';
import type { TicketRow } from '../ledger/claim.js';
import { freeUserName } from '../ledger/free-user-name.js';
import type { Tx } from '../ports/store.js';
import type { NamedDraft } from './name-people.js';
import { planChanges } from './plan-changes.js';
import { editedSince } from './reasons.js';

export interface ChangeContext {
  ticket: TicketRow;
  personId: string;
  /** Ids of new changes begin with this. */
  id: string;
  now: number;
}

/** Brings a ticket's changes in line with what it says now. The same ticket again changes nothing. */
export async function recordChanges(
  tx: Tx,
  drafts: readonly NamedDraft[],
  context: ChangeContext,
): Promise<void> {
  const { ticket, personId, now } = context;
  const all = await tx
    .selectFrom('change')
    .selectAll()
    .where('ticket_id', '=', ticket.id)
    .execute();
  const approved = { digest: ticket.digest, approvedAt: ticket.approved_at ?? now, now };
  const ofPerson = all.filter((change) => change.person_id === personId);
  const plan = planChanges(drafts, ofPerson, approved);
  // The ticket may name somebody else now: the first person's changes go.
  const ofOthers = all.filter(
    ({ person_id, state }) => person_id !== personId && UNSENT_STATES.includes(state),
  );
  for (const change of plan.supersede) await drop(tx, change, 'superseded', now);
  for (const change of [...plan.cancel, ...ofOthers]) await drop(tx, change, 'cancelled', now);
  for (const id of new Set(ofOthers.map((change) => change.person_id))) await freeUserName(tx, id);
  for (const [index, draft] of plan.insert.entries()) await insert(tx, draft, index, context);
  await forgetFailures(tx, ofPerson, plan.insert, now);
  if (plan.insert.some(({ kind }) => kind === 'termination')) await endWait(tx, personId);
}

async function drop(
  tx: Tx,
  change: ChangeRow,
  to: 'superseded' | 'cancelled',
  now: number,
): Promise<void> {
  await moveChange(tx, change, to, now, { reason: JSON.stringify(editedSince) });
  await foldWithout(tx, change, now);
}

/** Somebody has seen to a step that failed: it is asked for anew. */
async function forgetFailures(
  tx: Tx,
  before: readonly ChangeRow[],
  anew: readonly NamedDraft[],
  now: number,
): Promise<void> {
  const steps = new Set(anew.map(({ step }) => step));
  for (const { id, state, step } of before)
    if (state === 'failed' && steps.has(step)) await closeAttention(tx, `change:${id}`, now);
}

/** A leaver whom Entra refused waits ever longer; what is asked for now is another record. */
async function endWait(tx: Tx, personId: string): Promise<void> {
  await tx.updateTable('person').set({ not_before: 0 }).where('id', '=', personId).execute();
}

async function insert(
  tx: Tx,
  draft: NamedDraft,
  index: number,
  { ticket, personId, id: base, now }: ChangeContext,
): Promise<void> {
  // Changes of equal instant and approval are folded in the order of their ids.
  const id = `${base}-${index}`;
  await tx
    .insertInto('change')
    .values({
      id,
      ticket_id: ticket.id,
      person_id: personId,
      step: draft.step,
      kind: draft.kind,
      lane: laneRank(laneOf(draft.kind, draft.urgent)),
      expects: draft.expects,
      effective_at: draft.effectiveAt,
      zone: draft.zone,
      patch: JSON.stringify(draft.patch),
      state: 'waiting',
      digest: ticket.digest,
      approved_at: ticket.approved_at ?? now,
      version: null,
      attempt_id: null,
      reason: null,
      created_at: now,
      settled_at: null,
    })
    .execute();
  await appendAudit(tx, {
    at: now,
    actor: 'bridge',
    action: 'change.waiting',
    subject: `change:${id}`,
    data: {
      ...{ ticket: ticket.id, person: personId, step: draft.step, kind: draft.kind },
      ...{ effectiveAt: draft.effectiveAt, approvedAt: ticket.approved_at ?? now },
    },
  });
}
