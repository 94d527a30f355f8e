import {
  UnexpectedAnswerError,
  type ConnectorAnswer,
  type ConnectorRequest,
} from '../../src/kit/index.js';
import { value, type Row } from './row.js';

/** A write that answers with the fields of `check` and nothing else. */
export function patchOf(
  table: string,
  sysId: string,
  body: Record<string, string>,
  check: Record<string, string>,
): ConnectorRequest {
  return {
    method: 'PATCH',
    path: `/api/now/table/${table}/${encodeURIComponent(sysId)}`,
    query: {
      sysparm_fields: ['sys_id', ...Object.keys(check)].join(','),
      sysparm_exclude_reference_link: 'true',
    },
    body,
  };
}

/** Rules and permissions rewrite or drop values without an error (fact sheet 1.4 and 2.3). */
export function refusedFields(answer: ConnectorAnswer, sent: Record<string, string>): string[] {
  const { result, error } = (answer.body ?? {}) as { result?: Row | null; error?: unknown };
  if (answer.status !== 200 || error !== undefined || typeof result !== 'object' || !result) {
    throw new UnexpectedAnswerError('the Table API answered a write without the record');
  }
  return Object.entries(sent)
    .filter(([field, text]) => value(result, field) !== text)
    .map(([field]) => `field ${field} was not accepted`);
}
