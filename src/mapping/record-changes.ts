import { isSettled, type ChangeState } from '../domain/change.js';
import { laneOf, laneRank } from '../domain/kind.js';
import { sameAttributes, type Attributes } from '../domain/record.js';
import { appendAudit } from '../ledger/audit.js';
import { moveChange, type ChangeRow } from '../ledger/change.js';
import type { TicketRow } from '../ledger/claim.js';
import type { Random } from '../ports/random.js';
import type { Tx } from '../ports/store.js';
import type { Draft } from './map-ticket.js';

export interface ChangeContext {
  ticket: TicketRow;
  personId: string;
  random: Random;
  now: number;
}

/**
 * Brings a ticket's changes in line with what it says now. A step that was not sent is set anew in
 * place; one that was sent stays, and a difference becomes a change of its own; a step that is
 * gone is cancelled. Mapping the same ticket again changes nothing.
 */
export async function recordChanges(
  tx: Tx,
  drafts: readonly Draft[],
  context: ChangeContext,
): Promise<void> {
  const existing = await tx
    .selectFrom('change')
    .selectAll()
    .where('ticket_id', '=', context.ticket.id)
    .where('state', 'not in', ['cancelled', 'superseded'])
    .execute();
  for (const draft of drafts) {
    const ofStep = existing.filter((change) => change.step === draft.step);
    const open = ofStep.find(
      (change) => !isSettled(change.state as ChangeState) && change.state !== 'sent',
    );
    if (open) await setAnew(tx, open, draft, context);
    else if (
      !ofStep.some((change) => sameAttributes(JSON.parse(change.patch) as Attributes, draft.patch))
    ) {
      await insertChange(tx, draft, context);
    }
  }
  const steps = new Set(drafts.map((draft) => draft.step));
  for (const change of existing) {
    const open = !isSettled(change.state as ChangeState) && change.state !== 'sent';
    if (open && !steps.has(change.step)) await moveChange(tx, change, 'cancelled', context.now);
  }
}

async function setAnew(
  tx: Tx,
  change: ChangeRow,
  draft: Draft,
  { ticket, now }: ChangeContext,
): Promise<void> {
  if (change.digest === ticket.digest && change.approved_at === ticket.approved_at) return;
  if (change.state !== 'waiting') await moveChange(tx, change, 'waiting', now, { version: null });
  await tx
    .updateTable('change')
    .set({
      ...valuesOf(draft),
      digest: ticket.digest,
      approved_at: ticket.approved_at ?? now,
      reason: null,
    })
    .where('id', '=', change.id)
    .execute();
  await appendAudit(tx, {
    at: now,
    actor: 'bridge',
    action: 'change.edited',
    subject: `change:${change.id}`,
    data: { ticket: ticket.id, step: draft.step },
  });
}

async function insertChange(
  tx: Tx,
  draft: Draft,
  { ticket, personId, random, now }: ChangeContext,
): Promise<void> {
  const id = random.uuid();
  await tx
    .insertInto('change')
    .values({
      id,
      ticket_id: ticket.id,
      person_id: personId,
      step: draft.step,
      ...valuesOf(draft),
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
    action: 'change.mapped',
    subject: `change:${id}`,
    data: { ticket: ticket.id, person: personId, step: draft.step, effectiveAt: draft.effectiveAt },
  });
}

function valuesOf(draft: Draft) {
  return {
    kind: draft.kind,
    lane: laneRank(laneOf(draft.kind, draft.urgent)),
    expects: draft.expects,
    effective_at: draft.effectiveAt,
    zone: draft.zone,
    patch: JSON.stringify(draft.patch),
  };
}
