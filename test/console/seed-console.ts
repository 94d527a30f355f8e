import type { Store } from '../../src/ports/store.js';
import { seedChange } from '../support/seed.js';
import { attemptRow, deliveryRow, evidenceRow, noteRow, uploadRow } from '../support/sent-rows.js';

export const MINUTE = 60_000;

/** A termination in every table a page reads; `text` stands in each field a stranger can fill. */
export async function seedTold(store: Store, id: string, text: string, now: number): Promise<void> {
  await seedChange(store, {
    id,
    kind: 'termination',
    patch: { active: false, title: text },
    effectiveAt: now - 90 * MINUTE,
    approvedAt: now - 90 * MINUTE,
    checkedAt: now - 80 * MINUTE,
  });
  const reason = JSON.stringify({
    code: 'no-row-yet',
    what: text,
    next: text,
    owner: 'operations',
    pointer: text,
  });
  const view = {
    status: 'unconfirmed',
    headline: text,
    note: text,
    final: false,
    succeeded: false,
  };
  const snapshot = {
    ref: id,
    number: text,
    approvers: [{ name: text, decision: 'approved' }],
    vars: { [text]: text },
  };
  await store.write(async (tx) => {
    await tx
      .updateTable('ticket')
      .where('id', '=', `t-${id}`)
      .set({
        number: text,
        template: text,
        reason,
        view: JSON.stringify(view),
        view_version: 2,
        shown_version: 1,
        writeback_error: text,
        writeback_due_at: now + MINUTE,
        writeback_tries: 3,
        writeback_since: now - 5 * MINUTE,
        snapshot: JSON.stringify(snapshot),
        received_at: now - 90 * MINUTE,
      })
      .execute();
    await tx
      .updateTable('person')
      .where('id', '=', `p-${id}`)
      .set({ display_name: text, baseline: JSON.stringify({ title: text }) })
      .execute();
    await tx
      .updateTable('change')
      .where('id', '=', `c-${id}`)
      .set({ state: 'sent', step: text, attempt_id: `a-${id}`, reason })
      .execute();
    const sentAt = now - 60 * MINUTE;
    const upload = { lane: 1, records: 3, answered_at: sentAt + 900, request_id: text };
    await tx
      .insertInto('upload')
      .values(uploadRow(id, sentAt, upload))
      .execute();
    const attempt = {
      ...{ external_id: text, lane: 1, record: JSON.stringify({ title: text, active: false }) },
      ...{ state: 'staged', confirm_by: now + MINUTE, check_at: now + MINUTE, closed_at: null },
    };
    await tx
      .insertInto('attempt')
      .values(attemptRow(id, sentAt, attempt))
      .execute();
    const detail = {
      ...{ changeId: text, cycleId: text, errorCode: text, errorReason: text, modified: [text] },
    };
    const evidence = {
      ...{ external_id: text, seen_at: now, action: text, status: text },
      detail: JSON.stringify(detail),
    };
    await tx
      .insertInto('evidence')
      .values(evidenceRow(id, now - 30 * MINUTE, evidence))
      .execute();
    for (const version of [1, 2]) {
      const sent = version === 1;
      const note = {
        ...{ version, status: sent ? 'sent' : text, headline: text, text },
        shown_at: sent ? now - 59 * MINUTE : null,
      };
      await tx
        .insertInto('note')
        .values(noteRow(id, sentAt, note))
        .execute();
    }
    await tx
      .insertInto('attention')
      .values({
        id: `no-row-yet/change:c-${id}`,
        cause: 'no-row-yet',
        subject: `change:c-${id}`,
        ticket_id: `t-${id}`,
        reason,
        opened_at: now - 40 * MINUTE,
        closed_at: null,
        closed_by: null,
      })
      .execute();
    await tx
      .insertInto('attention')
      .values({
        id: `x/${id}`,
        cause: text,
        subject: text,
        ticket_id: null,
        reason,
        opened_at: now - MINUTE,
        closed_at: null,
        closed_by: null,
      })
      .execute();
    const delivery = {
      ...{ event_id: text, body_sha256: '', status: 422, problem: text, event: text },
      ...{
        errors: JSON.stringify([{ pointer: text, code: text }]),
        ticket_number: text,
        body: text,
      },
    };
    await tx
      .insertInto('delivery')
      .values(deliveryRow(id, now - 90 * MINUTE, delivery))
      .execute();
    await tx
      .insertInto('audit')
      .values({
        at: now - 90 * MINUTE,
        actor: text,
        action: text,
        subject: `ticket:t-${id}`,
        data: JSON.stringify({ step: text }),
        previous: '',
        hash: '',
      })
      .execute();
  });
}
