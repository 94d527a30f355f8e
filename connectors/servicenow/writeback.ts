import type { Exchange, Settings, WritebackOrder, WritebackResult } from '../../src/kit/index.js';
import { closeTasks } from './close-tasks.js';
import { noteText, plain } from './note-text.js';
import { patchOf, refusedFields } from './patch.js';
import { SYS_ID } from './parse.js';
import { value } from './row.js';
import { CLOSE_NOTES, CLOSE_STATE } from './settings.js';
import { rowsOf } from './table.js';

const WHY_GONE = 'The ticket does not exist any more, or the bridge may not see it.';

/**
 * Fields where configured, and one work note. A note is appended by nature and a repeat is stored
 * twice (fact sheet 1.8), so where an earlier try may have arrived the marker is looked for first.
 */
export function* writeback(order: WritebackOrder, settings: Settings): Exchange<WritebackResult> {
  const { ref } = order.ticket;
  if (!SYS_ID.test(ref)) return { is: 'impossible', why: WHY_GONE };
  const noteFound = order.mayBeRepeat && (yield* isThere(ref, order.marker));
  const fields = fieldsOf(order, settings);
  const body = noteFound ? fields : { ...fields, work_notes: noteText(order) };
  const notes: string[] = [];
  if (Object.keys(body).length > 0) {
    const answer = yield patchOf('sc_req_item', ref, body, fields);
    // Also what an access rule answers that hides the item for now (fact sheet 2.3).
    if (answer.status === 404) return { is: 'not-found', why: WHY_GONE };
    notes.push(...refusedFields(answer, fields));
  }
  if (order.view.succeeded && settings['closeOnSuccess'] === 'task') {
    notes.push(...(yield* closeTasks(ref, settings)));
  }
  return { is: 'shown', noteFound, notes };
}

function fieldsOf({ view }: WritebackOrder, settings: Settings): Record<string, string> {
  const { statusField = '', detailField = '', closeOnSuccess } = settings;
  const closes = view.succeeded && closeOnSuccess === 'item';
  return {
    ...(statusField ? { [statusField]: view.status } : {}),
    ...(detailField ? { [detailField]: plain(view.headline) } : {}),
    ...(closes ? { state: settings['closeState'] || CLOSE_STATE } : {}),
    ...(closes ? { close_notes: settings['closeNotes'] || CLOSE_NOTES } : {}),
  };
}

function* isThere(ref: string, marker: string): Exchange<boolean> {
  const query = `element_id=${ref}^element=work_notes`;
  const rows = yield* rowsOf('sys_journal_field', query, ['element_id', 'element', 'value']);
  return rows
    .filter((row) => value(row, 'element_id') === ref)
    .some((row) => hasMarker(value(row, 'value'), marker));
}

/** `jml-1-1` is not found in `jml-1-12`. */
function hasMarker(text: string, marker: string): boolean {
  return text.split(/[^A-Za-z0-9._:-]+/).includes(marker);
}
