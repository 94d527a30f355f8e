import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import axios, { AxiosError } from 'axios';
import type { SendWebhook } from './servicenow/index.js';

/** Wait for an answer, as `glide.http.outbound.max_timeout` caps it (itsm-platforms 3.2). */
const ANSWER_MS = 30_000;
/** `glide.http.connection_timeout` */
const CONNECT_MS = 10_000;

/** RESTMessageV2 over axios: the bytes as they were signed, any status an answer; until the signal. */
export function webhookSender(signal: AbortSignal): SendWebhook {
  const agents = { keepAlive: true, maxSockets: 4, timeout: CONNECT_MS };
  const client = axios.create({
    httpAgent: new HttpAgent(agents),
    httpsAgent: new HttpsAgent(agents),
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

function flat(headers: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
}
