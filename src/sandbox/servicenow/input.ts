import type { Database } from './database.js';
import type { Actor, Platform } from './platform.js';
import { storedTime } from './platform-time.js';
import { type Row, valueOf } from './row.js';
import type { Column } from './schema/column.js';
import { columnOf } from './schema/tables.js';
import type { Table } from './table.js';

/** What a body may change, sorted into columns and notes. */
export interface Input {
  fields: Row;
  journals: [element: string, text: string][];
}

/** `shown`: `sysparm_input_display_value`, values as the caller sees them. */
export function readInput(
  platform: Platform,
  table: Table,
  body: Record<string, unknown>,
  by: Actor,
  shown: boolean,
): Input {
  const input: Input = { fields: {}, journals: [] };
  for (const [name, raw] of Object.entries(body)) {
    const column = columnOf(table.schema, name);
    // R9: an unknown column is ignored.
    if (!column || name === 'sys_id' || isProtected(platform, table, name, by)) continue;
    const text = shown ? fromShown(platform.db, column, textOf(raw), by) : textOf(raw);
    if (column.type === 'journal') {
      if (text !== '') input.journals.push([name, text]);
    } else if (isAllowed(platform, column, text)) {
      input.fields[name] = stored(column, text);
    }
  }
  return input;
}

/** R4: whatever JSON said, a string is kept. */
export function textOf(raw: unknown): string {
  if (raw === null || raw === undefined) return '';
  if (typeof raw === 'string') return raw;
  return typeof raw === 'number' || typeof raw === 'boolean' ? String(raw) : JSON.stringify(raw);
}

/** H5: a field one may not write is dropped without a word. */
function isProtected(platform: Platform, table: Table, name: string, by: Actor): boolean {
  if (by.admin) return false;
  return (platform.settings.acl.readOnlyFields[table.schema.name] ?? []).includes(name);
}

/** R10; and the empty string clears a field, but not a choice (itsm-platforms 2.1). */
function isAllowed(platform: Platform, column: Column, text: string): boolean {
  if (column.type !== 'choice' || platform.settings.allowUnknownChoices) return true;
  return column.choices?.some(({ value }) => value === text) ?? true;
}

/** R11: a date alone in a date-time column is midnight. */
function stored(column: Column, text: string): string {
  return column.type === 'datetime' && /^\d{4}-\d\d-\d\d$/.test(text) ? `${text} 00:00:00` : text;
}

function fromShown(db: Database, column: Column, text: string, by: Actor): string {
  if (column.type === 'datetime') return storedTime(text, by.timeZone, by.dateFormat);
  if (column.type === 'choice') {
    return column.choices?.find(({ label }) => label === text)?.value ?? text;
  }
  const target = column.type === 'reference' ? db.find(column.table ?? '') : undefined;
  if (!target) return text;
  for (const row of target.values()) {
    if (db.displayOf(target, row) === text) return valueOf(row, 'sys_id');
  }
  return text;
}
