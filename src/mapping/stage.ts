import type { Reason } from '../domain/reason.js';
import type { TargetSettings } from '../domain/settings.js';
import type { TicketSnapshot } from '../domain/ticket.js';
import { appendAudit } from '../ledger/audit.js';
import { openAttention } from '../ledger/attention.js';
import { claimTickets, type TicketRow } from '../ledger/claim.js';
import { touchTicket } from '../ledger/ticket.js';
import type { Clock } from '../ports/clock.js';
import type { Directory } from '../ports/directory.js';
import type { Log } from '../ports/log.js';
import type { Random } from '../ports/random.js';
import type { Store, Tx } from '../ports/store.js';
import type { Worker } from '../ports/worker.js';
import { decideMapping, type Decision } from './decide.js';
import { lookUp, recordOf, type KnownPerson } from './known-people.js';
import { identify, type Draft } from './map-ticket.js';
import { recordChanges } from './record-changes.js';
import { noTemplate, noUserName } from './reasons.js';
import type { Template } from './template.js';
import { promiseUserName, takenInDirectory } from './user-names.js';

export interface MappingDeps {
  store: Store;
  clock: Clock;
  random: Random;
  log: Log;
  /** Tickets of these connections are mapped for this target. */
  connections: readonly { name: string; zone: string }[];
  target: TargetSettings;
  directory: Directory | null;
  templates: readonly Template[];
}

interface Case {
  ticket: TicketRow;
  template: Template | null;
  externalId: string | null;
  decision: Decision | null;
}

const LEASE_MS = 60_000;
const BATCH = 100;
const AGAIN_MS = 5_000;

/** Makes changes of approved tickets, or says in seconds why not. */
export function mappingStage(deps: MappingDeps): Worker {
  return {
    name: `mapping ${deps.target.name}`,
    idleMs: 250,
    async step() {
      let mapped = 0;
      for (const connection of deps.connections) mapped += await mapBatch(deps, connection);
      return mapped;
    },
  };
}

async function mapBatch(
  deps: MappingDeps,
  connection: { name: string; zone: string },
): Promise<number> {
  const { store, clock } = deps;
  const now = clock.now();
  const tickets = await store.write((tx) =>
    claimTickets(tx, 'map', { now, leaseMs: LEASE_MS, most: BATCH, connection: connection.name }),
  );
  if (tickets.length === 0) return 0;
  const context = { now, zone: connection.zone, domain: deps.target.domain };
  const cases = tickets.map((ticket) => identifyCase(deps, ticket, context));
  const ids = [...new Set(cases.flatMap((one) => one.externalId ?? []))];
  const known = await lookUp(store.read, deps.directory, deps.target.name, ids, now);
  if (!known) return postpone(deps, tickets, now);
  for (const one of cases) one.decision ??= decideCase(one, known, context);
  const drafts = cases.flatMap((one) =>
    one.decision?.is === 'changes' ? one.decision.changes : [],
  );
  const taken = await takenInDirectory(deps.directory, drafts);
  if (!taken) return postpone(deps, tickets, now);
  await store.write(async (tx) => {
    for (const one of cases) await recordCase(tx, deps, one, known, taken, now);
  });
  return tickets.length;
}

function identifyCase(
  deps: MappingDeps,
  ticket: TicketRow,
  context: { now: number; zone: string; domain: string },
): Case {
  const snapshot = snapshotOf(ticket);
  const template =
    deps.templates.find((one) => one.when.catalogItem === snapshot.catalogItem) ?? null;
  if (!template)
    return { ticket, template, externalId: null, decision: { is: 'held', reasons: [noTemplate] } };
  const id = identify(template, snapshot, { ...context, person: null });
  if (typeof id === 'string') return { ticket, template, externalId: id, decision: null };
  return { ticket, template, externalId: null, decision: { is: 'rejected', reasons: [id] } };
}

function decideCase(
  one: Case,
  known: Map<string, KnownPerson>,
  context: { now: number; zone: string; domain: string },
): Decision {
  const externalId = one.externalId as string;
  const person = known.get(externalId) as KnownPerson;
  const ticket = { id: one.ticket.id, snapshot: snapshotOf(one.ticket) };
  return decideMapping(one.template as Template, ticket, externalId, person, context);
}

function snapshotOf(ticket: TicketRow): TicketSnapshot {
  return JSON.parse(ticket.snapshot ?? '{}') as TicketSnapshot;
}

