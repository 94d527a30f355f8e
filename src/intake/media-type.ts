import type { IncomingMessage } from 'node:http';
import type { ProblemType } from './problem.js';

/** `application/json`, alone or with UTF-8 named as RFC 9110 section 8.3.1 allows. */
const JSON_TYPE = /^application\/json[ \t]*(;[ \t]*charset=("utf-8"|utf-8)[ \t]*)?;?$/i;

/** What the headers already rule out, before a byte of the body is read; null when nothing does. */
export function headerProblem(req: IncomingMessage, limit: number): ProblemType | null {
  const types = req.headersDistinct['content-type'] ?? [];
  if (types.length !== 1 || !JSON_TYPE.test(types[0] as string)) return 'unsupported-media-type';
  if (encodingOf(req) === null) return 'unsupported-content-encoding';
  if (Number(req.headers['content-length'] ?? 0) > limit) return 'payload-too-large';
  return null;
}

/** The one encoding of the body; null where it is another or more than one. */
export function encodingOf(req: IncomingMessage): 'identity' | 'gzip' | null {
  const encodings = req.headersDistinct['content-encoding'] ?? ['identity'];
  const encoding = encodings.join(',').trim().toLowerCase();
  return encoding === 'identity' || encoding === 'gzip' ? encoding : null;
}
