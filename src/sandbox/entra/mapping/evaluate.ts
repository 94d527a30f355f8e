import { type Expression, ExpressionError } from './expression.js';
import { FUNCTIONS, type FunctionScope } from './functions.js';

export type ReadText = (attribute: string) => string | null;

export function evaluate(
  expression: Expression | null,
  read: ReadText,
  scope: FunctionScope,
): string | null {
  switch (expression?.is) {
    case undefined:
      return null;
    case 'text':
      return expression.text;
    case 'attribute':
      return read(expression.name);
    case 'compare':
      return compare(expression, read, scope);
    case 'call': {
      const values = expression.arguments.map((one) => evaluate(one, read, scope));
      return functionOf(expression.name)(scope, ...values);
    }
  }
}

/** Throws for a function that is not known here, or not allowed for this kind of app. */
export function checkFunctions(expression: Expression | null): void {
  if (expression?.is === 'compare') {
    checkFunctions(expression.left);
    checkFunctions(expression.right);
  }
  if (expression?.is !== 'call') return;
  functionOf(expression.name);
  expression.arguments.forEach(checkFunctions);
}

function functionOf(name: string) {
  const key = name.toLowerCase();
  const found = Object.hasOwn(FUNCTIONS, key) ? FUNCTIONS[key] : undefined;
  if (!found) throw new ExpressionError(`function ${name} is not known`);
  return found;
}

/** Numbers compare as numbers, everything else as text; booleans are the texts True and False. */
function compare(
  { left, right, operator }: Extract<Expression, { is: 'compare' }>,
  read: ReadText,
  scope: FunctionScope,
): string {
  const a = evaluate(left, read, scope) ?? '';
  const b = evaluate(right, read, scope) ?? '';
  const numbers = a !== '' && b !== '' && !Number.isNaN(Number(a)) && !Number.isNaN(Number(b));
  const order = numbers ? Number(a) - Number(b) : a < b ? -1 : Number(a > b);
  const holds: Record<string, boolean> = {
    ...{ '=': order === 0, '<>': order !== 0, '>': order > 0, '<': order < 0 },
    ...{ '>=': order >= 0, '<=': order <= 0 },
  };
  return holds[operator] ? 'True' : 'False';
}
