import { transformSync } from '@swc/core';
import { readdirSync, readFileSync } from 'node:fs';
import { plant, readBugs } from './planted-bug.js';

const BUGS = readBugs('test/planted-bugs/bugs');
const source = (file: string) => readFileSync(file, 'utf8');

test.each(BUGS.map((bug) => [bug.bug, bug] as const))('%s can still be planted', (_, bug) => {
  for (const [file, text] of plant(bug, source)) {
    expect(text).not.toBe(source(file));
    if (!file.endsWith('.ts')) continue;
    const parsed = () => transformSync(text, { jsc: { parser: { syntax: 'typescript' } } });
    expect(parsed).not.toThrow();
  }
});

test('every bug has a name of its own, says what goes wrong and which invariant sees it', () => {
  expect(new Set(BUGS.map(({ bug }) => bug)).size).toBe(BUGS.length);
  for (const { bug, what, expects } of BUGS) {
    expect(bug).toMatch(/^[a-z0-9-]+$/);
    expect(what).toMatch(/\.$/);
    expect(expects).not.toEqual([]);
    for (const invariant of expects) expect(invariant).toMatch(/^I([1-9]|10)$/);
  }
});

test('the plays that bugs name are there', () => {
  const plays = readdirSync('test/faults').filter((name) => name.endsWith('.fault.ts'));
  const titles = plays.map((name) => source(`test/faults/${name}`)).join('\n');
  for (const { play } of BUGS) {
    if (play) expect(titles).toMatch(new RegExp(`['"\`]${play}`));
  }
});

test('a bug whose place is gone is told, not skipped', () => {
  const bug = { bug: 'rotten', what: '', expects: [], edits: [] };
  const edit = { file: 'a.ts', find: 'never there', replace: '' };
  expect(() => plant({ ...bug, edits: [edit] }, () => 'once upon a time')).toThrow(
    'rotten: expected the text once in a.ts, found it 0 times: never there',
  );
  const twice = { ...edit, find: 'a b' };
  expect(() => plant({ ...bug, edits: [twice] }, () => 'a b, a  b')).toThrow('found it 2 times');
});
