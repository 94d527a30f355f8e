import { createHash } from 'node:crypto';
import type { Exchange, ReferenceValue, VariableValue } from '../../src/kit/index.js';
import { SYS_ID } from './parse.js';
import { byIds, display, value, type Row } from './table.js';

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

const OPTION = 'sc_item_option';
const QUESTION = 'sc_item_option.item_option_new';
/** Columns read along with a reference, by table; dots become underscores in templates. */
const ALONG: Record<string, string[]> = {
  sys_user: [
    'name',
    'user_name',
    'first_name',
    'last_name',
    'employee_number',
    'title',
    'active',
    'manager.employee_number',
    'manager.name',
    'department.name',
    'location.name',
    'location.time_zone',
  ],
  cmn_location: ['name', 'street', 'city', 'state', 'zip', 'country', 'time_zone'],
};

/** The form's answers of many tickets at once: single rows, rows of tables, references resolved. */
export function* readVariables(
  items: readonly string[],
  ignored: readonly string[],
): Exchange<Map<string, Answers>> {
  const single = yield* byIds('sc_item_option_mtom', 'request_item', items, [
    `${OPTION}.value`,
    `${QUESTION}.name`,
    `${QUESTION}.type`,
    `${QUESTION}.reference`,
  ]);
  const multi = yield* byIds('sc_multi_row_question_answer', 'parent_id', items, [
    'variable_set.internal_name',
    'row_index',
    'item_option_new.name',
    'value',
  ]);
  const answers = single
    .map(readAnswer)
    .filter(({ name }) => name !== '' && !ignored.includes(name));
  const references = yield* resolve(answers);
  return new Map(items.map((item) => [item, collect(item, answers, multi, ignored, references)]));
}

function readAnswer(row: Row): Answer {
  return {
    item: value(row, 'request_item'),
    // Containers, labels and breaks have rows without a name (fact sheet 1.6).
    name: value(row, `${QUESTION}.name`),
    text: value(row, `${OPTION}.value`),
    table: /^[a-z][a-z0-9_]*$/.test(value(row, `${QUESTION}.reference`))
      ? value(row, `${QUESTION}.reference`)
      : '',
  };
}

function* resolve(answers: readonly Answer[]): Exchange<Map<string, ReferenceValue>> {
  const found = new Map<string, ReferenceValue>();
  const byTable = Map.groupBy(
    answers.filter(({ table, text }) => table !== '' && SYS_ID.test(text)),
    ({ table }) => table,
  );
  for (const [table, own] of byTable) {
    const columns = ALONG[table] ?? ['name'];
    const rows = yield* byIds(
      table,
      'sys_id',
      own.map(({ text }) => text),
      columns,
    );
    for (const row of rows) found.set(`${table}/${value(row, 'sys_id')}`, reference(row, columns));
  }
  return found;
}

function reference(row: Row, columns: readonly string[]): ReferenceValue {
  const made: ReferenceValue = { id: value(row, 'sys_id'), name: display(row, 'name') };
  for (const column of columns) {
    if (column !== 'name')
      made[column.replaceAll('.', '_')] = value(row, column) || display(row, column);
  }
  return made;
}

function collect(
  item: string,
  answers: readonly Answer[],
  multi: readonly Row[],
  ignored: readonly string[],
  references: Map<string, ReferenceValue>,
): Answers {
  const own = answers.filter((answer) => answer.item === item);
  const vars: Record<string, VariableValue> = {};
  for (const { name, text, table } of own) vars[name] = references.get(`${table}/${text}`) ?? text;
  const rows = multi.filter((row) => value(row, 'parent_id') === item);
  const sets = Map.groupBy(rows, (row) => value(row, 'variable_set.internal_name') || 'rows');
  for (const [set, cells] of sets) if (!ignored.includes(set)) vars[set] = tableOf(cells, ignored);
  const pairs = own
    .map(({ name, text }) => [name, text])
    .concat(rows.map((row) => [value(row, 'sys_id'), value(row, 'value')]));
  pairs.sort((a, b) => (a.join('\0') < b.join('\0') ? -1 : 1));
  return { vars, digest: createHash('sha256').update(JSON.stringify(pairs)).digest('hex') };
}

function tableOf(cells: readonly Row[], ignored: readonly string[]): Record<string, string>[] {
  const rows = Map.groupBy(cells, (cell) => value(cell, 'row_index'));
  return [...rows.values()].map((row) =>
    Object.fromEntries(
      row
        .map((cell): [string, string] => [
          value(cell, 'item_option_new.name'),
          value(cell, 'value'),
        ])
        .filter(([name]) => name !== '' && !ignored.includes(name)),
    ),
  );
}
