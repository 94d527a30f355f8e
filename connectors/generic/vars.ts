import type { ReferenceValue, VariableValue } from '../../src/kit/index.js';
import { isObject, type Check } from './check.js';

const NAME = /^[A-Za-z][A-Za-z0-9_]{0,79}$/;
const MOST_VARIABLES = 300;
const MOST_ROWS = 200;
const MOST_TEXT = 8_000;

/** Answers: a text, a reference (`id`, `name` and more texts), or rows of texts. */
export function readVars(data: Check, ignored: readonly string[]): Record<string, VariableValue> {
  const vars = data.object('vars');
  const names = vars.names().filter((name) => !ignored.includes(name));
  if (names.length > MOST_VARIABLES) data.note('vars', 'too-many');
  return Object.fromEntries(
    names.slice(0, MOST_VARIABLES).map((name) => [name, readValue(vars, name)]),
  );
}

function readValue(vars: Check, name: string): VariableValue {
  if (!NAME.test(name)) return vars.note(name, 'bad-name', '');
  const value = vars.get(name);
  if (Array.isArray(value)) return vars.objects(name, MOST_ROWS).map(readTexts);
  return isObject(value) ? readReference(vars.object(name)) : readText(vars, name);
}

function readReference(reference: Check): ReferenceValue {
  // Without a name a template would have nothing to show in its place.
  const [id, name] = [reference.text('id'), reference.text('name')];
  return { ...readTexts(reference), id, name };
}

function readTexts(row: Check): Record<string, string> {
  const names = row.names().filter((name) => NAME.test(name) || row.note(name, 'bad-name', false));
  return Object.fromEntries(names.map((name) => [name, readText(row, name)]));
}

function readText(of: Check, name: string): string {
  return of.text(name, { required: false, most: MOST_TEXT });
}
