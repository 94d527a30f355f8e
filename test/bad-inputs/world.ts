import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { AxiosHttp } from '../../src/adapters/http/axios-http.js';
import { openSqliteStore } from '../../src/adapters/sql-store/sqlite-store.js';
import { systemRandom } from '../../src/adapters/system-random.js';
import { createLog } from '../../src/adapters/winston-log.js';
import { compose, type Bridge } from '../../src/compose.js';
import { sandboxConfig } from '../../src/config/index.js';
import type { TargetSettings } from '../../src/domain/settings.js';
import { createSignIn } from '../../src/console/access.js';
import { loadPlugins } from '../../src/load-plugins.js';
import { Loop } from '../../src/loop.js';
import { noFaults } from '../../src/ports/faults.js';
import { startSandbox, type RunningSandbox } from '../../src/sandbox/start.js';
import { listen } from '../../src/server.js';
import { exchange, type Answer, type Sending } from './exchange.js';
import { openHelpdesk, type Helpdesk } from './helpdesk.js';

/** Signs for the connection to the stand-in for ServiceNow. */
export const SERVICENOW = { name: 'servicenow-sandbox', secret: secretOf('servicenow') };
/** Signs for a system that only posts and is never asked: what it delivers is what there is. */
export const HELPDESK = { name: 'helpdesk', secret: secretOf('helpdesk') };

export interface Signing {
  to?: { name: string; secret: string };
  id?: string;
  /** Seconds since the epoch. */
  at?: number;
  headers?: Sending['headers'];
}

export interface World {
  /** Of the bridge. */
  url: string;
  server: Server;
  bridge: Bridge;
  sandbox: RunningSandbox;
  helpdesk: Helpdesk;
  /** Lines of the bridge's log. */
  logged: string[];
  /** Posts a delivery its sender has signed; text and bytes as they are, anything else as JSON. */
  deliver(content: unknown, how?: Signing): Promise<Answer>;
  /** A page of the console. */
  page(path: string): Promise<string>;
  /** Lets time pass quickly until something is so; what is not so within ten minutes never is. */
  until<T>(what: () => Promise<T | undefined> | T | undefined): Promise<T>;
  close(): Promise<void>;
}

/** The bridge as it is put together in production, its sandbox, and a helpdesk that posts. */
export async function openWorld(): Promise<World> {
  const dataDir = mkdtempSync(join(tmpdir(), 'jml-bad-inputs-'));
  const webhook = { url: '', secret: SERVICENOW.secret };
  const sandbox = await startSandbox({
    ...{ port: 0, host: '127.0.0.1', dataDir, webhook, speed: 'demo' },
  });
  const helpdesk = await openHelpdesk();
  const logged: string[] = [];
  const ways: AxiosHttp[] = [];
  const bridge = await buildBridge(sandbox, helpdesk, logged, ways);
  await bridge.start();
  const signIn = createSignIn({ clock: sandbox.clock, random: systemRandom });
  const server = await listen(bridge, { kind: 'open-on-loopback', signIn });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  sandbox.servicenow.configure({ webhook: { url: `${url}/webhooks/${SERVICENOW.name}` } });
  const { clock } = sandbox;
  return {
    ...{ url, server, bridge, sandbox, helpdesk, logged },
    deliver: (content, how = {}) => post(url, content, { at: seconds(clock.now()), ...how }),
    page: async (path) => (await exchange(`${url}${path}`)).text,
    async until(what) {
      for (let left = 1_200; left > 0; left--) {
        const found = await what();
        if (found !== undefined) return found;
        clock.advance(500);
        await new Promise((turn) => setTimeout(turn, 2));
      }
      throw new Error(`it did not come to pass: ${what.toString()}`);
    },
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      await bridge.stop();
      for (const way of ways) way.close();
      // Whoever still sleeps wakes, so that no timer keeps the process.
      clock.advance(86_400_000);
      await sandbox.close();
      await helpdesk.close();
      rmSync(dataDir, { recursive: true });
    },
  };
}

async function buildBridge(
  sandbox: RunningSandbox,
  helpdesk: Helpdesk,
  logged: string[],
  ways: AxiosHttp[],
): Promise<Bridge> {
  const { clock } = sandbox;
  const sandboxPort = Number(new URL(sandbox.url).port);
  const config = sandboxConfig({ port: 0, sandboxPort }, () => SERVICENOW.secret);
  config.targets = config.targets.map(impatient);
  config.templatesDirs.push(join(import.meta.dirname, 'templates'));
  config.connections.push({
    ...{ name: HELPDESK.name, connector: 'generic', url: helpdesk.url, target: 'entra-sandbox' },
    proof: { kind: 'standard-webhooks', secrets: [HELPDESK.secret], toleranceSeconds: 300 },
    ...{ auth: { kind: 'none' }, settings: { callbackPath: '/told' }, zone: 'Europe/Lisbon' },
    ...{ sweep: '', sweepLookbackMs: 0 },
  });
  config.connections.push({
    ...{ name: 'script', connector: 'generic', url: '', target: 'entra-sandbox', zone: 'UTC' },
    proof: { kind: 'bearer', tokens: ['the-token-of-the-script'] },
    ...{ auth: { kind: 'none' }, settings: { callbackPath: '/told' } },
    ...{ sweep: '', sweepLookbackMs: 0 },
  });
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      logged.push(...chunk.toString('utf8').split('\n').filter(Boolean));
      done();
    },
  });
  const log = createLog('info', { stream });
  return compose({
    ...{ config, clock, log, random: systemRandom, faults: noFaults },
    plugins: await loadPlugins(config),
    store: await openSqliteStore(':memory:'),
    http: (origins) => {
      const way = new AxiosHttp(origins);
      ways.push(way);
      return way;
    },
    loop: new Loop(clock, log),
  });
}

/** Evidence is late after seconds, so that a test sees what is told then. */
function impatient(target: TargetSettings): TargetSettings {
  const ms = 12_000;
  const confirmWithinMs = {
    ...{ 'urgent-termination': ms, termination: ms, transfer: ms, hire: ms },
  };
  return {
    ...target,
    timing: { ...target.timing, confirmWithinMs, explainAfterMs: 8_000, doubtMs: 8_000 },
  };
}

let count = 0;

function post(url: string, content: unknown, how: Signing & { at: number }): Promise<Answer> {
  const { to = HELPDESK, id = `msg_${++count}`, at, headers } = how;
  const asIs = typeof content === 'string' || Buffer.isBuffer(content);
  const body = asIs ? content : JSON.stringify(content);
  return exchange(`${url}/webhooks/${to.name}`, {
    ...{ method: 'POST', body },
    headers: { 'content-type': 'application/json', ...signed(to.secret, id, at, body), ...headers },
  });
}

/** As the Standard Webhooks specification says, written anew: the bridge's own code proves nothing. */
export function signed(secret: string, id: string, at: number, body: string | Buffer) {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const mac = createHmac('sha256', key).update(`${id}.${at}.`).update(body).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': String(at), 'webhook-signature': `v1,${mac}` };
}

export function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}

function secretOf(name: string): string {
  return `whsec_${Buffer.from(`the webhook secret of ${name}`).toString('base64')}`;
}
