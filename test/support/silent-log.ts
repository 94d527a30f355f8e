import type { Log } from '../../src/ports/log.js';

export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} };
