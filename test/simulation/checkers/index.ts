import type { Checker } from '../history.js';
import { nothingLost } from './i01-nothing-lost.js';
import { terminalIsFinal } from './i02-terminal-is-final.js';
import { rightPerson } from './i03-right-person.js';
import { noApprovalNoSubmission } from './i04-no-approval-no-submission.js';
import { perPersonOrder } from './i05-per-person-order.js';
import { leaversFirst } from './i06-leavers-first.js';
import { evidence, successNotes } from './i07-evidence.js';
import { shownOnce } from './i08-shown-once.js';
import { limitsKept } from './i09-limits-kept.js';
import { evidenceTrail } from './i10-evidence-trail.js';

const CHECKERS: readonly Checker[] = [
  nothingLost,
  terminalIsFinal,
  rightPerson,
  noApprovalNoSubmission,
  perPersonOrder,
  leaversFirst,
  evidence,
  successNotes,
  shownOnce,
  limitsKept,
  evidenceTrail,
];

/** Every invariant, judged from histories alone. */
export const checkAll: Checker = (history) => CHECKERS.flatMap((check) => check(history));
