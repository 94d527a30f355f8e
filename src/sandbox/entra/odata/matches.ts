import type { Comparison, Filter, Literal } from './filter.js';

export type ReadProperty = (name: string) => unknown;

/** Whether a thing fulfils a filter; texts compare as they are, or in any case where told. */
export function matches(filter: Filter, read: ReadProperty, anyCase: boolean): boolean {
  switch (filter.is) {
    case 'and':
      return matches(filter.left, read, anyCase) && matches(filter.right, read, anyCase);
    case 'or':
      return matches(filter.left, read, anyCase) || matches(filter.right, read, anyCase);
    case 'not':
      return !matches(filter.operand, read, anyCase);
    case 'compare':
      return compare(read(filter.property), filter.operator, filter.value, anyCase);
    case 'in':
      return filter.values.some((value) => compare(read(filter.property), 'eq', value, anyCase));
    case 'text':
      return textTest(filter, read(filter.property), anyCase);
  }
}

function textTest(
  { how, value }: Extract<Filter, { is: 'text' }>,
  given: unknown,
  anyCase: boolean,
): boolean {
  if (typeof given !== 'string') return false;
  const text = anyCase ? given.toLowerCase() : given;
  const part = anyCase ? value.toLowerCase() : value;
  if (how === 'contains') return text.includes(part);
  return how === 'startswith' ? text.startsWith(part) : text.endsWith(part);
}

function compare(given: unknown, operator: Comparison, value: Literal, anyCase: boolean): boolean {
  const order = orderOf(given ?? null, value, anyCase);
  switch (operator) {
    case 'eq':
      return order === 0;
    case 'ne':
      return order !== 0;
    case 'gt':
      return order > 0;
    case 'ge':
      return order >= 0;
    case 'lt':
      return order < 0;
    case 'le':
      return order <= 0;
  }
}

/** NaN where the two cannot be compared. */
function orderOf(given: unknown, value: Literal, anyCase: boolean): number {
  if (given === value) return 0;
  if (typeof given === 'number') {
    return given - (typeof value === 'number' ? value : Date.parse(String(value)));
  }
  if (typeof given !== 'string' || typeof value !== 'string') return NaN;
  const [a, b] = anyCase ? [given.toLowerCase(), value.toLowerCase()] : [given, value];
  return a === b ? 0 : a < b ? -1 : 1;
}
