// Writes docs/reliability.md from the tests: npm run reliability-table
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
export const DOC = join(ROOT, 'docs/reliability.md');
/** Names ids that nothing tests. */
const SELF = 'table.test.ts';
const PROMISES = join(import.meta.dirname, 'promises.json');

/** A title, or a row of a table of titles, begins with what it is about. */
const FAULT = /['"`](F\d\d)(?=[ :'"`])/g;
const BAD_INPUT = /['"`](?:bad input )?(\d{1,2}): ?/g;

/** Files that test each fault and each bad input, by id, found by the titles in their sources. */
export function findTests() {
  const faults = {};
  const badInputs = {};
  for (const file of sources(join(ROOT, 'test'))) {
    const text = readFileSync(join(ROOT, file), 'utf8');
    collect(faults, text.matchAll(FAULT), file);
    if (text.includes('bad input ')) collect(badInputs, text.matchAll(BAD_INPUT), file);
  }
  return { faults, badInputs };
}

/** Ids that nothing tests. */
export function untested() {
  const { faults, badInputs } = promises();
  const found = findTests();
  return {
    faults: Object.keys(faults).filter((id) => !found.faults[id]),
    badInputs: Object.keys(badInputs).filter((id) => !found.badInputs[id]),
  };
}

export function page() {
  const { faults, badInputs } = promises();
  const found = findTests();
  const faultRows = Object.entries(faults).map(([id, { inject, promise, notBuilt }]) => [
    ...[id, inject, notBuilt ? `${promise} Not built: ${notBuilt}.` : promise],
    links(found.faults[id]),
  ]);
  const inputRows = Object.entries(badInputs).map(([id, { input, answer }]) => {
    return [id, input, answer, links(found.badInputs[id])];
  });
  return [
    '# Reliability',
    'What goes wrong is made to go wrong, and what must hold then is checked. This page is written from the tests by `npm run reliability-table`; `npm test` fails when it is out of date. `npm run faults` plays `test/faults`; it is not part of `npm test`, and `.ci/run` calls it.',
    'Most faults are played in a simulated world: the whole bridge on simulated time, network and chance, against the logic of the sandbox, with the timings of production. Each play ends with the ten invariants, judged from what both sides recorded (`test/simulation/checkers`). Kill loops end the real process at every point, again and again (`test/kill-loop`). Beyond the plays, worlds are drawn by chance (`npm run simulate`).',
    '## Faults',
    table(['Fault', 'How it is brought about', 'What is promised', 'Test'], faultRows),
    '## Bad inputs',
    table(['No.', 'Input', 'Answer', 'Test'], inputRows),
    '## Not tested',
    missing(untested()),
    '',
  ].join('\n\n');
}

function promises() {
  return JSON.parse(readFileSync(PROMISES, 'utf8'));
}

function sources(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && entry.name !== SELF)
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .sort();
}

function collect(into, matches, file) {
  for (const [, id] of matches) {
    const files = (into[id] ??= []);
    if (!files.includes(file)) files.push(file);
  }
}

function links(files = []) {
  if (files.length === 0) return 'none yet';
  return files.map((file) => `[${file.replace(/^test\//, '')}](../${file})`).join(', ');
}

function table(head, rows) {
  const line = (cells) => `| ${cells.map(cell).join(' | ')} |`;
  const lines = [line(head), line(head.map(() => '---')), ...rows.map(line)];
  return ['<!-- prettier-ignore -->', ...lines].join('\n');
}

/** A cell ends at a bar; what looks like markup is text. */
function cell(text) {
  return text.replaceAll('|', '\\|').replace(/<(?=[a-z%])/gi, '\\<');
}

function missing({ faults, badInputs }) {
  const lines = [
    ...faults.map((id) => `- ${id}`),
    ...(badInputs.length > 0 ? [`- bad inputs ${badInputs.join(', ')}`] : []),
  ];
  return lines.length > 0 ? lines.join('\n') : 'Every fault and every bad input has a test.';
}

if (import.meta.filename === process.argv[1]) writeFileSync(DOC, page());
