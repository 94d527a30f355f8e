import type { Checker } from '../history.js';
import { nothingLost } from './i01-nothing-lost.js';
import { takenIn } from './i01-taken-in.js';
import { told } from './i01-told.js';
import { terminalIsFinal } from './i02-terminal-is-final.js';
import { inTime } from './i03-in-time.js';
import { once } from './i03-once.js';
import { rightPerson } from './i03-right-person.js';
import { asApproved } from './i04-as-approved.js';
import { noApprovalNoSubmission } from './i04-no-approval-no-submission.js';
import { leaverAlone } from './i05-leaver-alone.js';
import { perPersonOrder } from './i05-per-person-order.js';
import { writtenFirst } from './i05-written-first.js';
import { leaversAtOnce } from './i06-leavers-at-once.js';
import { leaversFirst } from './i06-leavers-first.js';
import { claims } from './i07-claims.js';
import { evidence, successNotes } from './i07-evidence.js';
import { shownOnce } from './i08-shown-once.js';
import { limitsKept } from './i09-limits-kept.js';
import { evidenceTrail } from './i10-evidence-trail.js';
import { isolation } from './i10-isolation.js';

const CHECKERS: readonly Checker[] = [
  nothingLost,
  takenIn,
  told,
  terminalIsFinal,
  rightPerson,
  once,
  inTime,
  noApprovalNoSubmission,
  asApproved,
  perPersonOrder,
  leaverAlone,
  writtenFirst,
  leaversFirst,
  leaversAtOnce,
  evidence,
  claims,
  successNotes,
  shownOnce,
  limitsKept,
  evidenceTrail,
  isolation,
];

/** Every invariant, judged from histories alone. */
export const checkAll: Checker = (history) => CHECKERS.flatMap((check) => check(history));
