import { laneOf, laneRank, type Kind } from '../../src/domain/kind.js';
import type { Attributes } from '../../src/domain/record.js';
import type { Store, Tx } from '../../src/ports/store.js';

export interface Seed {
  id: string;
  kind?: Kind;
  urgent?: boolean;
  patch?: Attributes;
  baseline?: Attributes | null;
  effectiveAt?: number;
  approvedAt?: number;
  checkedAt?: number;
  ticketState?: string;
}

/** A mapped ticket with one waiting change for one person, all named after `id`. */
export function seedChange(store: Store, seed: Seed): Promise<void> {
  return store.write(async (tx) => {
    await seedTicket(tx, seed);
    await seedPerson(tx, seed);
    const kind = seed.kind ?? 'hire';
    await tx
      .insertInto('change')
      .values({
        id: `c-${seed.id}`,
        ticket_id: `t-${seed.id}`,
        person_id: `p-${seed.id}`,
        step: 'step',
        kind,
        lane: laneRank(laneOf(kind, seed.urgent ?? false)),
        expects: 'existing',
        effective_at: seed.effectiveAt ?? 0,
        zone: 'Europe/Lisbon',
        patch: JSON.stringify(seed.patch ?? { active: kind !== 'termination' }),
        state: 'waiting',
        digest: 'd',
        approved_at: seed.approvedAt ?? 0,
        version: null,
        attempt_id: null,
        reason: null,
        created_at: 0,
        settled_at: null,
      })
      .execute();
  });
}

async function seedTicket(tx: Tx, seed: Seed): Promise<void> {
  const zero = { verify_fence: 0, verify_tries: 0, map_fence: 0, map_tries: 0, writeback_fence: 0 };
  await tx
    .insertInto('ticket')
    .values({
      ...zero,
      id: `t-${seed.id}`,
      connection: 'itsm',
      ref: seed.id,
      number: `RITM${seed.id}`,
      kind: seed.kind ?? 'hire',
      template: null,
      state: seed.ticketState ?? 'mapped',
      revision: 1,
      digest: 'd',
      snapshot: null,
      delivered: null,
      approved_at: seed.approvedAt ?? 0,
      checked_at: seed.checkedAt ?? Number.MAX_SAFE_INTEGER,
      received_at: 0,
      updated_at: 0,
      reason: null,
      verify_due_at: null,
      map_due_at: null,
      writeback_due_at: null,
      writeback_tries: 0,
      view: null,
      view_version: 0,
      tried_version: 0,
      shown_version: 0,
      shown_at: null,
      writeback_since: null,
      writeback_error: null,
    })
    .execute();
}

async function seedPerson(tx: Tx, seed: Seed): Promise<void> {
  const baseline =
    seed.baseline === undefined ? { externalId: seed.id, active: true } : seed.baseline;
  await tx
    .insertInto('person')
    .values({
      id: `p-${seed.id}`,
      target: 'entra',
      external_id: seed.id,
      display_name: seed.id,
      baseline: baseline && JSON.stringify(baseline),
      baseline_at: 0,
      desired: null,
      desired_version: 0,
      sent: null,
      sent_version: 0,
      confirmed_version: 0,
      lane: null,
      queued_at: null,
      not_before: 0,
      manager: null,
      attempt_id: null,
      schedule_due_at: 0,
      schedule_fence: 0,
      schedule_tries: 0,
    })
    .execute();
}
