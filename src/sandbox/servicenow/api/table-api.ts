import type { SandboxResponse } from '../../message.js';
import { failure, noTable } from './failure.js';
import type { Call } from './context.js';
import { listRows } from './table-list.js';
import { changeRow, createRow, readRow, removeRow } from './table-record.js';

const ADDRESS = /^\/api\/now\/(?:(v1|v2)\/)?table\/([^/]+)(?:\/([^/]+))?$/;

export function tableOf(path: string): string {
  return ADDRESS.exec(path)?.[2] ?? '';
}

/** itsm-platforms 2.1; `undefined` for a path that is not the Table API's. */
export function tableApi(call: Call): SandboxResponse | undefined {
  const [, version = '', name = '', sysId] = ADDRESS.exec(call.request.path) ?? [];
  if (!name) return undefined;
  const table = call.platform.db.find(name);
  if (!table) return noTable(name);
  if (sysId === undefined) {
    if (call.method === 'GET' || call.method === 'HEAD') return listRows(call, table, version);
    return call.method === 'POST' ? createRow(call, table) : wrongMethod();
  }
  switch (call.method) {
    case 'GET':
    case 'HEAD':
      return readRow(call, table, sysId);
    case 'PUT':
    case 'PATCH':
      return changeRow(call, table, sysId);
    case 'DELETE':
      return removeRow(call, table, sysId);
    default:
      return wrongMethod();
  }
}

const wrongMethod = (): SandboxResponse =>
  failure(405, 'Method not allowed', 'The method is not supported for this resource');
