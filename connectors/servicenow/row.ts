/** A record in `sysparm_display_value=all`; a column hidden by access rules is absent. */
export type Row = Record<string, unknown>;

/** The stored value of a column; empty where it is absent or hidden. */
export function value(row: Row, column: string): string {
  return part(row, column, 'value');
}

/** What people see in a column. */
export function display(row: Row, column: string): string {
  return part(row, column, 'display_value') || part(row, column, 'value');
}

function part(row: Row, column: string, name: 'value' | 'display_value'): string {
  const cell = Object.hasOwn(row, column) ? row[column] : '';
  if (typeof cell === 'string') return cell;
  const held = (cell as Record<string, unknown> | null)?.[name];
  return typeof held === 'string' ? held : '';
}
