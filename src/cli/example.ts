import { readFileSync } from 'node:fs';
import { array, boolean, lazy, mixed, number, object, string } from 'yup';
import { schemaProblems } from '../config/schema-problems.js';
import type { Attributes } from '../domain/record.js';
import type { TicketSnapshot } from '../domain/ticket.js';

/** What an example file holds: a ticket, and what is assumed around it. */
export interface Example {
  now: string;
  zone: string;
  domain: string;
  person: Attributes | null;
  ticket: TicketSnapshot;
}

/** The file is no example of a ticket; `problems` says in plain words why, and what to do. */
export class ExampleError extends Error {
  override readonly name = 'ExampleError';
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

const DECISIONS = ['approved', 'waiting', 'rejected', 'unknown'] as const;
const text = () => string().defined();
const instant = () => number().integer().nullable().defined();
const party = { id: text(), name: text(), employeeNumber: text() };
const texts = () => lazy((value: object) => object(eachOf(value, text)).required());

const variable = lazy((value: unknown) => {
  if (typeof value === 'string') return text();
  if (Array.isArray(value)) return array(texts()).required();
  return lazy((one: object) =>
    object({ ...eachOf(one, text), id: text(), name: text() }).required(),
  );
});

const ticketSchema = object({
  ...{ ref: text(), number: text(), catalogItem: text(), digest: text() },
  revision: number().integer().required(),
  status: string().oneOf(['open', 'closed', 'cancelled']).required(),
  approval: string().oneOf(DECISIONS).required(),
  approvedAt: instant(),
  approvers: array(
    object({
      ...party,
      decision: string()
        .oneOf([...DECISIONS, 'cancelled'])
        .required(),
      at: instant(),
    }).required(),
  ).required(),
  requester: object(party).required(),
  vars: lazy((value: object) => object(eachOf(value, () => variable)).required()),
});

const attribute = () =>
  lazy((value: unknown) => (typeof value === 'boolean' ? boolean().defined() : text()));

const exampleSchema = object({
  now: string()
    .required()
    .test('instant', 'expected an instant, e.g. 2026-11-23T09:00:00Z', (value) =>
      Number.isFinite(Date.parse(value)),
    ),
  zone: string().required(),
  domain: string().required(),
  person: lazy((value: unknown) =>
    value === null ? mixed().nullable() : object(eachOf(value, attribute)).required(),
  ),
  ticket: ticketSchema.required(),
}).required();

function eachOf<T>(value: unknown, schema: () => T): Record<string, T> {
  return Object.fromEntries(Object.keys(value ?? {}).map((key) => [key, schema()]));
}

/** Reads an example; throws `ExampleError` where the file holds none. */
export function readExample(file: string): Example {
  const value = parse(file, read(file));
  const problems = schemaProblems(exampleSchema, value);
  if (problems.length === 0) return value as Example;
  const next = 'Compare it with those in templates/servicenow/examples.';
  throw new ExampleError([...problems.map((problem) => `${file}: ${problem}`), next]);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code ?? '?'})`;
    throw new ExampleError([`${file}: ${why}. Name a file that holds a ticket as JSON.`]);
  }
}

function parse(file: string, content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    throw new ExampleError([`${file}: this is not JSON. Correct it, or name another file.`]);
  }
}
