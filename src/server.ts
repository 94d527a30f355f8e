import express from 'express';
import type { Server } from 'node:http';
import type { Bridge } from './compose.js';
import type { Access } from './console/access.js';
import { createConsole } from './console/index.js';
import { createIntake, createServer, Gate } from './intake/index.js';
import { wakeAll } from './wake-all.js';

/** Webhooks first: they read their own bytes, and nothing may stand before them. */
export function listen(bridge: Bridge, access: Access): Promise<Server> {
  const { config, store, clock, random, log, faults, connections } = bridge;
  const app = express();
  app.disable('x-powered-by');
  const gate = new Gate(clock);
  const wake = () => wakeAll(bridge);
  app.use(createIntake({ store, clock, random, log, faults, connections, gate, wake }));
  const environment = config.sandbox ? 'sandbox' : 'production';
  app.use(
    createConsole({
      store,
      clock,
      log,
      connections,
      access,
      environment,
      publicUrl: config.publicUrl,
    }),
  );
  const server = createServer(app);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.port, config.host, () => resolve(server));
  });
}
