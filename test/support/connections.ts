import type { ConnectionSettings } from '../../src/domain/settings.js';
import { defineConnector, type Connector } from '../../src/kit/index.js';
import type { Log } from '../../src/ports/log.js';

export const silentLog: Log = { info() {}, warn() {}, error() {} };

export function connectionSettings(over: Partial<ConnectionSettings> = {}): ConnectionSettings {
  return {
    name: 'desk',
    connector: 'plain',
    url: 'https://tickets.example/base/',
    target: 'entra',
    proof: { kind: 'bearer', tokens: ['t'] },
    auth: { kind: 'none' },
    settings: {},
    zone: 'Europe/Lisbon',
    sweep: '',
    sweepLookbackMs: 86_400_000,
    ...over,
  };
}

/** A connector that asks nothing and finds nothing, with what a test wants to differ. */
export function plainConnector(over: Partial<Connector> = {}): Connector {
  return defineConnector({
    name: 'plain',
    title: 'Plain',
    settings: [],
    auth: ['none'],
    concurrency: 2,
    readBatch: 10,
    parse: () => ({ is: 'ignored', why: 'test' }),
    *read() {
      return [];
    },
    *sweep() {
      return [];
    },
    *writeback() {
      return { is: 'shown', noteFound: false, notes: [] };
    },
    ticketUrl: () => '',
    ...over,
  });
}
