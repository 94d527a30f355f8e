import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { World } from './world.js';

export interface Told {
  id: string;
  status: string;
  headline: string;
  note: string;
}

/** A ticket system that posts requests and is told what became of them. */
export interface Helpdesk {
  url: string;
  told: Told[];
  /** Paths that were asked for. */
  asked: string[];
  close(): Promise<void>;
}

export async function openHelpdesk(): Promise<Helpdesk> {
  const told: Told[] = [];
  const asked: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    asked.push(request.url ?? '');
    request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
    request.on('end', () => {
      told.push(JSON.parse(body) as Told);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ told, asked },
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

let count = 0;

export interface Request {
  type: string;
  timestamp: string;
  data: Record<string, unknown> & { id: string; vars: Record<string, unknown> };
}

/** An approved request as the helpdesk posts it; `data` and `vars` go over what is usual. */
export function requestOf(
  { sandbox }: Pick<World, 'sandbox'>,
  item: 'Hire' | 'Leave',
  vars: Record<string, unknown> = {},
  data: Record<string, unknown> = {},
): Request {
  const now = new Date(sandbox.clock.now()).toISOString();
  const n = ++count;
  const usual = {
    Hire: {
      ...{ employee_number: `H${n}`, user_name: `new.hire${n}@sandbox.example` },
      ...{ display_name: 'Nina Park', last_name: 'Park', start_date: now.slice(0, 10) },
    },
    Leave: { employee_number: 'E10030', last_day: now.slice(0, 10) },
  };
  return {
    ...{ type: 'jml.request', timestamp: now },
    data: {
      ...{ id: `HD-${n}`, number: `HD-${n}`, item, revision: 1, status: 'open' },
      approval: {
        ...{ value: 'approved', at: now },
        approvers: [{ id: 'boss', name: 'Bo Boss', decision: 'approved', at: now }],
      },
      requester: { id: 'desk', name: 'Dee Desk' },
      ...data,
      vars: { ...usual[item], ...vars },
    },
  };
}
