import { asText } from './compile.js';
import type { ScopeClause, ScopeFilter } from './schema-document.js';
import type { ReadSource } from './source-value.js';

/** Is the record one the job should provision? Without a filter, everybody is. */
export function inScope(filter: ScopeFilter | null, read: ReadSource): boolean {
  if (!filter || filter.groups.length === 0) return true;
  return filter.groups.some(({ clauses }) => clauses.every((clause) => holds(clause, read)));
}

function holds({ sourceOperandName, operatorName, targetOperand }: ScopeClause, read: ReadSource) {
  const value = asText(read(sourceOperandName).value);
  switch (operatorName) {
    case 'EQUALS':
      return value !== null && targetOperand.values.includes(value);
    case 'NOT EQUALS':
      return value === null || !targetOperand.values.includes(value);
    case 'IS NULL':
      return value === null;
    case 'IS NOT NULL':
      return value !== null;
  }
}
