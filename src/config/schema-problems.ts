import { ValidationError, type Schema } from 'yup';

type Params = Record<string, unknown>;

/**
 * yup's own messages quote the value, which here may be a secret: only what was expected is told.
 */
const EXPECTED: Record<string, (params: Params) => string> = {
  typeError: ({ type }) => `expected ${article(String(type))}`,
  nullable: () => 'is empty',
  optionality: () => 'is missing',
  required: () => 'is missing',
  noUnknown: ({ unknown }) => `unknown key ${String(unknown)}`,
  oneOf: ({ values }) => `expected one of ${String(values)}`,
  min: ({ min }) => `expected at least ${String(min)}`,
  max: ({ max }) => `expected at most ${String(max)}`,
  integer: () => 'expected a whole number',
};

/** One line per problem: path and what was expected there; no values. */
export function schemaProblems(schema: Schema, value: unknown): string[] {
  try {
    schema.validateSync(value, { strict: true, abortEarly: false });
    return [];
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    const all = error.inner.length > 0 ? error.inner : [error];
    return [...new Set(all.map(describe))];
  }
}

function describe(error: ValidationError): string {
  const params = error.params ?? {};
  const say = EXPECTED[error.type ?? ''];
  return `${error.path || 'the file'}: ${say ? say(params) : error.message}`;
}

function article(type: string): string {
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}
