import {
  UnexpectedAnswerError,
  type ConnectorAnswer,
  type Exchange,
  type Settings,
  type WritebackOrder,
  type WritebackResult,
} from '../../src/kit/index.js';
import { rowsOf, value } from './table.js';

/**
 * Fields where configured, and one work note. A note is appended by nature and a repeat is stored
 * twice (fact sheet 1.8), so where an earlier try may have arrived the marker is looked for first.
 */
export function* writeback(order: WritebackOrder, settings: Settings): Exchange<WritebackResult> {
  const { ticket } = order;
  const noteFound = order.mayBeRepeat && (yield* isThere(ticket.ref, order.marker));
  const fields = fieldsOf(order, settings);
  const body = noteFound ? fields : { ...fields, work_notes: noteText(order) };
  const notes: string[] = [];
  if (Object.keys(body).length > 0) {
    const answer = yield {
      method: 'PATCH',
      path: `/api/now/table/sc_req_item/${ticket.ref}`,
      body,
    };
    if (answer.status === 404)
      return {
        is: 'impossible',
        why: 'The ticket does not exist any more, or the bridge may not see it.',
      };
    notes.push(...notAccepted(answer, fields));
  }
  if (order.view.succeeded && settings['closeOnSuccess'] === 'task')
    notes.push(...(yield* closeTasks(order, settings)));
  return { is: 'shown', noteFound, notes };
}

function fieldsOf({ view }: WritebackOrder, settings: Settings): Record<string, string> {
  const fields: Record<string, string> = {};
  if (settings['statusField']) fields[settings['statusField']] = view.status;
  if (settings['detailField']) fields[settings['detailField']] = plain(view.headline);
  if (view.succeeded && settings['closeOnSuccess'] === 'item') {
    fields['state'] = settings['closeState'] ?? '3';
    fields['close_notes'] = plain(view.headline);
  }
  return fields;
}

function* isThere(ref: string, marker: string): Exchange<boolean> {
  const rows = yield* rowsOf('sys_journal_field', `element_id=${ref}^element=work_notes`, [
    'element_id',
    'value',
  ]);
  return rows.some(
    (row) => value(row, 'element_id') === ref && value(row, 'value').includes(marker),
  );
}

function noteText({ view, marker, link }: WritebackOrder): string {
  const footer = link === '' ? marker : `${link}\n${marker}`;
  return `${plain(view.note)}\n\n${footer}`;
}

/** `[code]` would be shown as HTML (fact sheet 1.8); control characters are of no use to a reader. */
export function plain(text: string): string {
  return (
    text
      .replace(/\[(\/?)code\]/gi, '[$1 code]')
      .replace(/\r\n?/g, '\n')
      // eslint-disable-next-line no-control-regex -- control characters are what is removed
      .replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, ' ')
  );
}

/** Rules and field permissions rewrite or drop values without an error, so the answer is compared. */
function notAccepted(answer: ConnectorAnswer, sent: Record<string, string>): string[] {
  const result = (answer.body as { result?: Record<string, unknown> } | null)?.result;
  if (answer.status !== 200 || typeof result !== 'object' || result === null) {
    throw new UnexpectedAnswerError('the Table API answered a write without the record');
  }
  return Object.entries(sent)
    .filter(([field, text]) => result[field] !== text)
    .map(([field]) => `The field ${field} was not accepted as written.`);
}

/** The flow waits on its task; closing the item itself would leave the flow waiting (fact sheet 2.8). */
function* closeTasks(order: WritebackOrder, settings: Settings): Exchange<string[]> {
  const query = `request_item=${order.ticket.ref}^active=true`;
  const tasks = yield* rowsOf('sc_task', query, ['request_item', 'active']);
  const notes: string[] = [];
  for (const task of tasks.filter((row) => value(row, 'request_item') === order.ticket.ref)) {
    const fields = {
      state: settings['closeState'] ?? '3',
      close_notes: plain(order.view.headline),
    };
    const path = `/api/now/table/sc_task/${value(task, 'sys_id')}`;
    notes.push(...notAccepted(yield { method: 'PATCH', path, body: fields }, fields));
  }
  return notes;
}
