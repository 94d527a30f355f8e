import { laneOf, laneRank, type Kind } from '../../src/domain/kind.js';
import type { Attributes } from '../../src/domain/record.js';
import type { Store, Tx } from '../../src/ports/store.js';
import { personRow, ticketRow } from './tickets.js';

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
  /** Another seed's id: the change is for the same person. */
  sameAs?: string;
}

/** A mapped ticket with one waiting change for one person, all named after `id`. */
export function seedChange(store: Store, seed: Seed): Promise<void> {
  return store.write(async (tx) => {
    await seedTicket(tx, seed);
    if (!seed.sameAs) await seedPerson(tx, seed);
    const kind = seed.kind ?? 'hire';
    await tx
      .insertInto('change')
      .values({
        id: `c-${seed.id}`,
        ticket_id: `t-${seed.id}`,
        person_id: `p-${seed.sameAs ?? seed.id}`,
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
  const row = ticketRow({
    id: `t-${seed.id}`,
    connection: 'itsm',
    ref: seed.id,
    number: `RITM${seed.id}`,
    kind: seed.kind ?? 'hire',
    state: seed.ticketState ?? 'mapped',
    digest: 'd',
    snapshot: null,
    approved_at: seed.approvedAt ?? 0,
    checked_at: seed.checkedAt ?? Number.MAX_SAFE_INTEGER,
    verify_due_at: null,
    map_due_at: null,
    writeback_due_at: null,
  });
  await tx.insertInto('ticket').values(row).execute();
}

async function seedPerson(tx: Tx, seed: Seed): Promise<void> {
  const baseline =
    seed.baseline === undefined ? { externalId: seed.id, active: true } : seed.baseline;
  const row = personRow({
    id: `p-${seed.id}`,
    external_id: seed.id,
    display_name: seed.id,
    baseline: baseline && JSON.stringify(baseline),
    baseline_at: 0,
    desired_version: 0,
    schedule_due_at: 0,
  });
  await tx.insertInto('person').values(row).execute();
}
