import type { Collection } from '../state.js';
import { type Row, sysIdOf, valueOf } from './row.js';
import type { TableSchema } from './schema/tables.js';

type Index = Map<string, Map<string, Row>>;

/** One table: its records, kept in the state, and indexes over them, kept in memory. */
export class Table {
  private readonly indexes = new Map<string, Index>();

  constructor(
    readonly schema: TableSchema,
    private readonly rows: Collection<Row>,
  ) {
    for (const column of schema.indexed) this.indexes.set(column, new Map());
    for (const row of rows.values()) this.enter(row);
  }

  get size(): number {
    return this.rows.size;
  }

  get(sysId: string): Row | undefined {
    return this.rows.get(sysId);
  }

  values(): IterableIterator<Row> {
    return this.rows.values();
  }

  isIndexed(column: string): boolean {
    return column === 'sys_id' || this.indexes.has(column);
  }

  /** Records whose indexed column has the value, in any case of letters, oldest first. */
  where(column: string, value: string): Row[] {
    if (column === 'sys_id') {
      const row = this.rows.get(value.toLowerCase());
      return row ? [row] : [];
    }
    return [...(this.indexes.get(column)?.get(value.toLowerCase())?.values() ?? [])];
  }

  put(row: Row): void {
    const before = this.rows.get(sysIdOf(row));
    this.rows.put(sysIdOf(row), row);
    this.replace(before, row);
  }

  delete(sysId: string): void {
    const row = this.rows.get(sysId);
    if (!row) return;
    this.rows.delete(sysId);
    for (const [column, index] of this.indexes) leave(index, keyOf(row, column), sysId);
  }

  /** A changed value moves the record; an unchanged one keeps its place in the index. */
  private replace(before: Row | undefined, row: Row): void {
    if (!before) return this.enter(row);
    for (const [column, index] of this.indexes) {
      const [old, now] = [keyOf(before, column), keyOf(row, column)];
      if (old !== now) leave(index, old, sysIdOf(row));
      join(index, now, row);
    }
  }

  private enter(row: Row): void {
    for (const [column, index] of this.indexes) join(index, keyOf(row, column), row);
  }
}

function keyOf(row: Row, column: string): string {
  return valueOf(row, column).toLowerCase();
}

function join(index: Index, key: string, row: Row): void {
  let bucket = index.get(key);
  if (!bucket) index.set(key, (bucket = new Map<string, Row>()));
  bucket.set(sysIdOf(row), row);
}

function leave(index: Index, key: string, sysId: string): void {
  const bucket = index.get(key);
  bucket?.delete(sysId);
  if (bucket?.size === 0) index.delete(key);
}
