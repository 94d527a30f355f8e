import type { SandboxResponse } from '../../message.js';
import { json } from '../../message.js';
import { mayRead, mayWrite } from '../access/acl.js';
import { renderRow } from '../display.js';
import { readInput, type Input } from '../input.js';
import { type Row, sysIdOf } from '../row.js';
import type { Table } from '../table.js';
import { insertRow, updateRow } from '../writes.js';
import { bodyOf } from './body.js';
import type { Call } from './context.js';
import { failure, noRecord, refusedWrite } from './failure.js';
import { fieldsOf, shapeOf } from './table-list.js';

export function readRow(call: Call, table: Table, sysId: string): SandboxResponse {
  const row = visible(call, table, sysId);
  call.platform.record('read', {
    ...{ table: table.schema.name, query: `sys_id=${sysId}`, by: call.by.userName },
    ...{ fields: call.request.query.get('sysparm_fields') ?? '', rows: row ? 1 : 0 },
  });
  return row ? json(200, { result: render(call, table, row) }) : noRecord();
}

export function createRow(call: Call, table: Table): SandboxResponse {
  const input = inputOf(call, table);
  if (!input) return badBody();
  if (!mayWrite(call.platform, table.schema.name, undefined, call.by)) return refusedWrite();
  const row = insertRow(call.platform, table.schema.name, input.fields, call.by, input.journals);
  recordWrite(call, 'insert', table, row, input);
  const location = `${call.baseUrl}/api/now/table/${table.schema.name}/${sysIdOf(row)}`;
  return json(201, { result: render(call, table, row) }, { location });
}

/** The answer is the record after its rules ran, not what was sent. */
export function changeRow(call: Call, table: Table, sysId: string): SandboxResponse {
  const before = visible(call, table, sysId);
  if (!before) return noRecord();
  const input = inputOf(call, table);
  if (!input) return badBody();
  if (!mayWrite(call.platform, table.schema.name, before, call.by)) return refusedWrite();
  recordWrite(call, 'patch', table, before, input);
  const row = updateRow(call.platform, table.schema.name, before, input, call.by);
  return json(200, { result: render(call, table, row) });
}

export function removeRow(call: Call, table: Table, sysId: string): SandboxResponse {
  const row = visible(call, table, sysId);
  if (!row) return noRecord();
  if (!mayWrite(call.platform, table.schema.name, row, call.by)) return refusedWrite();
  table.delete(sysId);
  recordWrite(call, 'delete', table, row, { fields: {}, journals: [] });
  return { status: 204, headers: {}, body: '' };
}

function visible(call: Call, table: Table, sysId: string): Row | undefined {
  const row = table.get(sysId.toLowerCase());
  return row && mayRead(call.platform, row, call.by) ? row : undefined;
}

function inputOf(call: Call, table: Table): Input | undefined {
  const body = bodyOf(call.request, call.platform.settings.lenientJson);
  const shown = call.request.query.get('sysparm_input_display_value') === 'true';
  return body && readInput(call.platform, table, body, call.by, shown);
}

const badBody = (): SandboxResponse =>
  failure(400, 'Exception while reading request', 'The payload is not valid JSON');

function render(call: Call, table: Table, row: Row): Record<string, unknown> {
  return renderRow(call.platform.db, table, row, fieldsOf(call, table), shapeOf(call));
}

function recordWrite(call: Call, op: string, table: Table, row: Row, input: Input): void {
  call.platform.record(op, {
    ...{ table: table.schema.name, sys_id: sysIdOf(row), by: call.by.userName },
    fields: { ...input.fields, ...Object.fromEntries(input.journals) },
  });
}
