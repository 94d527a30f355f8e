import { GraphError } from '../graph/graph-error.js';

/** `$top` as given, or the page size; 400 where it is no number in its bounds. */
export function readTop(query: URLSearchParams, pageSize: number, most: number): number {
  const text = query.get('$top');
  if (text === null) return pageSize;
  const top = Number(text);
  if (/^\d+$/.test(text) && top >= 1 && top <= most) return top;
  throw new GraphError('badRequest', `Invalid page size specified: expected 1 to ${most}.`);
}

/** Opaque to clients. */
export function writeSkipToken(cursor: object): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

export function readSkipToken<T extends object>(query: URLSearchParams): T | null {
  const token = query.get('$skiptoken');
  if (token === null) return null;
  try {
    const cursor: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
    if (typeof cursor === 'object' && cursor !== null) return cursor as T;
  } catch {
    // Falls through to the refusal.
  }
  throw new GraphError('badRequest', 'The skip token is not valid.');
}

/** The same query with another skip token. */
export function nextLink(url: string, query: URLSearchParams, cursor: object): string {
  const kept = [...query].filter(([name]) => name !== '$skiptoken');
  const parts = [...kept, ['$skiptoken', writeSkipToken(cursor)] as const];
  return `${url}?${parts.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')}`;
}
