import { openPostgresStore } from '../../src/adapters/sql-store/postgres-store.js';
import { PEOPLE } from '../../src/sandbox/people-data.js';
import { SandboxState } from '../../src/sandbox/state.js';
import { checkAll } from '../simulation/checkers/index.js';
import { sentRecords, uploads } from '../simulation/checkers/facts.js';
import { collect, directoryOf } from '../simulation/collect.js';
import type { History, Violation } from '../simulation/history.js';
import type { DrainWorld } from './drain-world.js';

export interface DrainFacts {
  people: number;
  calls: number;
  /** Calls the stand-in refused as too many. */
  refused: number;
  /** Records sent that were sent before. */
  repeated: number;
  created: number;
  createdTwice: number;
  lost: number;
  recordsPerCall: number;
  /** From the first call to the last that brought somebody for the first time. */
  drainSeconds: number;
  /** From the first call to the last of all. */
  lastCallSeconds: number;
  violations: Violation[];
}

/** Ends the world, and reads from both sides' histories what happened. */
export async function judgeDrain(world: DrainWorld, people: number): Promise<DrainFacts> {
  const end = await world.sandbox.ask<number>('now');
  await world.rest();
  const history = await historyOf(world, end);
  return {
    people,
    ...callsOf(history),
    ...peopleOf(history, people),
    violations: checkAll(history),
  };
}

async function historyOf(world: DrainWorld, end: number): Promise<History> {
  const { targets, databaseUrl = '' } = world.configs[0]!;
  const state = new SandboxState(world.stateFile);
  const store = await openPostgresStore(databaseUrl ?? '', 'check', { patient: true });
  try {
    return await collect({
      ...{ state, store, target: targets[0]!, log: world.log, skewMs: 1_000, end },
      before: directoryOf(state).filter(({ externalId }) => !isHire(externalId)),
      employeeNumbers: new Map(PEOPLE.map((one) => [one.sysId, one.employeeNumber])),
    });
  } finally {
    await store.close();
    state.close();
  }
}

const isHire = (externalId: string) => /^B\d+$/.test(externalId);

function callsOf(history: History) {
  const calls = uploads(history.events);
  const known = new Set<string>();
  const records = sentRecords(history).filter(({ accepted }) => accepted);
  const first = records.filter(({ externalId }) => !known.has(externalId) && known.add(externalId));
  const secondsTo = (at = NaN) => (at - (calls[0]?.at ?? NaN)) / 1000;
  const accepted = calls.filter(({ status }) => status === 202);
  return {
    calls: calls.length,
    refused: calls.filter(({ status }) => status === 429).length,
    repeated: records.length - first.length,
    recordsPerCall: records.length / accepted.length,
    drainSeconds: secondsTo(first.at(-1)?.at),
    lastCallSeconds: secondsTo(calls.at(-1)?.at),
  };
}

function peopleOf({ events, directory }: History, people: number) {
  const made = events
    .filter(({ op, effect }) => op === 'processed' && effect === 'create')
    .map((event) => String(event['externalId']));
  const hired = new Set(directory.map(({ externalId }) => externalId).filter(isHire));
  const created = new Set(made).size;
  return { created, createdTwice: made.length - created, lost: people - hired.size };
}
