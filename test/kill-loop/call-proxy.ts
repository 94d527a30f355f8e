import {
  Agent,
  createServer,
  request as callUpstream,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Between } from './drill.js';

export interface ProxiedCall {
  method: string;
  path: string;
}

export const isUpload = ({ method, path }: ProxiedCall): boolean =>
  method === 'POST' && path.endsWith('/bulkUpload');

/** Of a ticket's fields or notes. */
export const isWrite = ({ method, path }: ProxiedCall): boolean =>
  method !== 'GET' && path.includes('/api/now/');

export interface CallRule {
  /** Which calls are meant; they are counted from 1. */
  concerns: (call: ProxiedCall) => boolean;
  /** Which of them is met. */
  at: number;
  /** Called when the upstream has done its work and answered, before the caller gets the answer. */
  answered: () => void | Promise<void>;
}

/** Passes calls on whole, and stops once between an answer and the caller. */
export async function callProxy(upstreamPort: number, rule: CallRule): Promise<Between> {
  const agent = new Agent({ keepAlive: true });
  let met = 0;
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const call = { method: request.method ?? '', path: request.url ?? '' };
    const strikes = rule.concerns(call) && ++met === rule.at;
    try {
      const body = await read(request);
      const answer = await forward(request, body, { port: upstreamPort, agent });
      if (strikes) await rule.answered();
      send(response, answer);
    } catch {
      request.socket.destroy();
    }
  };
  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        agent.destroy();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Answer {
  message: IncomingMessage;
  body: Buffer;
}

function forward(
  { method, url, headers }: IncomingMessage,
  body: Buffer,
  { port, agent }: { port: number; agent: Agent },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, method, path: url, headers, agent };
    const call = callUpstream(options, (message) => {
      read(message).then((answered) => resolve({ message, body: answered }), reject);
    });
    call.on('error', reject);
    call.end(body);
  });
}

function send(response: ServerResponse, { message, body }: Answer): void {
  const { 'transfer-encoding': _, connection: __, ...headers } = message.headers;
  response.writeHead(message.statusCode ?? 502, { ...headers, 'content-length': body.length });
  response.end(body);
}

async function read(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
