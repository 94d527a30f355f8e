export type ColumnType =
  'string' | 'choice' | 'reference' | 'datetime' | 'date' | 'boolean' | 'integer' | 'journal';

export interface Choice {
  value: string;
  label: string;
  inactive?: boolean;
}

export interface Column {
  type: ColumnType;
  /** Of a reference. `task` and `*` are looked for in every table that extends task, or in all. */
  table?: string;
  choices?: readonly Choice[];
  /** What the display mode shows while the value is empty, where that is not the empty string. */
  unsetShows?: string;
}

export type Columns = Record<string, Column>;

/** Space-separated names, all of one type. */
export function columns(names: string, column: Column): Columns {
  return Object.fromEntries(names.split(/\s+/).map((name) => [name, column]));
}

export const strings = (names: string): Columns => columns(names, { type: 'string' });
export const booleans = (names: string): Columns => columns(names, { type: 'boolean' });
export const integers = (names: string): Columns => columns(names, { type: 'integer' });
export const datetimes = (names: string): Columns => columns(names, { type: 'datetime' });

export function references(targets: Record<string, string>): Columns {
  const entries = Object.entries(targets);
  return Object.fromEntries(entries.map(([name, table]) => [name, { type: 'reference', table }]));
}
