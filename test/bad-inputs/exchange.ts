import { request, type OutgoingHttpHeaders } from 'node:http';
import { connect, type Socket } from 'node:net';

export interface Answer {
  status: number;
  headers: Record<string, string>;
  text: string;
}

export interface Sending {
  method?: string;
  /** A list sends the header once per entry. */
  headers?: OutgoingHttpHeaders;
  body?: string | Buffer;
}

/** One HTTP request with exactly these headers, and its answer whatever it is. */
export function exchange(url: string, { method = 'GET', headers = {}, body }: Sending = {}) {
  return new Promise<Answer>((resolve, reject) => {
    const sent = request(url, { method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: Object.fromEntries(
            Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
          ),
          text: Buffer.concat(chunks).toString('utf8'),
        }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

export function dial(url: string): Socket {
  return connect(Number(new URL(url).port), '127.0.0.1');
}

/** Writes bytes no HTTP client would write, and gives everything said until the server closes. */
export function rawExchange(url: string, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = dial(url);
    let said = '';
    socket.on('data', (chunk: Buffer) => void (said += chunk.toString()));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(said));
    socket.write(bytes);
  });
}
