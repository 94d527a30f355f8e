import type { TargetSettings } from '../../src/domain/settings.js';
import { firstBrokenLink } from '../../src/ledger/audit.js';
import type { Store } from '../../src/ports/store.js';
import { PEOPLE } from '../../src/sandbox/people-data.js';
import type { DirectoryUser } from '../../src/sandbox/entra/directory/user.js';
import type { SandboxState } from '../../src/sandbox/state.js';
import type { FinalUser, History, SandboxEvent } from './history.js';

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
}

const SECRETS = [
  ...['sandbox-api-key', 'Bearer ', 'whsec_'],
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
    tickets: await read.selectFrom('ticket').select(['id', 'ref', 'number', 'state']).execute(),
    changes: await read.selectFrom('change').select(['id', 'state']).execute(),
    people: await read.selectFrom('person').select(['id', 'external_id as externalId']).execute(),
    attention: await read
      .selectFrom('attention')
      .select(['subject', 'ticket_id as ticket'])
      .where('closed_at', 'is', null)
      .execute(),
    ...{ employeeNumbers, before, log, end, secrets: SECRETS },
    directory: directoryOf(state),
    promises: {
      ...target.limits,
      approvalFreshnessMs: target.timing.approvalFreshnessMs,
      clockSkewMs: Math.max(target.timing.clockSkewMs, remains.skewMs),
      backoffMaxMs: target.timing.backoffMaxMs,
      directoryRead: target.directoryRead,
    },
  };
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
