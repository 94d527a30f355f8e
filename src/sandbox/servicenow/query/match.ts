import type { Database } from '../database.js';
import type { Row } from '../row.js';
import type { Table } from '../table.js';
import type { Term } from './parse.js';

type Test = (actual: string, wanted: string) => boolean;

const fold = (text: string): string => text.toLowerCase();

/** One query asks with the same list for every record, so the last one is kept. */
let lastList = { text: '', values: new Set<string>() };
function listed(text: string): ReadonlySet<string> {
  if (lastList.text !== text) {
    lastList = { text, values: new Set(text.split(',').map((one) => fold(one.trim()))) };
  }
  return lastList.values;
}

/** Numbers as numbers, everything else as text; stored date-times sort as text. */
export function compareValues(a: string, b: string): number {
  const [x, y] = [Number(a), Number(b)];
  if (a !== '' && b !== '' && !Number.isNaN(x) && !Number.isNaN(y)) return x - y;
  return a < b ? -1 : a > b ? 1 : 0;
}

function between(actual: string, wanted: string): boolean {
  const [low = '', high = ''] = wanted.split('@').slice(-2);
  return compareValues(actual, low) >= 0 && compareValues(actual, high) <= 0;
}

const TESTS: Record<string, Test> = {
  '=': (actual, wanted) => fold(actual) === fold(wanted),
  '!=': (actual, wanted) => fold(actual) !== fold(wanted),
  '>': (actual, wanted) => actual !== '' && compareValues(actual, wanted) > 0,
  '<': (actual, wanted) => actual !== '' && compareValues(actual, wanted) < 0,
  '>=': (actual, wanted) => actual !== '' && compareValues(actual, wanted) >= 0,
  '<=': (actual, wanted) => actual !== '' && compareValues(actual, wanted) <= 0,
  IN: (actual, wanted) => listed(wanted).has(fold(actual)),
  'NOT IN': (actual, wanted) => !listed(wanted).has(fold(actual)),
  LIKE: (actual, wanted) => fold(actual).includes(fold(wanted)),
  'NOT LIKE': (actual, wanted) => !fold(actual).includes(fold(wanted)),
  STARTSWITH: (actual, wanted) => fold(actual).startsWith(fold(wanted)),
  ENDSWITH: (actual, wanted) => fold(actual).endsWith(fold(wanted)),
  ISEMPTY: (actual) => actual === '',
  ISNOTEMPTY: (actual) => actual !== '',
  EMPTYSTRING: (actual) => actual === '',
  ANYTHING: () => true,
  BETWEEN: between,
  ON: between,
};

const BY_DISPLAY = new Set(['LIKE', 'NOT LIKE', 'STARTSWITH', 'ENDSWITH']);

export function matchesTerm(db: Database, table: Table, row: Row, term: Term): boolean {
  const walked = db.walk(table, row, term.field);
  if (!walked) return false;
  if (term.operator.endsWith('SAMEAS')) {
    const same = walked.value === (db.walk(table, row, term.value)?.value ?? '');
    return same === (term.operator === 'SAMEAS');
  }
  const target =
    walked.column.type === 'reference' && BY_DISPLAY.has(term.operator)
      ? db.follow(walked.column, walked.value)
      : undefined;
  const actual = target ? db.displayOf(target.table, target.row) : walked.value;
  return TESTS[term.operator]?.(actual, term.value) ?? false;
}
