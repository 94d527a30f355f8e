import express from 'express';
import { openTestStore } from '../support/test-store.js';
import { createConsole, type Access } from '../../src/console/index.js';
import type { ConnectionSettings } from '../../src/domain/settings.js';
import type { Connector } from '../../src/kit/index.js';
import { FakeClock } from '../support/fake-clock.js';

const settings: ConnectionSettings = {
  name: 'itsm',
  connector: 'itsm',
  url: 'https://itsm.example.com/base',
  target: 'entra',
  proof: { kind: 'bearer', tokens: [] },
  auth: { kind: 'none' },
  settings: {},
  zone: 'Europe/Lisbon',
  sweep: '',
  sweepLookbackMs: 0,
};

const connector: Connector = {
  name: 'itsm',
  title: 'ITSM',
  settings: [],
  auth: ['none'],
  concurrency: 1,
  readBatch: 1,
  parse: () => ({ is: 'ignored', why: '' }),
  *read() {
    return [];
  },
  *sweep() {
    return [];
  },
  *writeback() {
    return { is: 'impossible', why: '' };
  },
  // Tickets name themselves here, so that a hostile number meets the link.
  ticketUrl: (ticket) => (ticket.number.includes(':') ? ticket.number : `/${ticket.number}`),
};

/** A console over an empty store, as it is mounted in production. */
export async function consoleApp(
  access: Access = { kind: 'open-on-loopback' },
  publicUrl = 'http://127.0.0.1:8080',
) {
  const store = await openTestStore();
  const clock = new FakeClock();
  const connections = new Map([['itsm', { settings, connector }]]);
  const app = express();
  app.use(createConsole({ store, clock, publicUrl, connections, access, environment: 'test' }));
  return { app, store, clock };
}
