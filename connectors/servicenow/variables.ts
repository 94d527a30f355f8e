import type { Exchange, ReferenceValue, VariableValue } from '../../src/kit/index.js';
import { digestOf, type Pair } from './digest.js';
import { readReferences, referenceKey } from './references.js';
import { display, value, type Row } from './row.js';
import { byIds } from './table.js';

export interface Answers {
  vars: Record<string, VariableValue>;
  /** Changes exactly when an answer changes. */
  digest: string;
}

interface Answer {
  item: string;
  name: string;
  text: string;
  /** Table a reference points into; empty for plain answers. */
  table: string;
}

interface Cell {
  item: string;
  set: string;
  row: string;
  name: string;
  text: string;
}

const OPTION = 'sc_item_option';
const QUESTION = 'sc_item_option.item_option_new';

/** The form's answers of many tickets at once: single rows, rows of tables, references resolved. */
export function* readVariables(
  items: readonly string[],
  ignored: readonly string[],
): Exchange<Map<string, Answers>> {
  const answers = yield* readSingle(items, ignored);
  const cells = yield* readMulti(items, ignored);
  const references = yield* readReferences(answers);
  return new Map(
    items.map((item) => {
      const own = answers.filter((answer) => answer.item === item);
      const rows = cells.filter((cell) => cell.item === item);
      return [item, { vars: varsOf(own, rows, references), digest: digestOf(pairsOf(own, rows)) }];
    }),
  );
}

/** Ignored answers are not even asked for, and left out again should the term be dropped. */
function* readSingle(items: readonly string[], ignored: readonly string[]): Exchange<Answer[]> {
  const names = ignored.filter((name) => /^[A-Za-z0-9_]+$/.test(name));
  const also = names.length > 0 ? `^${QUESTION}.nameNOT IN${names.join(',')}` : '';
  const fields = [
    `${OPTION}.value`,
    ...['name', 'type', 'reference'].map((c) => `${QUESTION}.${c}`),
  ];
  const rows = yield* byIds('sc_item_option_mtom', 'request_item', items, fields, also);
  return rows.map(readAnswer).filter(({ name }) => name !== '' && !ignored.includes(name));
}

function readAnswer(row: Row): Answer {
  return {
    item: value(row, 'request_item'),
    // Containers, labels and breaks have rows without a name (fact sheet 1.6).
    name: value(row, `${QUESTION}.name`),
    text: value(row, `${OPTION}.value`),
    table: tableOf(value(row, `${QUESTION}.type`), value(row, `${QUESTION}.reference`)),
  };
}

/** Types 8 and 31 hold one sys_id (fact sheet 1.6); a list of them stays text. */
function tableOf(type: string, table: string): string {
  if (type === '31' && table === '') return 'sys_user';
  const points = type === '8' || type === '31';
  return points && /^[a-z][a-z0-9_]{0,79}$/.test(table) ? table : '';
}

function* readMulti(items: readonly string[], ignored: readonly string[]): Exchange<Cell[]> {
  const fields = ['variable_set', 'row_index', 'item_option_new.name', 'value'];
  // The name of a set is asked for as `internal_name`; not established by the fact sheet, and an
  // unknown column is left out of the answer without an error.
  const also = '^parent_table_name=sc_req_item';
  const named = [...fields, 'variable_set.internal_name', 'parent_table_name'];
  const table = 'sc_multi_row_question_answer';
  const rows = yield* byIds(table, 'parent_id', items, named, also);
  return rows
    .filter((row) => value(row, 'parent_table_name') === 'sc_req_item')
    .map((row) => ({
      item: value(row, 'parent_id'),
      set: value(row, 'variable_set.internal_name') || display(row, 'variable_set'),
      row: value(row, 'row_index'),
      name: value(row, 'item_option_new.name'),
      text: value(row, 'value'),
    }))
    .filter(({ set, name }) => name !== '' && !ignored.includes(set) && !ignored.includes(name));
}

/** Built from entries: a variable may be named `__proto__`. */
function varsOf(
  answers: readonly Answer[],
  cells: readonly Cell[],
  references: ReadonlyMap<string, ReferenceValue>,
): Record<string, VariableValue> {
  const single = answers.map(({ name, text, table }) => {
    const key = referenceKey({ table, text });
    return [name, key === null ? text : (references.get(key) ?? '')] as const;
  });
  const sets = Map.groupBy(cells, ({ set }) => set);
  const multi = [...sets].map(([set, own]) => [set, rowsOf(own)] as const);
  return Object.fromEntries<VariableValue>([...single, ...multi]);
}

function rowsOf(cells: readonly Cell[]): Record<string, string>[] {
  const rows = [...Map.groupBy(cells, ({ row }) => row)];
  rows.sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
  return rows.map(([, own]) => Object.fromEntries(own.map(({ name, text }) => [name, text])));
}

function pairsOf(answers: readonly Answer[], cells: readonly Cell[]): Pair[] {
  return [
    ...answers.map(({ name, text }): Pair => [name, text]),
    ...cells.map(({ set, row, name, text }): Pair => [`${set}[${row}].${name}`, text]),
  ];
}
