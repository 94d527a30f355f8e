import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { encodingOf } from './media-type.js';
import type { ProblemType } from './problem.js';

/** `wire` is what came in, `bytes` what it says once unpacked. */
export type Body =
  | { is: 'body'; wire: Buffer; bytes: Buffer }
  | { is: 'refused'; problem: ProblemType }
  | { is: 'gone' };

const unpack = promisify(gunzip);

/** Reads the body as bytes, at most `limit` of them, packed or unpacked; `onChunk` hears of each piece. */
export async function readBody(
  req: IncomingMessage,
  limit: number,
  onChunk: () => void,
): Promise<Body> {
  const wire = await collect(req, limit, onChunk);
  if (wire === 'gone') return { is: 'gone' };
  if (wire === 'too-large') return { is: 'refused', problem: 'payload-too-large' };
  if (encodingOf(req) !== 'gzip') return { is: 'body', wire, bytes: wire };
  try {
    return { is: 'body', wire, bytes: await unpack(wire, { maxOutputLength: limit }) };
  } catch (error) {
    const tooLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    return { is: 'refused', problem: tooLarge ? 'payload-too-large' : 'invalid-encoding' };
  }
}

/** Stops reading at the first chunk beyond the limit: what follows stays in the sender's socket. */
function collect(
  req: IncomingMessage,
  limit: number,
  onChunk: () => void,
): Promise<Buffer | 'too-large' | 'gone'> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const done = (result: Buffer | 'too-large' | 'gone') => {
      req.off('data', take);
      resolve(result);
    };
    const take = (chunk: Buffer) => {
      onChunk();
      length += chunk.length;
      chunks.push(chunk);
      if (length <= limit) return;
      req.pause();
      done('too-large');
    };
    req.on('data', take);
    req.on('end', () => done(Buffer.concat(chunks)));
    req.on('close', () => done('gone'));
    req.on('error', () => done('gone'));
  });
}
