import type { Exchange, ReferenceValue } from '../../src/kit/index.js';
import { SYS_ID } from './parse.js';
import { value, type Row } from './row.js';
import { byIds } from './table.js';

interface Pointer {
  table: string;
  /** The sys_id it holds. */
  text: string;
}

/** Columns read along with a reference, by table; in templates their dots become underscores. */
const ALONG: Readonly<Record<string, readonly string[]>> = {
  sys_user: [
    ...['name', 'user_name', 'first_name', 'last_name', 'email', 'employee_number', 'title'],
    ...['active', 'manager.employee_number', 'manager.name', 'department.name'],
    ...['cost_center.name', 'company.name', 'location.name', 'location.street', 'location.city'],
    ...['location.state', 'location.zip', 'location.country', 'location.time_zone'],
  ],
  cmn_location: ['name', 'street', 'city', 'state', 'zip', 'country', 'time_zone'],
};
const NAME = ['name'];

/** Null where the answer is no reference, or an empty one. */
export function referenceKey({ table, text }: Pointer): string | null {
  return table !== '' && text !== '' ? `${table}/${text}` : null;
}

/**
 * What references point at, by `referenceKey`; one that points nowhere is absent. A person is never
 * absent: whoever they are, they may not approve their own request.
 */
export function* readReferences(
  pointers: readonly Pointer[],
): Exchange<Map<string, ReferenceValue>> {
  const found = new Map<string, ReferenceValue>();
  const real = pointers.filter(({ table, text }) => table !== '' && SYS_ID.test(text));
  for (const [table, own] of Map.groupBy(real, (pointer) => pointer.table)) {
    const columns = (Object.hasOwn(ALONG, table) && ALONG[table]) || NAME;
    const ids = own.map(({ text }) => text);
    if (table === 'sys_user') {
      for (const id of ids) found.set(`${table}/${id}`, { id, name: '' });
    }
    for (const row of yield* byIds(table, 'sys_id', ids, columns)) {
      const made = reference(row, columns);
      // Without a name there is nothing a template could show in its place.
      if (made.name !== '') found.set(`${table}/${made.id}`, made);
    }
  }
  return found;
}

function reference(row: Row, columns: readonly string[]): ReferenceValue {
  const along = columns.map((column) => [column.replaceAll('.', '_'), value(row, column)] as const);
  return { ...Object.fromEntries(along), id: value(row, 'sys_id'), name: value(row, 'name') };
}
