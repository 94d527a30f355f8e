import type { Request } from 'express';
import type { Row } from '../servicenow/row.js';

/** The fields of a posted form; of a name given twice, the last. */
export function formOf(request: Request): Row {
  const text = Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '';
  return Object.fromEntries(new URLSearchParams(text));
}
