import { GraphError } from '../graph/graph-error.js';
import { TokenReader } from './tokens.js';
import type { Comparison, Filter, Literal, TextTest } from './filter.js';

const COMPARISONS = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'];
const TESTS = ['contains', 'startswith', 'endswith'];

export function parseFilter(source: string): Filter {
  const tokens = new TokenReader(source);
  const filter = either(tokens);
  if (tokens.next() !== undefined) refuse();
  return filter;
}

export function refuse(): never {
  throw new GraphError('badRequest', 'Invalid or unsupported filter clause.');
}

/** `and` binds tighter than `or`. */
function either(tokens: TokenReader): Filter {
  let left = both(tokens);
  while (tokens.takeWord('or')) left = { is: 'or', left, right: both(tokens) };
  return left;
}

function both(tokens: TokenReader): Filter {
  let left = term(tokens);
  while (tokens.takeWord('and')) left = { is: 'and', left, right: term(tokens) };
  return left;
}

function term(tokens: TokenReader): Filter {
  if (tokens.takeWord('not')) return { is: 'not', operand: term(tokens) };
  if (tokens.take('(')) {
    const inner = either(tokens);
    if (!tokens.take(')')) refuse();
    return inner;
  }
  const name = tokens.next();
  if (name?.is !== 'word') return refuse();
  return tokens.take('(') ? textTest(tokens, name.text) : comparison(tokens, name.text);
}

function textTest(tokens: TokenReader, name: string): Filter {
  const how = name.toLowerCase();
  const property = tokens.next();
  const comma = tokens.take(',');
  const value = tokens.next();
  const known = TESTS.includes(how) && property?.is === 'word' && value?.is === 'text';
  if (!known || !comma || !tokens.take(')')) return refuse();
  return { is: 'text', property: property.text, how: how as TextTest, value: value.text };
}

function comparison(tokens: TokenReader, property: string): Filter {
  const operator = tokens.next();
  if (operator?.is !== 'word') return refuse();
  const name = operator.text.toLowerCase();
  if (name === 'in') return { is: 'in', property, values: list(tokens) };
  if (!COMPARISONS.includes(name)) return refuse();
  return { is: 'compare', property, operator: name as Comparison, value: literal(tokens) };
}

function list(tokens: TokenReader): Literal[] {
  if (!tokens.take('(')) refuse();
  const values = [literal(tokens)];
  while (tokens.take(',')) values.push(literal(tokens));
  if (!tokens.take(')')) refuse();
  return values;
}

function literal(tokens: TokenReader): Literal {
  const token = tokens.next();
  if (token?.is === 'text') return token.text;
  if (token?.is !== 'word') return refuse();
  const word = token.text;
  if (/^(true|false)$/i.test(word)) return word.toLowerCase() === 'true';
  if (word === 'null') return null;
  if (/^-?\d+(\.\d+)?$/.test(word)) return Number(word);
  // Instants stand without quotes.
  return /^\d{4}-\d{2}-\d{2}/.test(word) ? word : refuse();
}
