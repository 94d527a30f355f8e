import type { Change, Platform } from '../platform.js';
import { SYSTEM } from '../platform.js';
import { type Row, sysIdOf, valueOf } from '../row.js';
import { CLOSED_STATES } from '../schema/choices.js';
import { insertRow, setFields } from '../writes.js';
import { isCancelled } from './item.js';

/** The step of the flow after the approval: one task for the people who fulfil. */
export function fulfil(platform: Platform, itemId: string): void {
  const item = platform.db.table('sc_req_item').get(itemId);
  if (!item || isCancelled(item) || valueOf(item, 'approval') !== 'approved') return;
  if (platform.db.table('sc_task').where('request_item', itemId).length > 0) return;
  insertRow(platform, 'sc_task', taskOf(item), SYSTEM);
  setFields(platform, 'sc_req_item', itemId, { stage: 'fulfillment' }, SYSTEM);
}

function taskOf(item: Row): Row {
  return {
    request_item: sysIdOf(item),
    request: valueOf(item, 'request'),
    cat_item: valueOf(item, 'cat_item'),
    parent: sysIdOf(item),
    approval: 'approved',
    short_description: `Fulfil ${valueOf(item, 'short_description')}`,
  };
}

/** O10: the flow waits on its task; a directly closed item is nothing it would notice. */
export function onTaskChange(platform: Platform, change: Change): void {
  if (change.table !== 'sc_task' || !change.before) return;
  const item = platform.db.table('sc_req_item').get(valueOf(change.after, 'request_item'));
  if (!item || CLOSED_STATES.has(valueOf(item, 'state'))) return;
  const tasks = platform.db.table('sc_task').where('request_item', sysIdOf(item));
  const state = rollUp(tasks.map((task) => valueOf(task, 'state')));
  if (!state) return;
  const fields = { state, stage: 'completed' };
  setFields(platform, 'sc_req_item', sysIdOf(item), fields, SYSTEM);
}

/** A request is closed with its last item. */
export function onItemClosed(platform: Platform, change: Change): void {
  if (change.table !== 'sc_req_item' || !change.before) return;
  if (valueOf(change.before, 'state') === valueOf(change.after, 'state')) return;
  const requestId = valueOf(change.after, 'request');
  const items = platform.db.table('sc_req_item').where('request', requestId);
  const state = rollUp(items.map((item) => valueOf(item, 'state')));
  if (!state) return;
  const request_state = state === '3' ? 'closed_complete' : 'closed_incomplete';
  setFields(platform, 'sc_request', requestId, { state, request_state }, SYSTEM);
}

/** itsm-platforms 1.4: all complete, else any incomplete, else skipped; nothing while one is open. */
export function rollUp(states: readonly string[]): string | undefined {
  if (states.length === 0 || !states.every((state) => CLOSED_STATES.has(state))) return undefined;
  if (states.includes('4')) return '4';
  return states.every((state) => state === '7') ? '7' : '3';
}

/** With the approval on the request, its items follow it where the flow is built so. */
export function onRequestChange(platform: Platform, change: Change): void {
  if (change.table !== 'sc_request' || !change.before) return;
  const approval = valueOf(change.after, 'approval');
  if (approval === valueOf(change.before, 'approval')) return;
  if (!platform.settings.approvalReachesItem || platform.settings.approvalOn !== 'request') return;
  for (const item of platform.db.table('sc_req_item').where('request', sysIdOf(change.after))) {
    setFields(platform, 'sc_req_item', sysIdOf(item), { approval }, SYSTEM);
  }
}
