/** A mapping expression: `[attribute]`, `"text"`, a number, a call, or a comparison [Func]. */
export type Expression =
  | { is: 'attribute'; name: string }
  | { is: 'text'; text: string }
  | { is: 'call'; name: string; arguments: (Expression | null)[] }
  | { is: 'compare'; operator: string; left: Expression; right: Expression };

export class ExpressionError extends Error {
  override name = 'ExpressionError';
}

/** Longer ones are refused [Known]. */
const LONGEST = 10_000;

export function parseExpression(source: string): Expression {
  if (source.length > LONGEST) throw new ExpressionError(`more than ${LONGEST} characters`);
  const reader = new Reader(source);
  const expression = reader.comparison();
  reader.end();
  return expression;
}

/** Names of all source attributes an expression reads. */
export function attributesOf(expression: Expression | null): string[] {
  switch (expression?.is) {
    case 'attribute':
      return [expression.name];
    case 'call':
      return expression.arguments.flatMap(attributesOf);
    case 'compare':
      return [...attributesOf(expression.left), ...attributesOf(expression.right)];
    default:
      return [];
  }
}

class Reader {
  private at = 0;

  constructor(private readonly source: string) {}

  comparison(): Expression {
    const left = this.operand();
    const operator = this.take(/\s*(<>|>=|<=|=|>|<)/y)?.[1];
    return operator ? { is: 'compare', operator, left, right: this.operand() } : left;
  }

  end(): void {
    this.take(/\s*/y);
    if (this.at < this.source.length) this.fail();
  }

  private operand(): Expression {
    const text = this.take(/\s*"((?:[^"\\]|\\.)*)"/y);
    if (text) return { is: 'text', text: text[1]!.replace(/\\(["\\])/g, '$1') };
    // Attribute names may hold one level of brackets: [emails[type eq "work"].value].
    const attribute = this.take(/\s*\[((?:[^[\]]|\[[^[\]]*\])+)\]/y);
    if (attribute) return { is: 'attribute', name: attribute[1]! };
    const number = this.take(/\s*(-?\d+(?:\.\d+)?)/y);
    if (number) return { is: 'text', text: number[1]! };
    const name = this.take(/\s*([A-Za-z]\w*)\s*\(/y)?.[1];
    return name ? { is: 'call', name, arguments: this.arguments() } : this.fail();
  }

  /** Arguments may be left empty: `Replace([x], , "a", …)`. */
  private arguments(): (Expression | null)[] {
    const list: (Expression | null)[] = [];
    for (;;) {
      const empty = this.peek(/\s*[,)]/y);
      list.push(empty ? null : this.comparison());
      if (this.take(/\s*\)/y)) return list.length === 1 && list[0] === null ? [] : list;
      if (!this.take(/\s*,/y)) this.fail();
    }
  }

  private peek(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    return pattern.test(this.source);
  }

  private take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.source);
    if (found) this.at = pattern.lastIndex;
    return found;
  }

  private fail(): never {
    throw new ExpressionError(`cannot be read from character ${this.at + 1} on`);
  }
}
