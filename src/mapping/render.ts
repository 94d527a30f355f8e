import { RenderError, type Template as Parsed } from 'liquidjs';
import type { Reason } from '../domain/reason.js';
import { liquid, NotADate, NotKnown, renderWithinBounds } from './liquid.js';
import { templateFailed, valueUnknown, wrongDate } from './reasons.js';

/** What an expression may speak of; `n` in user name rules only, `effective` in person values only. */
export type Scope = Record<string, unknown>;

class RenderFailure extends Error {
  constructor(readonly reason: Reason) {
    super(reason.code);
  }
}

/** Only template files are ever parsed, so the number of sources is small and known. */
const parsed = new Map<string, Parsed[]>();

/** Renders an expression over a ticket. Throws what `asReason` understands. */
export function render(source: string, scope: Scope, where: string): string {
  try {
    let expression = parsed.get(source);
    if (!expression) parsed.set(source, (expression = liquid.parse(source)));
    return renderWithinBounds(expression, scope).trim().normalize('NFC');
  } catch (error) {
    const cause = error instanceof RenderError ? error.originalError : error;
    throw new RenderFailure(reasonOf(cause, where));
  }
}

/** The message of the engine may quote the ticket, so only the place is told. */
function reasonOf(cause: unknown, where: string): Reason {
  if (cause instanceof NotADate) return wrongDate('A date on the request does not exist.', where);
  if (cause instanceof NotKnown) return valueUnknown(where);
  return templateFailed(where);
}

/** A template that fails on a ticket is the template's fault; anything else is a bug. */
export function asReason(error: unknown): Reason {
  if (error instanceof RenderFailure) return error.reason;
  throw error;
}
