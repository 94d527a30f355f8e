import type { Change, Platform } from '../platform.js';
import { SYSTEM } from '../platform.js';
import { type Row, sysIdOf, valueOf } from '../row.js';
import { CLOSED_STATES } from '../schema/choices.js';
import { setFields } from '../writes.js';
import { releaseApprovals } from './approval.js';

export const CANCELLED_STAGE = 'Request Cancelled';

const changed = (change: Change, column: string): boolean =>
  change.before !== undefined && valueOf(change.before, column) !== valueOf(change.after, column);

/** Set to Closed Incomplete or Closed Skipped, or its stage to Request Cancelled. */
export function isCancelled(row: Row | undefined): boolean {
  return ['4', '7'].includes(valueOf(row, 'state')) || valueOf(row, 'stage') === CANCELLED_STAGE;
}

/** What the flow behind a catalog item does when its record changes. */
export function onItemChange(platform: Platform, change: Change): void {
  if (change.table !== 'sc_req_item' || !change.before) return;
  if (isCancelled(change.after) && !isCancelled(change.before)) cancelled(platform, change);
  if (changed(change, 'approval')) approvalChanged(platform, change);
}

function cancelled(platform: Platform, change: Change): void {
  releaseApprovals(platform, change.after);
  if (valueOf(change.after, 'approval') === 'rejected') return;
  platform.record('cancel', {
    ...{ sys_id: sysIdOf(change.after), number: valueOf(change.after, 'number') },
    ...{ state: valueOf(change.after, 'state'), stage: valueOf(change.after, 'stage') },
    ...{ approval: valueOf(change.after, 'approval'), by: change.by.userName },
  });
}

function approvalChanged(platform: Platform, change: Change): void {
  const approval = valueOf(change.after, 'approval');
  if (approval === 'rejected') return rejected(platform, change.after);
  if (approval === 'approved') {
    platform.jobs.add({ kind: 'fulfil', runAt: platform.asyncTime(), item: sysIdOf(change.after) });
    return proceed(platform, change, 'request_approved');
  }
  if (approval === 'requested') proceed(platform, change, 'waiting_for_approval');
}

/** `upon_reject` is cancel. */
function rejected(platform: Platform, item: Row): void {
  const closes = platform.settings.closeOnReject && !CLOSED_STATES.has(valueOf(item, 'state'));
  const fields: Row = { stage: CANCELLED_STAGE, ...(closes ? { state: '4' } : {}) };
  setFields(platform, 'sc_req_item', sysIdOf(item), fields, SYSTEM);
}

/** What a rejection closed is open again once it is taken back; what a person closed stays closed. */
function proceed(platform: Platform, change: Change, stage: string): void {
  const item = change.after;
  const undoes = valueOf(change.before, 'approval') === 'rejected';
  if (isCancelled(item) && !undoes) return;
  const fields: Row = undoes && isCancelled(item) ? { stage, state: '1' } : { stage };
  setFields(platform, 'sc_req_item', sysIdOf(item), fields, SYSTEM);
}
