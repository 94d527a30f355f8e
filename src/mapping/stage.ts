import type { TicketRow } from '../ledger/claim.js';
import { claimedStep } from '../ledger/claimed-step.js';
import { closeAttention } from '../ledger/attention.js';
import { StoreUnavailableError } from '../ports/store.js';
import type { Worker } from '../ports/worker.js';
import { decideCase, openCase, type Case } from './case.js';
import type { DecideContext } from './decide.js';
import type { MappingDeps } from './deps.js';
import { lookUp } from './known-people.js';
import { postpone } from './postpone.js';
import { Quarantine, templateQuarantined } from './quarantine.js';
import { directoryUnavailable, mappingFailed } from './reasons.js';
import { recordCase, type Findings } from './record-case.js';
import { shortlist } from './shortlist.js';

export type { MappingDeps } from './deps.js';

const LEASE_MS = 60_000;
const BATCH = 100;

/** Makes changes of approved tickets, or says in seconds why not. */
export function mappingStage(deps: MappingDeps): Worker {
  const quarantine = new Quarantine(deps.store, deps.templates);
  const steps = deps.connections.map((connection) => ({
    connection,
    claimed: claimedStep(deps.store, 'map'),
  }));
  return {
    name: `mapping ${deps.target.name}`,
    idleMs: 250,
    async step() {
      let mapped = 0;
      await quarantine.begin(deps.clock.now());
      for (const { connection, claimed } of steps) {
        const now = deps.clock.now();
        const claim = { now, leaseMs: LEASE_MS, most: BATCH, connection: connection.name };
        const work = (tickets: TicketRow[]) => mapBatch(deps, connection, quarantine, tickets, now);
        mapped += await claimed({ ...claim, by: deps.store.replica }, work);
      }
      return mapped;
    },
  };
}

async function mapBatch(
  deps: MappingDeps,
  connection: { name: string; zone: string },
  quarantine: Quarantine,
  tickets: TicketRow[],
  now: number,
): Promise<void> {
  const { target } = deps;
  const context: DecideContext = {
    now,
    zone: connection.zone,
    domain: target.domain,
    ...(target.otherDomains ? { otherDomains: target.otherDomains } : {}),
    extensions: Object.keys(target.extensions),
    withoutBaseline: target.withoutBaseline,
  };
  await quarantine.look();
  const cases = await eachAlone(deps, tickets, (ticket) =>
    openCase(ticket, deps.templates, context),
  );
  const findings = await find(deps, cases, context, quarantine);
  const subject = `target:${target.name}`;
  if (!findings) {
    return postpone(deps, tickets, directoryUnavailable(target.name), subject);
  }
  deps.faults.reach('ticket-mapped');
  await record(deps, cases, findings);
  if (tickets.some((ticket) => ticket.map_tries > 0))
    await deps.store.write((tx) => closeAttention(tx, subject, now, 'directory-unavailable'));
}

/** Decides every case, and reads what that takes. Null: the directory cannot be asked just now. */
async function find(
  deps: MappingDeps,
  cases: Case[],
  context: DecideContext,
  quarantine: Quarantine,
): Promise<Findings | null> {
  const { store, directory, target } = deps;
  const ids = [...new Set(cases.flatMap((one) => one.externalId ?? []))];
  const known = await lookUp(store.read, directory, target.name, ids, context.now);
  if (!known) return null;
  await decideEach(deps, cases, known, context, quarantine);
  const drafts = cases.flatMap(({ decision }) =>
    decision?.is === 'changes' ? decision.changes : [],
  );
  const free = await shortlist(store.read, directory, target.name, drafts);
  return free && { known, shortlist: free, now: context.now };
}

/** A case whose template trips leaves the list; the template is watched. */
async function decideEach(
  deps: MappingDeps,
  cases: Case[],
  known: Findings['known'],
  context: DecideContext,
  quarantine: Quarantine,
): Promise<void> {
  for (const one of [...cases]) {
    const file = one.template?.file ?? '';
    if (quarantine.bars(file)) one.decision = { is: 'held', reason: templateQuarantined(file) };
    const worked = await alone(deps, one.ticket, async () => decideCase(one, known, context));
    if (!worked) cases.splice(cases.indexOf(one), 1);
    await quarantine.watch(file, worked ? one.decision : null, context.now);
  }
}

/** One transaction for all; where one case breaks it, each by itself, so that it stops only itself. */
async function record(deps: MappingDeps, cases: Case[], findings: Findings): Promise<void> {
  try {
    await deps.store.write(async (tx) => {
      for (const one of cases) await recordCase(tx, deps, one, findings);
    });
  } catch (error) {
    if (error instanceof StoreUnavailableError) throw error;
    for (const one of cases) {
      await alone(deps, one.ticket, () =>
        deps.store.write((tx) => recordCase(tx, deps, one, findings)),
      );
    }
  }
}

async function eachAlone<T>(
  deps: MappingDeps,
  tickets: readonly TicketRow[],
  make: (ticket: TicketRow) => T,
): Promise<T[]> {
  const made: T[] = [];
  for (const ticket of tickets) {
    await alone(deps, ticket, async () => void made.push(make(ticket)));
  }
  return made;
}

/** A bug that one ticket brings to light must not keep the others waiting; it is told, not hidden. */
async function alone(
  deps: MappingDeps,
  ticket: TicketRow,
  work: () => Promise<void>,
): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof StoreUnavailableError) throw error;
    const name = error instanceof Error ? error.name : 'unknown';
    deps.log.error('mapping-failed', { ticket: ticket.id, error: name });
    await postpone(deps, [ticket], mappingFailed, `ticket:${ticket.id}`);
    return false;
  }
}
