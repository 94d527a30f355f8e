import type { Response } from 'express';
import type { Clock } from '../../ports/clock.js';
import type { SandboxResponse } from '../message.js';

/** Sends what a stand-in answered, with the faults that only a socket can have. */
export async function send(
  answer: SandboxResponse,
  response: Response,
  clock: Clock,
): Promise<void> {
  if (answer.delayMs) await clock.sleep(answer.delayMs);
  if (answer.drop) {
    response.socket?.destroy();
    return;
  }
  const body = Buffer.from(answer.body, 'utf8');
  response.status(answer.status);
  for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
  if (answer.dropAfterBytes === undefined) response.end(body);
  else sendPart(response, body, answer.dropAfterBytes);
}

/** The length promised is the whole, so that the receiver can see that something is missing. */
function sendPart(response: Response, body: Buffer, bytes: number): void {
  response.setHeader('content-length', body.length);
  response.flushHeaders();
  response.write(body.subarray(0, bytes), () => response.socket?.destroy());
}
