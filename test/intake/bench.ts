import { createHmac } from 'node:crypto';
import express from 'express';
import request from 'supertest';
import { noFaults } from '../../src/ports/faults.js';
import { openSqliteStore } from '../../src/adapters/sql-store/sqlite-store.js';
import type { ConnectionSettings } from '../../src/domain/settings.js';
import { createIntake, Gate } from '../../src/intake/index.js';
import type { Store } from '../../src/ports/store.js';
import { FakeClock } from '../support/fake-clock.js';
import { fakeRandom } from '../support/fake-random.js';
import { sampleConnector } from './sample-connector.js';

const keyOf = (name: string) => Buffer.from(`a webhook secret of ${name}`);
export const APPROVED = { approval: 'approved', ticket: 'RITM0010042', employee_id: '00123' };

export interface Sending {
  id?: string;
  connection?: string;
  /** Whose key signs; the connection's own unless told. */
  keyOf?: string;
  headers?: Record<string, string>;
  timestamp?: number;
}

/** The intake over a real store, and a sender that signs. */
export async function openBench(change: (store: Store) => Store = (store) => store) {
  const clock = new FakeClock();
  const store = await openSqliteStore(':memory:');
  const logged: [string, object | undefined][] = [];
  const log = (event: string, fields?: object) => void logged.push([event, fields]);
  let woken = 0;
  const connections = new Map(['one', 'two'].map((name) => [name, connected(name)]));
  const app = express().use(
    createIntake({
      ...{ store: change(store), clock, random: fakeRandom() },
      connections,
      log: { info: log, warn: log, error: log },
      faults: noFaults,
      gate: new Gate(clock),
      wake: () => void woken++,
    }),
  );

  function sign(body: Buffer | string, { id = 'msg_1', ...how }: Sending = {}) {
    const seconds = how.timestamp ?? Math.floor(clock.now() / 1000);
    const mac = createHmac('sha256', keyOf(how.keyOf ?? how.connection ?? 'one'));
    const signature = mac.update(`${id}.${seconds}.`).update(body).digest('base64');
    return {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(seconds),
      'webhook-signature': `v1,${signature}`,
    };
  }

  return {
    ...{ app, clock, store, logged, sign },
    woken: () => woken,
    settings: (name: 'one' | 'two') => connections.get(name)!.settings,
    deliveries: () =>
      store.read.selectFrom('delivery').selectAll().orderBy('received_at').execute(),
    tickets: () => store.read.selectFrom('ticket').selectAll().execute(),
    audit: () => store.read.selectFrom('audit').selectAll().orderBy('seq').execute(),
    /** Text and bytes go as they are, anything else as JSON. */
    send(content: unknown, how: Sending = {}) {
      const asIs = typeof content === 'string' || Buffer.isBuffer(content);
      const body = asIs ? content : JSON.stringify(content);
      return request(app)
        .post(`/webhooks/${how.connection ?? 'one'}`)
        .set({ ...sign(body, how), ...how.headers })
        .serialize((sent: unknown) => sent as string)
        .send(body);
    },
  };
}

function connected(name: string) {
  const secrets = [`whsec_${keyOf(name).toString('base64')}`];
  const settings: ConnectionSettings = {
    ...{ name, connector: 'sample', url: '', target: 'entra', settings: {} },
    proof: { kind: 'standard-webhooks', secrets, toleranceSeconds: 300 },
    ...{ auth: { kind: 'none' }, zone: 'UTC', sweep: '', sweepLookbackMs: 0 },
  };
  return { settings, connector: sampleConnector };
}
