import { firstBrokenLink } from '../../src/ledger/audit.js';
import { openSqliteStore } from '../../src/adapters/sql-store/sqlite-store.js';
import type { Plugins } from '../../src/compose.js';
import type { Store } from '../../src/ports/store.js';
import { PEOPLE } from '../../src/sandbox/people-data.js';
import type { DirectoryUser } from '../../src/sandbox/entra/directory/user.js';
import { checkAll } from './checkers/index.js';
import type { FinalUser, History, SandboxEvent, Violation } from './history.js';
import { HOUR, planFrom, type FaultPlan } from './plan.js';
import { SimRandom } from './sim-random.js';
import { useVirtualTimers } from './virtual-timers.js';
import { scheduleWork } from './workload.js';
import { START, World } from './world.js';

/** Faults strike until then; what is left has the rest of the time to come to an end. */
const TROUBLE_MS = 12 * HOUR;
const LENGTH_MS = 50 * HOUR;

export interface Report {
  seed: number;
  violations: Violation[];
  deaths: string[];
  plan: FaultPlan;
  history: History;
}

/** One world from its seed: a day of work and faults, then as long in peace until all must be settled. */
export async function simulate(seed: number, plugins: Plugins): Promise<Report> {
  const random = new SimRandom(seed);
  const plan = planFrom(random.fork());
  const store = await openSqliteStore(':memory:');
  const world = new World(random.fork(), plan, plugins, store);
  const before = world.users().map(toFinal);
  const restore = useVirtualTimers(world.clock);
  try {
    scheduleWork(world.instance, random.fork(), 5 + random.below(8));
    world.scheduleFaults(START + TROUBLE_MS);
    world.startHost();
    await world.runUntil(START + TROUBLE_MS);
    world.settleDown();
    await world.runUntil(START + LENGTH_MS);
    const history = await collect(world, store, before);
    const strays = world.strays.map((url) => ({ invariant: 'I10', what: `called ${url}` }));
    return {
      seed,
      plan,
      deaths: world.deaths,
      history,
      violations: [...strays, ...checkAll(history)],
    };
  } finally {
    restore();
    await store.close();
    world.state.close();
  }
}

async function collect(world: World, store: Store, before: FinalUser[]): Promise<History> {
  world.entra.settle();
  const { limits, timing } = world.config.targets[0]!;
  const read = store.read;
  const audit = await read.selectFrom('audit').selectAll().orderBy('seq').execute();
  return {
    events: world.state
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
    employeeNumbers: world.instance.employeeNumbers,
    directory: world.users().map(toFinal),
    before,
    log: world.log,
    secrets: [
      'sandbox-api-key',
      'Bearer ',
      'whsec_',
      ...PEOPLE.slice(8, 13).map((one) => one.lastName),
    ],
    promises: {
      ...limits,
      approvalFreshnessMs: timing.approvalFreshnessMs,
      clockSkewMs: Math.max(timing.clockSkewMs, world.plan.skewMs),
      backoffMaxMs: timing.backoffMaxMs,
      directoryRead: world.plan.directoryRead,
    },
    end: world.clock.now(),
  };
}

function toFinal({ externalId, values }: DirectoryUser): FinalUser {
  return {
    externalId: externalId ?? String(values['employeeId'] ?? ''),
    userName: String(values['userPrincipalName'] ?? ''),
    enabled: values['accountEnabled'] === true,
    title: String(values['jobTitle'] ?? ''),
  };
}
