import type { Database } from '../database.js';
import { type Input } from '../input.js';
import type { Actor, Change, Platform } from '../platform.js';
import { type Row, sysIdOf, valueOf } from '../row.js';
import { setFields, updateRow } from '../writes.js';

/** Name and value of every answer of an item that has a name. */
export function variablesOf(db: Database, itemId: string): Row {
  const answers = answersOf(db, itemId).filter(({ name }) => name !== '');
  return Object.fromEntries(answers.map(({ name, option }) => [name, valueOf(option, 'value')]));
}

export interface Answer {
  name: string;
  question: Row;
  option: Row;
}

export function answersOf(db: Database, itemId: string): Answer[] {
  return db
    .table('sc_item_option_mtom')
    .where('request_item', itemId)
    .flatMap((link) => {
      const option = db.table('sc_item_option').get(valueOf(link, 'sc_item_option'));
      const question = db.table('item_option_new').get(valueOf(option, 'item_option_new'));
      return option && question ? [{ name: valueOf(question, 'name'), question, option }] : [];
    });
}

/** The variable editor: names that are no variable of the item are ignored. */
export function editVariables(platform: Platform, itemId: string, values: Row, by: Actor): void {
  for (const { name, option } of answersOf(platform.db, itemId)) {
    const value = name === '' ? undefined : values[name];
    if (value === undefined) continue;
    const input: Input = { fields: { value }, journals: [] };
    updateRow(platform, 'sc_item_option', option, input, by);
  }
}

/** R15: the edit shows on the answer and, on most instances, nowhere else. */
export function onOptionChange(platform: Platform, change: Change): void {
  if (change.table !== 'sc_item_option' || !change.before) return;
  const [link] = platform.db
    .table('sc_item_option_mtom')
    .where('sc_item_option', sysIdOf(change.after));
  const question = platform.db
    .table('item_option_new')
    .get(valueOf(change.after, 'item_option_new'));
  const item = valueOf(link, 'request_item');
  platform.record('variableEdit', {
    ...{ sys_id: item, name: valueOf(question, 'name'), by: change.by.userName },
    ...{ from: valueOf(change.before, 'value'), value: valueOf(change.after, 'value') },
  });
  if (!platform.settings.variableEditTouchesItem) return;
  setFields(platform, 'sc_req_item', item, { user_input: platform.stamp() }, change.by);
}
