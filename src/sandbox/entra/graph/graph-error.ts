import type { ErrorCodes } from '../codes.js';

const STATUS: Record<keyof ErrorCodes, number> = {
  badRequest: 400,
  unauthenticated: 401,
  forbidden: 403,
  notFound: 404,
  methodNotAllowed: 405,
  tooLarge: 413,
  tooManyRequests: 429,
  internal: 500,
  notSupported: 400,
};

/** Ends a call; one place turns it into an answer. */
export class GraphError extends Error {
  override name = 'GraphError';
  readonly status: number;

  constructor(
    readonly kind: keyof ErrorCodes,
    message: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(message);
    this.status = STATUS[kind];
  }
}
