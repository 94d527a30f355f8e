import type { Reason } from '../domain/reason.js';
import type { ProblemType } from './problem.js';

const OF_TICKET =
  'The bridge reads the request itself and goes by what that says; operations correct the sender.';
const OF_NOBODY =
  'Which request it was about is not known: operations look at it in the list of deliveries, correct the sender and have it sent again.';

/** For people: why a delivery was refused, and what that means for the request it names, if any. */
export function refusalReason(problem: ProblemType, namesTicket: boolean): Reason {
  return {
    code: 'delivery-refused',
    what: namesTicket
      ? `A message about this request was refused: ${cause(problem)}`
      : `A message of this connection was refused: ${cause(problem)}`,
    next: namesTicket ? OF_TICKET : OF_NOBODY,
    owner: 'operations',
  };
}

function cause(problem: ProblemType): string {
  switch (problem) {
    case 'not-approved':
      return 'it does not say, word for word, that the request is approved.';
    case 'delivery-id-reused':
      return 'it came under the id of another message.';
    case 'connector-failed':
      return 'a fault in the bridge kept it from being read.';
    default:
      return 'it was not in the form that was agreed.';
  }
}
