import type { Exchange, Settings } from '../../src/kit/index.js';
import { patchOf, refusedFields } from './patch.js';
import { SYS_ID } from './parse.js';
import { value } from './row.js';
import { CLOSE_NOTES, CLOSE_STATE } from './settings.js';
import { rowsOf } from './table.js';

/** The flow waits on its task; closing the item itself would leave it waiting (fact sheet 2.8). */
export function* closeTasks(ref: string, settings: Settings): Exchange<string[]> {
  const query = `request_item=${ref}^active=true`;
  const rows = yield* rowsOf('sc_task', query, ['request_item', 'active', 'number']);
  const open = rows.filter(
    (row) =>
      value(row, 'request_item') === ref &&
      value(row, 'active') === 'true' &&
      SYS_ID.test(value(row, 'sys_id')),
  );
  const fields = {
    state: settings['closeState'] || CLOSE_STATE,
    close_notes: settings['closeNotes'] || CLOSE_NOTES,
  };
  const notes: string[] = [];
  for (const task of open) {
    const answer = yield patchOf('sc_task', value(task, 'sys_id'), fields, fields);
    if (answer.status === 404) notes.push(`task ${value(task, 'number')} was not found`);
    else notes.push(...refusedFields(answer, fields));
  }
  return notes;
}
