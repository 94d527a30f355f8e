import type { Reason } from '../domain/reason.js';
import { retryAfterMs } from '../domain/retry-after.js';
import type { HttpAnswer, HttpFailure } from '../ports/http.js';

/** What an answer to one upload means. The only place that reads statuses. */
export type Verdict =
  | { is: 'staged'; requestId: string }
  /** Not taken, certainly: the same people may be sent again after the wait. */
  | { is: 'retry'; afterMs: number | null; why: Reason; pauses: boolean }
  /** The request itself was refused: the record at fault is searched by halves. */
  | { is: 'refused'; why: Reason }
  /** It may have been taken. */
  | { is: 'in-doubt'; afterMs: number | null; why: Reason; pauses: boolean }
  /** Nobody may be sent until a human has looked. */
  | { is: 'halt'; why: Reason };

/** Source: fact sheet 1.4; statuses only, bodies are not documented but for "bucket is full". */
export function judgeUpload(answer: HttpAnswer | HttpFailure, now: number): Verdict {
  if (answer.is === 'failure') return judgeFailure(answer);
  const { status } = answer;
  const afterMs = retryAfterMs(answer.headers['retry-after'], now);
  if (status === 202) return { is: 'staged', requestId: answer.headers['request-id'] ?? '' };
  if (status === 400 || status === 413 || status === 415) return { is: 'refused', why: refused };
  if (status === 401) return { is: 'retry', afterMs: null, why: signIn, pauses: true };
  if (status === 403 || status === 404 || status === 405)
    return { is: 'halt', why: halted(status) };
  if (status === 429) return { is: 'retry', afterMs, why: throttled, pauses: true };
  if (status === 500 && /bucket that stores the ingested data is full/i.test(answer.body)) {
    return { is: 'retry', afterMs: null, why: bucketFull, pauses: true };
  }
  return { is: 'in-doubt', afterMs, why: noClearAnswer, pauses: true };
}

function judgeFailure(failure: HttpFailure): Verdict {
  if (failure.why === 'no-credentials')
    return { is: 'retry', afterMs: null, why: signIn, pauses: true };
  if (failure.why === 'not-allowed') return { is: 'halt', why: halted(0) };
  if (failure.why === 'withdrawn')
    return { is: 'retry', afterMs: null, why: laneLost, pauses: false };
  if (!failure.maybeSent) return { is: 'retry', afterMs: null, why: unreachable, pauses: true };
  return { is: 'in-doubt', afterMs: null, why: noClearAnswer, pauses: true };
}

const operations = { owner: 'operations' } as const;
const notTaken = { ...operations, notTaken: true } as const;
const refused: Reason = {
  ...operations,
  code: 'upload-refused',
  what: 'Microsoft Entra refused the request as invalid.',
  next: 'Operations look at the record that was refused, correct the template or the ticket, and approve it again.',
};
const signIn: Reason = {
  ...notTaken,
  code: 'entra-sign-in-failed',
  what: 'The bridge could not sign in to Microsoft Entra.',
  next: 'Operations check the application’s secret or certificate; sending goes on by itself afterwards.',
};
const throttled: Reason = {
  ...notTaken,
  code: 'entra-throttled',
  what: 'Microsoft Entra asked the bridge to slow down.',
  next: 'Nothing needs to be done: it is sent again by itself.',
};
const bucketFull: Reason = {
  ...notTaken,
  code: 'entra-queue-full',
  what: 'The queue of the provisioning job in Microsoft Entra is full.',
  next: 'Operations check that the job runs; it is sent again by itself.',
};
const unreachable: Reason = {
  ...notTaken,
  code: 'entra-unreachable',
  what: 'Microsoft Entra could not be reached.',
  next: 'Nothing needs to be done: it is sent again by itself.',
};
const laneLost: Reason = {
  ...operations,
  code: 'lane-lost',
  what: 'Another replica of the bridge sends for this target now.',
  next: 'Nothing needs to be done: that replica sends it.',
};
const noClearAnswer: Reason = {
  ...operations,
  code: 'upload-in-doubt',
  what: 'Microsoft Entra gave no clear answer, so the request may or may not have arrived.',
  next: 'The bridge looks for evidence and sends it again where that is safe.',
};
/** Whoever waited for the answer is gone, which says nothing about Entra: nobody needs to wait. */
export const answerLost: Verdict = {
  is: 'in-doubt',
  afterMs: null,
  why: noClearAnswer,
  pauses: false,
};

function halted(status: number): Reason {
  return {
    ...notTaken,
    code: 'target-halted',
    what: `Microsoft Entra does not let the bridge upload to this job${status ? ` (answer ${status})` : ''}.`,
    next: 'An identity administrator checks the job, the service principal and the upload permission.',
  };
}
