import type { Database, Walked } from './database.js';
import type { Actor } from './platform.js';
import { shownDate, shownTime } from './platform-time.js';
import { type Row, sysIdOf, valueOf } from './row.js';
import type { Column } from './schema/column.js';
import type { Table } from './table.js';

export type DisplayMode = 'false' | 'true' | 'all';

export interface Shape {
  mode: DisplayMode;
  excludeLink: boolean;
  baseUrl: string;
  viewer: Actor;
  /** Whether the viewer may see a record that a reference leads to. */
  mayRead: (row: Row) => boolean;
}

/** A record as the Table API answers it; a name that does not exist is left out (R9). */
export function renderRow(
  db: Database,
  table: Table,
  row: Row,
  fields: readonly string[] | undefined,
  shape: Shape,
): Record<string, unknown> {
  const answer: Record<string, unknown> = {};
  for (const name of fields ?? Object.keys(table.schema.columns)) {
    const walked = db.walk(table, row, name, shape.mayRead);
    if (walked) answer[name] = renderValue(db, row, name, walked, shape);
  }
  return answer;
}

/** The matrix of itsm-platforms 1.7. */
function renderValue(db: Database, row: Row, name: string, walked: Walked, shape: Shape): unknown {
  const { column, value } = walked;
  if (column.type === 'reference') return renderReference(db, column, value, shape);
  if (column.type === 'journal') return renderJournal(db, row, name, shape);
  if (shape.mode === 'false') return value;
  const display = displayOf(column, value, shape.viewer);
  return shape.mode === 'true' ? display : { display_value: display, value };
}

function displayOf(column: Column, value: string, viewer: Actor): string | null {
  if (value === '') return column.unsetShows ?? (column.type === 'choice' ? null : '');
  switch (column.type) {
    case 'choice':
      return column.choices?.find((choice) => choice.value === value)?.label ?? value;
    case 'datetime':
      return shownTime(value, viewer.timeZone, viewer.dateFormat);
    case 'date':
      return shownDate(value, viewer.dateFormat);
    case 'integer':
      return value.replace(/\B(?=(\d{3})+$)/g, ',');
    default:
      return value;
  }
}

function renderReference(db: Database, column: Column, value: string, shape: Shape): unknown {
  if (value === '') return shape.mode === 'all' ? { display_value: '', value: '' } : '';
  const target = db.follow(column, value);
  // A reference may point nowhere: its display is then empty (itsm-platforms 1.7).
  const display_value = target ? db.displayOf(target.table, target.row) : '';
  const table = target?.table.schema.name ?? column.table ?? '';
  const link = `${shape.baseUrl}/api/now/table/${table}/${value}`;
  if (shape.excludeLink) {
    if (shape.mode === 'all') return { display_value, value };
    return shape.mode === 'true' ? display_value : value;
  }
  if (shape.mode === 'all') return { display_value, value, link };
  return shape.mode === 'true' ? { display_value, link } : { link, value };
}

/** R7: empty as a value; every entry, newest first, as a display. */
function renderJournal(db: Database, row: Row, name: string, shape: Shape): unknown {
  if (shape.mode === 'false') return '';
  const display = journalText(db, row, name, shape.viewer);
  return shape.mode === 'true' ? display : { display_value: display, value: '' };
}

const LABELS: Record<string, string> = {
  work_notes: 'Work notes',
  comments: 'Additional comments',
};

function journalText(db: Database, row: Row, name: string, viewer: Actor): string {
  const wanted = name.split('.').at(-1) ?? name;
  return db
    .table('sys_journal_field')
    .where('element_id', sysIdOf(row))
    .filter((entry) => wanted === 'comments_and_work_notes' || entry['element'] === wanted)
    .map((entry) => entryText(db, entry, viewer))
    .reverse()
    .join('');
}

function entryText(db: Database, entry: Row, viewer: Actor): string {
  const time = shownTime(valueOf(entry, 'sys_created_on'), viewer.timeZone, viewer.dateFormat);
  const userName = valueOf(entry, 'sys_created_by');
  const author = db.table('sys_user').where('user_name', userName)[0];
  const by = author ? valueOf(author, 'name') : userName;
  const element = valueOf(entry, 'element');
  return `${time} - ${by} (${LABELS[element] ?? element})\n${valueOf(entry, 'value')}\n\n`;
}
