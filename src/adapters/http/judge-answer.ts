import type { Reason } from '../../domain/reason.js';
import type { ConnectorAnswer } from '../../kit/index.js';
import type { HttpAnswer, HttpFailure } from '../../ports/http.js';
import * as reasons from './reasons.js';
import { retryAfterMs } from '../../domain/retry-after.js';

export type Judged =
  | { is: 'go-on'; answer: ConnectorAnswer }
  /** `pause`: the whole connection is to be left alone, not only this exchange. */
  | { is: 'later'; afterMs: number; why: Reason; pause: boolean; oneRequest?: true }
  | { is: 'broken'; why: Reason; oneRequest?: true };

const SOON_MS = 1_000;
const NOT_READY_MS = 30_000;

/** What an answer means for the conversation it belongs to. */
export function judgeAnswer(answer: HttpAnswer | HttpFailure, now: number): Judged {
  if (answer.is === 'failure') return judgeFailure(answer);
  const { status } = answer;
  const asked = retryAfterMs(answer.headers['retry-after'], now);
  if (status === 429) return later(reasons.tooManyCalls, asked ?? NOT_READY_MS, true);
  if (status >= 500) return later(reasons.answeredWithError, asked ?? SOON_MS, asked !== null);
  if (status === 408 || status === 425) return later(reasons.noAnswer, SOON_MS);
  if (status === 401) return { is: 'broken', why: reasons.signInRefused };
  if (status === 403) return { is: 'broken', why: reasons.notPermitted, oneRequest: true };
  if (status >= 300 && status < 400) return { is: 'broken', why: reasons.wrongAddress };
  if (status >= 400 && status !== 404) {
    return { is: 'broken', why: reasons.requestRefused(status), oneRequest: true };
  }
  return parsed(answer);
}

function judgeFailure({ why }: HttpFailure): Judged {
  switch (why) {
    case 'timeout':
    case 'refused':
    case 'reset':
    case 'withdrawn':
      return later(reasons.noAnswer, SOON_MS);
    case 'too-large':
      return { ...later(reasons.tooLarge, NOT_READY_MS), oneRequest: true };
    case 'not-allowed':
      return { is: 'broken', why: reasons.wrongAddress };
    case 'no-credentials':
      return { is: 'broken', why: reasons.signInRefused };
  }
}

/**
 * A 200 may be the page of a hibernating instance, and a 404 that of a proxy: neither is data. A 404
 * without a body is nobody's page; ServiceNow sends such ones as well (fact sheet 2.3).
 */
function parsed({ status, headers, body }: HttpAnswer): Judged {
  if (body.trim() === '') {
    return { is: 'go-on', answer: { status, headers, body: null } };
  }
  try {
    return { is: 'go-on', answer: { status, headers, body: JSON.parse(body) as unknown } };
  } catch {
    return later(reasons.notData, NOT_READY_MS);
  }
}

function later(why: Reason, afterMs: number, pause = false): Judged & { is: 'later' } {
  return { is: 'later', afterMs, why, pause };
}
