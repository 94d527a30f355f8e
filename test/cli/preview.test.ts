import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExampleError } from '../../src/cli/example.js';
import { preview } from '../../src/cli/preview.js';

const HIRE = 'templates/servicenow/examples/hire.ticket.json';
let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'jml-preview-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const run = (file: string) => preview(file, 'servicenow', []);

function given(content: string): string {
  const file = join(folder, 'ticket.json');
  writeFileSync(file, content);
  return file;
}

function problemsOf(file: string): readonly string[] {
  try {
    run(file);
  } catch (error) {
    if (error instanceof ExampleError) return error.problems;
    throw error;
  }
  throw new Error('nothing was wrong');
}

test('an example shows what its ticket would become', () => {
  expect(JSON.parse(run(HIRE))).toHaveProperty('changes');
});

test('a file that is not there is told by its name', () => {
  expect(problemsOf(join(folder, 'gone.json'))).toEqual([
    expect.stringMatching(/gone\.json: there is no such file\. Name a file/),
  ]);
});

test('a folder cannot be read', () => {
  expect(problemsOf(folder)).toEqual([expect.stringContaining('cannot be read (EISDIR)')]);
});

test('a file that is not JSON is told so', () => {
  expect(problemsOf(given('not JSON'))).toEqual([expect.stringContaining('this is not JSON')]);
});

test.each(['null', '[]', '"text"', '{}', '{"ticket":null}'])(
  'the JSON %s is no example of a ticket',
  (content) => {
    expect(problemsOf(given(content)).at(-1)).toMatch(/Compare it with/);
  },
);

test.each([
  ['vars', 7, 'ticket.vars'],
  ['vars', { user: 7 }, 'ticket.vars.user'],
  ['vars', { rows: [{ name: 1 }] }, 'ticket.vars.rows[0].name'],
  ['approvers', 'boss', 'ticket.approvers'],
  ['status', 'done', 'ticket.status: expected one of'],
])('a ticket whose %s is %j is told by the place', (key, value, place) => {
  const example = JSON.parse(readFileSync(HIRE, 'utf8')) as { ticket: object };
  const file = given(JSON.stringify({ ...example, ticket: { ...example.ticket, [key]: value } }));
  expect(problemsOf(file)[0]).toContain(`${file}: ${place}`);
});
