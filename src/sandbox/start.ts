import { mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { chance } from './chance.js';
import { TurnableClock } from './clock.js';
import { createSandboxApp } from './create-app.js';
import { EntraSandbox } from './entra/index.js';
import { PEOPLE, SITES } from './people-data.js';
import { webhookSender } from './send-webhook.js';
import { type SendWebhook, ServiceNowSandbox } from './servicenow/index.js';
import { SandboxState } from './state.js';
import { Ticker } from './ticker.js';

export interface SandboxOptions {
  /** 0 for any that is free. */
  port: number;
  /** Loopback only: everybody who can reach the sandbox is its administrator. */
  host: '127.0.0.1';
  dataDir: string;
  webhook: { url: string; secret: string };
  /** `demo`: seconds instead of the minutes Entra really takes. */
  speed?: 'demo' | 'real';
  log?: (message: string) => void;
}

export interface RunningSandbox {
  url: string;
  clock: TurnableClock;
  state: SandboxState;
  servicenow: ServiceNowSandbox;
  entra: EntraSandbox;
  close(): Promise<void>;
}

const DEMO = {
  entra: {
    processingDelayMs: 1000,
    logDelayMs: [2000, 4000] as [number, number],
    userReadLagMs: 1000,
  },
  servicenow: { asyncDelayMs: [100, 400] as [number, number] },
};

export async function startSandbox(options: SandboxOptions): Promise<RunningSandbox> {
  mkdirSync(options.dataDir, { recursive: true });
  const state = new SandboxState(join(options.dataDir, 'sandbox.sqlite'));
  const clock = new TurnableClock(state);
  const closing = new AbortController();
  const send = webhookSender(closing.signal);
  const parts = { state, clock, ...standInsOf(options, state, clock, send) };
  const server = createServer();
  await listen(server, options);
  const url = `http://${options.host}:${(server.address() as AddressInfo).port}`;
  server.on('request', createSandboxApp({ ...parts, publicUrl: url }));
  const ticker = new Ticker(clock, () => tick(parts), options.log ?? (() => undefined));
  ticker.start();
  options.log?.(`sandbox at ${url}`);
  return { url, ...parts, close: () => close(server, ticker, state, closing) };
}

interface StandIns {
  servicenow: ServiceNowSandbox;
  entra: EntraSandbox;
}

function standInsOf(
  options: SandboxOptions,
  state: SandboxState,
  clock: TurnableClock,
  send: SendWebhook,
): StandIns {
  const common = { state, clock, random: chance, people: PEOPLE, sites: SITES };
  const demo = options.speed === 'demo';
  return {
    servicenow: new ServiceNowSandbox({
      ...common,
      settings: { ...(demo ? DEMO.servicenow : {}), webhook: options.webhook },
      send,
    }),
    entra: new EntraSandbox({ ...common, ...(demo ? { settings: DEMO.entra } : {}) }),
  };
}

/** Webhooks that hang must not hold up the rest, so nobody waits for them. */
function tick({ servicenow, entra }: StandIns): Promise<void> {
  entra.settle();
  servicenow.settle();
  return servicenow.deliver();
}

function listen(server: Server, { port, host }: SandboxOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function close(
  server: Server,
  ticker: Ticker,
  state: SandboxState,
  closing: AbortController,
): Promise<void> {
  closing.abort();
  await ticker.stop();
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
  state.close();
}
