import type { Input } from './input.js';
import type { Actor, Platform } from './platform.js';
import { type Row, sysIdOf, valueOf } from './row.js';
import { beforeInsert, beforeUpdate } from './rules/before.js';
import { columnOf } from './schema/tables.js';
import type { Table } from './table.js';

/** Inserts a record with everything the platform adds to it (R2). */
export function insertRow(
  platform: Platform,
  tableName: string,
  fields: Row,
  by: Actor,
  journals: Input['journals'] = [],
): Row {
  const table = platform.db.table(tableName);
  const now = platform.stamp();
  const row: Row = {
    sys_id: platform.newSysId(),
    ...{ sys_created_on: now, sys_created_by: by.userName },
    ...{ sys_updated_on: now, sys_updated_by: by.userName, sys_mod_count: '0' },
    ...fields,
  };
  beforeInsert(platform, table, row, by);
  table.put(row);
  appendJournals(platform, table, row, journals, by);
  announce(platform, table, undefined, row, journals, by);
  return row;
}

/** Changes a record; an update that changes nothing leaves no trace (R3). */
export function updateRow(
  platform: Platform,
  tableName: string,
  before: Row,
  input: Input,
  by: Actor,
): Row {
  const table = platform.db.table(tableName);
  const row: Row = { ...before, ...input.fields };
  beforeUpdate(platform, table, before, row, by);
  const noted = input.journals.length > 0;
  const counts = differs(before, row) || (noted && platform.settings.journalCounts);
  if (!counts && !noted && !platform.settings.emptyUpdateCounts) return before;
  if (counts || platform.settings.emptyUpdateCounts) stampUpdate(platform, before, row, by);
  table.put(row);
  appendJournals(platform, table, row, input.journals, by);
  announce(platform, table, before, row, input.journals, by);
  return table.get(sysIdOf(row)) ?? row;
}

export function setFields(
  platform: Platform,
  tableName: string,
  sysId: string,
  fields: Row,
  by: Actor,
): Row | undefined {
  const before = platform.db.table(tableName).get(sysId);
  return before && updateRow(platform, tableName, before, { fields, journals: [] }, by);
}

function stampUpdate(platform: Platform, before: Row, row: Row, by: Actor): void {
  row['sys_mod_count'] = String(Number(valueOf(before, 'sys_mod_count')) + 1);
  row['sys_updated_on'] = platform.stamp();
  row['sys_updated_by'] = by.userName;
}

function differs(before: Row, after: Row): boolean {
  return Object.keys({ ...before, ...after }).some(
    (column) => valueOf(before, column) !== valueOf(after, column),
  );
}

/** R7: every write is an entry of its own, even one that says the same again. */
function appendJournals(
  platform: Platform,
  table: Table,
  row: Row,
  journals: Input['journals'],
  by: Actor,
): void {
  for (const [element, value] of journals) {
    if (columnOf(table.schema, element)?.type !== 'journal') continue;
    const fields = { element, element_id: sysIdOf(row), name: table.schema.name, value };
    insertRow(platform, 'sys_journal_field', fields, by);
    platform.record('journal', { ...fields, table: table.schema.name, by: by.userName });
  }
}

function announce(
  platform: Platform,
  table: Table,
  before: Row | undefined,
  after: Row,
  journals: Input['journals'],
  by: Actor,
): void {
  const elements = journals.map(([element]) => element);
  const change = { table: table.schema.name, before, after, by, journals: elements };
  for (const listener of platform.listeners) listener(change);
}
