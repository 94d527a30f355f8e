import { type Actor, type Platform, SYSTEM } from '../platform.js';
import { type Row, sysIdOf, valueOf } from '../row.js';
import { insertRow } from '../writes.js';
import { approverFor } from './approver.js';
import type { CatalogItem } from './questions.js';
import { variablesOf } from './variables.js';

export interface Order {
  items: readonly CatalogItem[];
  variables: Row;
  requestedFor: string;
  quantity: string;
}

export interface Ordered {
  request: Row;
  items: Row[];
}

/** R16: the items are there before the request they belong to. */
export function placeOrder(platform: Platform, order: Order, by: Actor): Ordered {
  const requestId = platform.newSysId();
  const items = order.items.map((item) => insertItem(platform, order, item, requestId, by));
  const request = insertRequest(platform, order, requestId, by);
  const target = platform.settings.approvalOn === 'request' ? [request] : items;
  for (const task of target) insertApproval(platform, order, task);
  const fresh = items.map((item) => platform.db.table('sc_req_item').get(sysIdOf(item)) ?? item);
  for (const [at, item] of fresh.entries()) {
    recordOrder(platform, order.items[at]!, item, request, by);
  }
  return { request, items: fresh };
}

function insertItem(
  platform: Platform,
  order: Order,
  item: CatalogItem,
  request: string,
  by: Actor,
): Row {
  const row = insertRow(
    platform,
    'sc_req_item',
    {
      ...{ request, cat_item: item.sysId, quantity: order.quantity, price: '0', billable: 'false' },
      ...{ requested_for: order.requestedFor, short_description: item.name, backordered: 'false' },
      stage: 'waiting_for_approval',
    },
    by,
  );
  for (const [at, question] of item.questions.entries()) {
    const value = question.name ? valueOf(order.variables, question.name) : '';
    insertAnswer(platform, sysIdOf(row), question.sysId, value, at, by);
  }
  return row;
}

/** R14: a row for every question, also for those that hold nothing. */
function insertAnswer(
  platform: Platform,
  item: string,
  question: string,
  value: string,
  at: number,
  by: Actor,
): void {
  const fields = { item_option_new: question, value, order: String((at + 1) * 100) };
  const option = insertRow(platform, 'sc_item_option', fields, by);
  const link = { request_item: item, sc_item_option: sysIdOf(option) };
  insertRow(platform, 'sc_item_option_mtom', link, by);
}

function insertRequest(platform: Platform, order: Order, sysId: string, by: Actor): Row {
  const fields = {
    ...{ sys_id: sysId, requested_for: order.requestedFor, request_state: 'in_process' },
    short_description: order.items.map(({ name }) => name).join(', '),
    ...(platform.settings.approvalOn === 'item' ? { approval: 'approved' } : {}),
  };
  const row = insertRow(platform, 'sc_request', fields, by);
  if (platform.settings.requestLagMs > 0) holdBack(platform, row);
  return row;
}

function holdBack(platform: Platform, row: Row): void {
  platform.db.table('sc_request').delete(sysIdOf(row));
  const runAt = platform.clock.now() + platform.settings.requestLagMs;
  platform.jobs.add({ kind: 'insert request', runAt, row });
}

function insertApproval(platform: Platform, order: Order, task: Row): void {
  const fields = {
    ...{ approver: approverFor(platform, order.variables), state: 'requested' },
    ...{ sysapproval: sysIdOf(task), document_id: sysIdOf(task) },
    source_table: valueOf(task, 'sys_class_name'),
  };
  insertRow(platform, 'sysapproval_approver', fields, SYSTEM);
}

function recordOrder(
  platform: Platform,
  item: CatalogItem,
  row: Row,
  request: Row,
  by: Actor,
): void {
  platform.record('order', {
    ...{ item: item.name, sys_id: sysIdOf(row), number: valueOf(row, 'number') },
    ...{ request: sysIdOf(request), request_number: valueOf(request, 'number') },
    by: by.userName,
    variables: variablesOf(platform.db, sysIdOf(row)),
  });
}
