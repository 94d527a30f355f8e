import type { HttpAnswer } from '../../src/ports/http.js';
import { retryAfterMs } from '../../src/domain/retry-after.js';
import { judgeUpload } from '../../src/submit/verdict.js';

const NOW = Date.parse('2026-11-23T09:00:00Z');
const answer = (status: number, body = '', headers: Record<string, string> = {}): HttpAnswer => ({
  is: 'answer',
  status,
  headers,
  body,
});
const is = (status: number, body?: string) => judgeUpload(answer(status, body), NOW).is;

test.each([
  [202, 'staged'],
  [200, 'in-doubt'],
  [302, 'in-doubt'],
  [400, 'refused'],
  [413, 'refused'],
  [401, 'retry'],
  [403, 'halt'],
  [404, 'halt'],
  [429, 'retry'],
  [500, 'in-doubt'],
  [502, 'in-doubt'],
  [503, 'in-doubt'],
  [504, 'in-doubt'],
])('an answer %i is %s', (status, verdict) => expect(is(status)).toBe(verdict));

test('a full bucket is back-pressure, not doubt', () => {
  const verdict = judgeUpload(answer(500, 'the bucket that stores the ingested data is full'), NOW);
  expect(verdict).toMatchObject({ is: 'retry', pauses: true, why: { code: 'entra-queue-full' } });
});

test('no answer is doubt only where bytes may have arrived', () => {
  expect(judgeUpload({ is: 'failure', maybeSent: true, why: 'timeout' }, NOW).is).toBe('in-doubt');
  expect(judgeUpload({ is: 'failure', maybeSent: false, why: 'refused' }, NOW).is).toBe('retry');
});

test.each([
  ['30', 30_000],
  ['2.0004', 2_001],
  ['0', 1_000],
  ['-5', 1_000],
  ['315360000', 3_600_000],
  ['Mon, 23 Nov 2026 09:01:00 GMT', 60_000],
  ['Mon, 23 Nov 2026 08:00:00 GMT', 1_000],
  ['soon', null],
  ['', null],
  [undefined, null],
])('Retry-After %s waits %s ms', (header, ms) => expect(retryAfterMs(header, NOW)).toBe(ms));
