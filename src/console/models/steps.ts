import { STOPPED_STATUSES } from '../words/meaning.js';
import type { RequestDetail } from './request-detail.js';

export interface Step {
  name: string;
  state: 'done' | 'now' | 'later' | 'stopped';
}

const PROVEN = ['applied', 'unchanged'];

/** Where a request stands, in five steps anybody understands. Exactly one is `now` or `stopped`. */
export function steps(request: RequestDetail): Step[] {
  const proven = PROVEN.includes(request.status);
  const done = [
    true,
    request.approvedAt !== null,
    request.attempts.some((attempt) => attempt.state !== 'sending') || proven,
    proven,
    proven && request.writeback.state === 'delivered',
  ];
  const names = ['Received', 'Approved', 'Sent', 'Confirmed', 'Ticket updated'];
  const here = done.indexOf(false);
  const stopped = STOPPED_STATUSES.includes(request.status);
  return names.map((name, at) => {
    if (here === -1 || at < here) return { name, state: 'done' };
    if (at > here) return { name, state: 'later' };
    return { name, state: stopped ? 'stopped' : 'now' };
  });
}
