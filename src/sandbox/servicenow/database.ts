import type { SandboxState } from '../state.js';
import { type Row, valueOf } from './row.js';
import { columnOf, TABLES } from './schema/tables.js';
import type { Column } from './schema/column.js';
import { Table } from './table.js';

export interface Walked {
  column: Column;
  value: string;
}

type MayRead = (row: Row) => boolean;
const anybody: MayRead = () => true;

/** All tables, and the way from a record along its references. */
export class Database {
  private readonly tables = new Map<string, Table>();

  constructor(state: SandboxState) {
    for (const schema of TABLES) {
      const rows = state.collection<Row>(`servicenow.${schema.name}`);
      this.tables.set(schema.name, new Table(schema, rows));
    }
  }

  find(name: string): Table | undefined {
    return this.tables.get(name);
  }

  table(name: string): Table {
    const table = this.tables.get(name);
    if (!table) throw new Error(`no table ${name} in the ServiceNow sandbox`);
    return table;
  }

  /** The record a reference points at, with its table; a reference may point nowhere. */
  follow(column: Column, value: string): { table: Table; row: Row } | undefined {
    if (!value) return undefined;
    for (const table of this.targets(column.table ?? '')) {
      const row = table.get(value);
      if (row) return { table, row };
    }
    return undefined;
  }

  /** Whether the dotted path names columns all the way, whatever the records hold. */
  columnAt(table: Table, path: string): Column | undefined {
    const [head = '', ...rest] = path.split('.');
    const column = columnOf(table.schema, head);
    if (!column || rest.length === 0) return column;
    for (const target of this.targetsOf(column)) {
      const found = this.columnAt(target, rest.join('.'));
      if (found) return found;
    }
    return undefined;
  }

  /**
   * Dot-walking; `undefined` for a name that does not exist. A record on the way that may not be
   * read is as good as absent.
   */
  walk(table: Table, row: Row, path: string, mayRead: MayRead = anybody): Walked | undefined {
    const dot = path.indexOf('.');
    const head = dot < 0 ? path : path.slice(0, dot);
    const column = columnOf(table.schema, head);
    if (!column) return undefined;
    if (dot < 0) return { column, value: valueOf(row, head) };
    if (column.type !== 'reference') return undefined;
    const next = this.follow(column, valueOf(row, head));
    if (next && mayRead(next.row)) {
      return this.walk(next.table, next.row, path.slice(dot + 1), mayRead);
    }
    const known = this.columnAt(table, path);
    return known && { column: known, value: '' };
  }

  displayOf(table: Table, row: Row): string {
    const column = columnOf(table.schema, table.schema.display);
    const value = valueOf(row, table.schema.display);
    const next = column?.type === 'reference' ? this.follow(column, value) : undefined;
    return next ? this.displayOf(next.table, next.row) : value;
  }

  /** Tables a reference may point into; none for a column that is no reference. */
  targetsOf(column: Column | undefined): Table[] {
    return column?.type === 'reference' ? this.targets(column.table ?? '') : [];
  }

  private targets(name: string): Table[] {
    if (name === 'task') return [...this.tables.values()].filter((table) => table.schema.isTask);
    if (name === '*') return [...this.tables.values()];
    const table = this.tables.get(name);
    return table ? [table] : [];
  }
}
