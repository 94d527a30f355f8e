/** A record as the platform stores it: every value a string, an absent column the same as `""`. */
export type Row = Record<string, string>;

export function valueOf(row: Row | undefined, column: string): string {
  return row?.[column] ?? '';
}

export function sysIdOf(row: Row): string {
  return valueOf(row, 'sys_id');
}
