import type { FaultPoint } from '../../src/ports/faults.js';
import type { HttpAnswer, HttpRequest } from '../../src/ports/http.js';

/** What befalls one request. */
export type NetStrike =
  /** No byte of it leaves. */
  | { is: 'unsent' }
  /** It never arrives, and nobody says so. */
  | { is: 'lost' }
  /** It takes effect, and its answer never comes. */
  | { is: 'hangs' }
  /** It takes effect, and this is answered instead. */
  | { is: 'answered'; answer: Partial<HttpAnswer> };

/** What befalls one transaction: it is not committed, or it is and its caller hears otherwise. */
export type CommitStrike = 'fails' | 'answer-lost';

/** Hooks of a directed test; each is asked at its moment, and null lets things go their way. */
export interface Strikes {
  request: (request: HttpRequest) => NetStrike | null;
  commit: () => CommitStrike | null;
  /** The product stands at that point. */
  point: (point: FaultPoint) => void;
}

export function calmly(): Strikes {
  return { request: () => null, commit: () => null, point: () => undefined };
}