/** The directory could not be asked: nothing is decided on half the facts. */
async function postpone(deps: MappingDeps, tickets: TicketRow[], now: number): Promise<number> {
  deps.log.warn('directory-unavailable', { target: deps.target.name, tickets: tickets.length });
  await deps.store.write(async (tx) => {
    for (const { id, map_fence } of tickets) {
      await tx
        .updateTable('ticket')
        .set((eb) => ({ map_due_at: now + AGAIN_MS, map_tries: eb('map_tries', '+', 1) }))
        .where('id', '=', id)
        .where('map_fence', '=', map_fence)
        .execute();
    }
  });
  return 0;
}

async function recordCase(
  tx: Tx,
  deps: MappingDeps,
  one: Case,
  known: Map<string, KnownPerson>,
  taken: ReadonlySet<string>,
  now: number,
): Promise<void> {
  const current = await tx
    .selectFrom('ticket')
    .select(['map_fence', 'state'])
    .where('id', '=', one.ticket.id)
    .executeTakeFirst();
  if (current?.map_fence !== one.ticket.map_fence || current.state !== 'approved') return;
  const decision = one.decision as Decision;
  if (decision.is !== 'changes')
    return refuse(tx, one, decision.is, decision.reasons[0] as Reason, now);
  const person = known.get(one.externalId as string) as KnownPerson;
  const personId = await savePerson(tx, deps, one, person, decision.changes, now);
  const named = await nameThem(tx, deps, personId, decision.changes, taken);
  if (!named) return refuse(tx, one, 'held', noUserName, now);
  await recordChanges(tx, named, { ticket: one.ticket, personId, random: deps.random, now });
  await tx.updateTable('person').set({ schedule_due_at: now }).where('id', '=', personId).execute();
  await saveTicket(tx, one, 'mapped', null, now);
}

async function nameThem(
  tx: Tx,
  deps: MappingDeps,
  personId: string,
  drafts: Draft[],
  taken: ReadonlySet<string>,
): Promise<Draft[] | null> {
  const named: Draft[] = [];
  for (const draft of drafts) {
    if (draft.userNames.length === 0) named.push(draft);
    else {
      const userName = await promiseUserName(
        tx,
        deps.target.name,
        personId,
        draft.userNames,
        taken,
      );
      if (!userName) return null;
      named.push({ ...draft, patch: { ...draft.patch, userName } });
    }
  }
  return named;
}

async function savePerson(
  tx: Tx,
  deps: MappingDeps,
  one: Case,
  known: KnownPerson,
  drafts: Draft[],
  now: number,
): Promise<string> {
  const record = recordOf(known);
  const fromTicket = drafts.find((draft) => draft.patch['displayName'])?.patch['displayName'];
  const display_name = String(fromTicket ?? record?.['displayName'] ?? one.externalId);
  const baseline = known.directory
    ? { baseline: record && JSON.stringify(record), baseline_at: now }
    : {};
  const external_id = one.externalId as string;
  // Two tickets of one batch may be about the same new person.
  const row = await tx
    .selectFrom('person')
    .select('id')
    .where('target', '=', deps.target.name)
    .where('external_id', '=', external_id)
    .executeTakeFirst();
  if (row) {
    await tx
      .updateTable('person')
      .set({ display_name, ...(known.row ? baseline : {}) })
      .where('id', '=', row.id)
      .execute();
    return row.id;
  }
  const id = deps.random.uuid();
  await tx
    .insertInto('person')
    .values({
      id,
      target: deps.target.name,
      external_id,
      display_name,
      baseline: null,
      baseline_at: null,
      ...baseline,
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
      schedule_due_at: now,
      schedule_fence: 0,
      schedule_tries: 0,
    })
    .execute();
  return id;
}

async function refuse(
  tx: Tx,
  one: Case,
  state: 'rejected' | 'held',
  reason: Reason,
  now: number,
): Promise<void> {
  await saveTicket(tx, one, state, reason, now);
  if (state === 'held' || one.template?.kind === 'termination') {
    await openAttention(tx, {
      subject: `ticket:${one.ticket.id}`,
      ticketId: one.ticket.id,
      reason,
      now,
    });
  }
}

async function saveTicket(
  tx: Tx,
  one: Case,
  state: string,
  reason: Reason | null,
  now: number,
): Promise<void> {
  await tx
    .updateTable('ticket')
    .set({
      state,
      kind: one.template?.kind ?? null,
      template: one.template?.file ?? null,
      reason: reason && JSON.stringify(reason),
      map_due_at: null,
      map_tries: 0,
      updated_at: now,
    })
    .where('id', '=', one.ticket.id)
    .execute();
  await appendAudit(tx, {
    at: now,
    actor: 'bridge',
    action: `ticket.${state}`,
    subject: `ticket:${one.ticket.id}`,
    data: { template: one.template?.file ?? null, reason: reason?.code ?? null },
  });
  await touchTicket(tx, one.ticket.id, now);
}
