import { readFileSync } from 'node:fs';
import { noFaults } from '../../src/ports/faults.js';
import { openTestStore } from '../support/test-store.js';
import type { PersonRecord } from '../../src/domain/record.js';
import type { TicketSnapshot, VariableValue } from '../../src/domain/ticket.js';
import { loadTemplate } from '../../src/mapping/load.js';
import { mappingStage, type MappingDeps } from '../../src/mapping/stage.js';
import type { Directory } from '../../src/ports/directory.js';
import type { Store } from '../../src/ports/store.js';
import { silentLog } from '../support/connections.js';
import { FakeClock } from '../support/fake-clock.js';
import { fakeRandom } from '../support/fake-random.js';
import { testTarget } from '../support/target.js';

export const templates = ['hire', 'transfer', 'termination'].map((name) =>
  loadTemplate(
    `servicenow/${name}.yaml`,
    readFileSync(`templates/servicenow/${name}.yaml`, 'utf8'),
  ),
);

export interface FakeDirectory extends Directory {
  people: PersonRecord[];
  down: boolean;
  asked: number;
}

export function fakeDirectory(people: PersonRecord[] = []): FakeDirectory {
  const answer = <T>(of: FakeDirectory, found: T) => {
    of.asked += 1;
    return of.down
      ? { is: 'unavailable' as const, why: 'down' }
      : { is: 'found' as const, ...found };
  };
  return {
    people,
    down: false,
    asked: 0,
    async findByExternalId(ids) {
      // As Graph does, whatever the case of letters.
      const has = (id: string) =>
        this.people.filter((one) => one.externalId.toLowerCase() === id.toLowerCase());
      return answer(this, { users: new Map(ids.map((id) => [id, has(id)])) });
    },
    async userNamesTaken(names) {
      const all = this.people.map((one) => String(one['userName']));
      return answer(this, { taken: new Set(all.filter((name) => names.includes(name))) });
    },
  };
}

export class Desk {
  readonly clock = new FakeClock();
  readonly random = fakeRandom();
  private constructor(
    readonly store: Store,
    readonly directory: FakeDirectory | null,
    private readonly over: Partial<MappingDeps>,
  ) {}

  static async open(directory: FakeDirectory | null = fakeDirectory(), over = {}): Promise<Desk> {
    return new Desk(await openTestStore(), directory, over);
  }

  map(): Promise<number> {
    const { store, clock, random, directory } = this;
    const connections = [{ name: 'itsm', zone: 'Europe/Lisbon' }];
    const deps = { store, clock, random, directory, connections, templates, log: silentLog };
    return mappingStage({ ...deps, faults: noFaults, target: testTarget, ...this.over }).step();
  }

  /** Stores what verify would: an approved ticket, new or read again. */
  async approve(
    ref: string,
    catalogItem: string,
    vars: Record<string, VariableValue>,
    approvedAt = this.clock.now(),
  ) {
    const snapshot = snapshotOf(ref, catalogItem, vars, approvedAt);
    const set = {
      state: 'approved',
      digest: JSON.stringify(vars),
      snapshot: JSON.stringify(snapshot),
      approved_at: approvedAt,
      map_due_at: this.clock.now(),
    };
    await this.store.write(async (tx) => {
      await tx
        .insertInto('ticket')
        .values({ ...blankTicket, id: `t-${ref}`, ref, number: snapshot.number, ...set })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(set))
        .execute();
    });
  }

  ticket(ref: string) {
    const rows = this.store.read.selectFrom('ticket').selectAll().where('id', '=', `t-${ref}`);
    return rows.executeTakeFirstOrThrow();
  }

  async changes(ref: string) {
    const rows = this.store.read.selectFrom('change').selectAll();
    return rows.where('ticket_id', '=', `t-${ref}`).orderBy('created_at').orderBy('id').execute();
  }

  async steps(ref: string): Promise<string[]> {
    return (await this.changes(ref)).map(({ step, state }) => `${step} ${state}`);
  }

  async setStates(ref: string, state: string, settled_at: number | null = null) {
    await this.store.write((tx) =>
      tx
        .updateTable('change')
        .set({ state, settled_at })
        .where('ticket_id', '=', `t-${ref}`)
        .where('state', '!=', 'superseded')
        .execute(),
    );
  }

  async attention(): Promise<string[]> {
    const rows = this.store.read
      .selectFrom('attention')
      .select('id')
      .where('closed_at', 'is', null);
    return (await rows.execute()).map((row) => row.id);
  }
}

function snapshotOf(
  ref: string,
  catalogItem: string,
  vars: Record<string, VariableValue>,
  approvedAt: number,
): TicketSnapshot {
  return {
    ...{ ref, number: `RITM${ref}`, catalogItem, revision: 1, digest: 'd', vars, approvedAt },
    ...{ status: 'open', approval: 'approved', approvers: [] },
    requester: { id: '', name: '', employeeNumber: '' },
  };
}

const blankTicket = {
  ...{ connection: 'itsm', revision: 1, received_at: 0, updated_at: 0 },
  ...{ verify_fence: 0, verify_tries: 0, map_fence: 0, map_tries: 0 },
  ...{
    writeback_fence: 0,
    writeback_tries: 0,
    view_version: 0,
    tried_version: 0,
    shown_version: 0,
  },
};

export const hire = (over: Record<string, VariableValue> = {}) => ({
  first_name: 'Nina',
  last_name: 'Park',
  employee_number: 'E7',
  start_date: '2026-12-20',
  job_title: 'Clerk',
  ...over,
});
