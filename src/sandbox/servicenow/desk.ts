import { actorOf } from './access/actor.js';
import { placeOrder } from './catalog/order.js';
import { type CatalogItem, catalogItem } from './catalog/questions.js';
import { type Answer, answersOf, editVariables, variablesOf } from './catalog/variables.js';
import type { Actor, Platform } from './platform.js';
import { type Row, sysIdOf, valueOf } from './row.js';
import { CANCELLED_STAGE } from './rules/item.js';
import { updateRow } from './writes.js';

/** Everything a page shows of one requested item. */
export interface TicketPage {
  item: Row;
  catalogItem: CatalogItem | undefined;
  requestedFor: string;
  answers: Answer[];
  approvals: { row: Row; approver: Row | undefined }[];
  /** Oldest first. */
  notes: Row[];
  tasks: Row[];
}

/** What people do in the instance's own user interface, where no API and no fault is in the way. */
export class Desk {
  constructor(private readonly platform: Platform) {}

  order(itemId: string, variables: Row, userName: string): Row | undefined {
    const item = catalogItem(itemId);
    const by = this.actor(userName);
    if (!item || !by) return undefined;
    const order = { items: [item], variables, requestedFor: by.sysId, quantity: '1' };
    return this.atomically(() => placeOrder(this.platform, order, by).items[0]);
  }

  /** As the approver of that row would; `requested` takes a decision back. */
  decide(
    approvalId: string,
    state: 'approved' | 'rejected' | 'requested',
    comment: string,
  ): boolean {
    const row = this.platform.db.table('sysapproval_approver').get(approvalId);
    const approver = this.platform.db.table('sys_user').get(valueOf(row, 'approver'));
    if (!row || !approver) return false;
    const journals: [string, string][] = comment === '' ? [] : [['comments', comment]];
    const input = { fields: { state }, journals };
    const by = actorOf(approver);
    this.atomically(() => updateRow(this.platform, 'sysapproval_approver', row, input, by));
    return true;
  }

  cancel(itemId: string, userName: string): boolean {
    const row = this.platform.db.table('sc_req_item').get(itemId);
    const by = this.actor(userName);
    if (!row || !by) return false;
    const input = { fields: { state: '4', stage: CANCELLED_STAGE }, journals: [] };
    this.atomically(() => updateRow(this.platform, 'sc_req_item', row, input, by));
    return true;
  }

  edit(itemId: string, values: Row, userName: string): boolean {
    const by = this.actor(userName);
    if (!by) return false;
    this.atomically(() => editVariables(this.platform, itemId, values, by));
    return true;
  }

  /** Newest first. */
  items(): Row[] {
    return [...this.platform.db.table('sc_req_item').values()].reverse();
  }

  /** By `sys_id` or number. */
  ticket(key: string): TicketPage | undefined {
    const { db } = this.platform;
    const table = db.table('sc_req_item');
    const item = table.get(key) ?? table.where('number', key)[0];
    if (!item) return undefined;
    const users = db.table('sys_user');
    const on = [sysIdOf(item), valueOf(item, 'request')];
    const rows = on.flatMap((task) => db.table('sysapproval_approver').where('sysapproval', task));
    return {
      item,
      catalogItem: catalogItem(valueOf(item, 'cat_item')),
      requestedFor: valueOf(users.get(valueOf(item, 'requested_for')), 'name'),
      answers: answersOf(db, sysIdOf(item)),
      approvals: rows.map((row) => ({ row, approver: users.get(valueOf(row, 'approver')) })),
      notes: db.table('sys_journal_field').where('element_id', sysIdOf(item)),
      tasks: db.table('sc_task').where('request_item', sysIdOf(item)),
    };
  }

  users(): Row[] {
    return [...this.platform.db.table('sys_user').values()];
  }

  sites(): Row[] {
    return [...this.platform.db.table('cmn_location').values()];
  }

  variables(item: Row): Row {
    return variablesOf(this.platform.db, sysIdOf(item));
  }

  /** Where the person of a request works, or will work. */
  zoneOf(variables: Row): string {
    const { db } = this.platform;
    const subject = db.table('sys_user').get(valueOf(variables, 'user'));
    const place = valueOf(variables, 'location') || valueOf(subject, 'location');
    return valueOf(db.table('cmn_location').get(place), 'time_zone') || 'UTC';
  }

  subjectOf(variables: Row): string {
    const user = this.platform.db.table('sys_user').get(valueOf(variables, 'user'));
    const { first_name: first = '', last_name: last = '' } = variables;
    return user ? valueOf(user, 'name') : `${first} ${last}`.trim();
  }

  /** The label of a choice column. */
  labelOf(table: string, column: string, row: Row): string {
    const value = valueOf(row, column);
    const choices = this.platform.db.find(table)?.schema.columns[column]?.choices;
    return choices?.find((choice) => choice.value === value)?.label ?? value;
  }

  /** What a reference is shown by. */
  nameOf(table: string, sysId: string): string {
    const row = this.platform.db.find(table)?.get(sysId);
    return row ? this.platform.db.displayOf(this.platform.db.table(table), row) : sysId;
  }

  userNameOf(sysId: string): string {
    return valueOf(this.platform.db.table('sys_user').get(sysId), 'user_name');
  }

  fullName(userName: string): string {
    const user = this.platform.db.table('sys_user').where('user_name', userName)[0];
    return user ? valueOf(user, 'name') : userName;
  }

  private actor(userName: string): Actor | undefined {
    const user = this.platform.db.table('sys_user').where('user_name', userName)[0];
    return user && actorOf(user);
  }

  private atomically<T>(work: () => T): T {
    return this.platform.state.atomically(work);
  }
}
