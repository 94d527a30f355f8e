import type { TargetSettings } from '../../src/domain/settings.js';
import type { TicketView } from '../../src/domain/view.js';
import { firstBrokenLink } from '../../src/ledger/audit.js';
import type { Reader, Store } from '../../src/ports/store.js';
import { PEOPLE } from '../../src/sandbox/people-data.js';
import type { DirectoryUser } from '../../src/sandbox/entra/directory/user.js';
import type { SandboxState } from '../../src/sandbox/state.js';
import { forgeAudit } from './forge-audit.js';
import type { Call, FinalUser, History, LedgerTicket, SandboxEvent } from './history.js';

/** What a world leaves when it has come to its end. */
export interface Remains {
  state: SandboxState;
  store: Store;
  target: TargetSettings;
  before: FinalUser[];
  employeeNumbers: ReadonlyMap<string, string>;
  log: readonly string[];
  /** How far the bridge's clock may have been off. */
  skewMs: number;
  end: number;
  /** What only a simulated world knows. */
  calls?: readonly Call[];
  starts?: readonly number[];
  calmFrom?: number;
}

const SECRETS = [
  ...['sandbox-api-key', 'Bearer ', 'whsec_', 'Recruit'],
  ...PEOPLE.slice(8, 13).map((one) => one.lastName),
];

/** Everything checkers look at, from what both stand-ins and the ledger kept. */
export async function collect(remains: Remains): Promise<History> {
  const { store, state, target, before, employeeNumbers, log, end } = remains;
  const { read } = store;
  const audit = await read.selectFrom('audit').selectAll().orderBy('seq').execute();
  return {
    events: state
      .history()
      .map(({ seq, json }) => ({ ...(JSON.parse(json) as SandboxEvent), seq })),
    audit: audit.map((row) => ({ ...row, data: JSON.parse(row.data) })),
    brokenLink: await firstBrokenLink(read),
    tickets: await ticketsOf(read),
    changes: await read
      .selectFrom('change')
      .select(['id', 'ticket_id as ticket', 'person_id as person', 'step', 'state'])
      .select(['digest', 'approved_at as approvedAt'])
      .execute(),
    deliveries: await read
      .selectFrom('delivery')
      .select(['event_id as eventId', 'status'])
      .execute(),
    people: await read.selectFrom('person').select(['id', 'external_id as externalId']).execute(),
    attention: await read
      .selectFrom('attention')
      .select(['subject', 'ticket_id as ticket'])
      .where('closed_at', 'is', null)
      .execute(),
    ...{ employeeNumbers, before, log, end, secrets: SECRETS },
    directory: directoryOf(state),
    shown: statusFields(state),
    calls: remains.calls ?? [],
    starts: remains.starts ?? [],
    calmFrom: remains.calmFrom ?? Infinity,
    unseenForgeries: await forgeAudit(store),
    promises: {
      ...target.limits,
      approvalFreshnessMs: target.timing.approvalFreshnessMs,
      clockSkewMs: Math.max(target.timing.clockSkewMs, remains.skewMs),
      doubtMs: target.timing.doubtMs,
      directoryRead: target.directoryRead,
    },
  };
}

async function ticketsOf(read: Reader): Promise<LedgerTicket[]> {
  const rows = await read
    .selectFrom('ticket')
    .select(['id', 'ref', 'number', 'state', 'view'])
    .execute();
  return rows.map(({ view, ...row }) => ({
    ...row,
    status: view === null ? null : (JSON.parse(view) as TicketView).status,
  }));
}

function statusFields(state: SandboxState): Map<string, string> {
  const items = [...state.collection<Record<string, string>>('servicenow.sc_req_item').values()];
  return new Map(items.map((row) => [row['sys_id'] ?? '', row['u_jml_status'] ?? '']));
}

/** Everybody who is not deleted. */
export function directoryOf(state: SandboxState): FinalUser[] {
  return [...state.collection<DirectoryUser>('entra.user').values()]
    .filter((user) => user.deletedAt === null)
    .map(toFinal);
}

function toFinal({ externalId, values }: DirectoryUser): FinalUser {
  return {
    externalId: externalId ?? String(values['employeeId'] ?? ''),
    userName: String(values['userPrincipalName'] ?? ''),
    enabled: values['accountEnabled'] === true,
    title: String(values['jobTitle'] ?? ''),
  };
}
