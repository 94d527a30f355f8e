import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { Socket } from 'node:net';
import axios, { AxiosError } from 'axios';
import type { SendWebhook } from './servicenow/index.js';

/** Wait for an answer, as `glide.http.outbound.max_timeout` caps it (itsm-platforms 3.2). */
const ANSWER_MS = 30_000;
/** `glide.http.connection_timeout` */
const CONNECT_MS = 10_000;

/** Outbound connections to one host (O2). */
const POOL = { keepAlive: true, maxSockets: 4 };

/** RESTMessageV2 over axios: the bytes as they were signed, any status an answer; until the signal. */
export function webhookSender(signal: AbortSignal): SendWebhook {
  const client = axios.create({
    httpAgent: impatient(new HttpAgent(POOL)),
    httpsAgent: impatient(new HttpsAgent(POOL)),
    ...{ timeout: ANSWER_MS, maxRedirects: 0, proxy: false },
    ...{
      validateStatus: () => true,
      responseType: 'text',
      transformResponse: (data: string) => data,
    },
  });
  return async (url, headers, body) => {
    try {
      const answer = await client.post<string>(url, Buffer.from(body, 'utf8'), { headers, signal });
      return { status: answer.status, headers: flat(answer.headers), body: answer.data };
    } catch (error) {
      return {
        failed: error instanceof AxiosError ? (error.code ?? error.message) : String(error),
      };
    }
  };
}

/** Gives up where no connection comes about in time. */
function impatient<T extends HttpAgent>(agent: T): T {
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const stream = connect(options, callback);
    if (stream instanceof Socket) {
      stream.setTimeout(CONNECT_MS, () => {
        if (stream.connecting) stream.destroy(new Error('ETIMEDOUT'));
      });
    }
    return stream;
  };
  return agent;
}

function flat(headers: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
}
