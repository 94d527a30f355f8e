import { CompiledQuery } from 'kysely';
import type { Store, Tx } from '../../../src/ports/store.js';

/** Tables that grow with each request there ever was. */
const GROWING = ['delivery', 'ticket', 'person', 'change', 'upload', 'attempt', 'evidence', 'note'];
const LARGE = new RegExp(`^(${[...GROWING, 'attention', 'audit', 'user_name'].join('|')})$`);
/** Rows a look may read and throw away. */
const FEW = 20;

/** What the engine does for a statement that grows with the ledger: each whole table, each sort. */
export function wasteOf(store: Store, statement: CompiledQuery): Promise<string[]> {
  if (!/^(select|with|update|delete)\b/i.test(statement.sql)) return Promise.resolve([]);
  return store.shared ? onPostgres(store, statement) : onSqlite(store, statement);
}

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Rows Removed by Filter'?: number;
  Plans?: PlanNode[];
}

async function onPostgres(store: Store, statement: CompiledQuery): Promise<string[]> {
  const rows = await undone(store, (tx) =>
    explain(tx, 'explain (analyze, format json)', statement),
  );
  const [{ Plan }] = (rows[0] as { 'QUERY PLAN': [{ Plan: PlanNode }] })['QUERY PLAN'];
  return nodesOf(Plan).flatMap((node) => {
    const { 'Node Type': type, 'Relation Name': table = '' } = node;
    if (type === 'Sort') return ['sorts'];
    const unused = LARGE.test(table) ? (node['Rows Removed by Filter'] ?? 0) : 0;
    const whole = type === 'Seq Scan' && LARGE.test(table);
    return whole || unused > FEW ? [`${type} of ${table}, ${unused} rows for nothing`] : [];
  });
}

function nodesOf(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}

async function onSqlite(store: Store, statement: CompiledQuery): Promise<string[]> {
  const rows = await undone(store, (tx) => explain(tx, 'explain query plan', statement));
  return (rows as { detail: string }[]).flatMap(({ detail }) => {
    const [, table = ''] = /^SCAN (\w+)$/.exec(detail) ?? [];
    return LARGE.test(table) || /TEMP B-TREE/.test(detail) ? [detail] : [];
  });
}

async function explain(tx: Tx, how: string, { sql: text, parameters }: CompiledQuery) {
  const { rows } = await tx.executeQuery(CompiledQuery.raw(`${how} ${text}`, [...parameters]));
  return rows;
}

class Undone<T> extends Error {
  constructor(readonly result: T) {
    super('undone');
  }
}

/** To be measured, a statement is carried out. */
async function undone<T>(store: Store, work: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await store.write(async (tx) => {
      throw new Undone(await work(tx));
    });
  } catch (error) {
    if (error instanceof Undone) return error.result as T;
    throw error;
  }
}
