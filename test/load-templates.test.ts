import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadTemplates } from '../src/load-templates.js';

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'jml-templates-'))));
afterEach(() => rmSync(root, { recursive: true }));

function write(file: string, name: string, catalogItem: string): void {
  mkdirSync(join(root, file, '..'), { recursive: true });
  writeFileSync(
    join(root, file),
    `name: ${name}
kind: termination
when: { catalogItem: ${catalogItem} }
zone: Europe/Lisbon
externalId: '{{ vars.employee_number }}'
changes: { disable: { effective: { at: now }, person: { active: false } } }
`,
  );
}

const names = (...folders: string[]) =>
  (loadTemplates(folders.map((folder) => join(root, folder))).get('itsm') ?? []).map(
    ({ name }) => name,
  );

test('a template of a later folder takes the place of one for the same catalog item', () => {
  write('shipped/itsm/leave.yaml', 'Shipped', 'Termination');
  write('shipped/itsm/other.yaml', 'Other', 'Retirement');
  write('own/itsm/our-leave.yaml', 'Own', 'Termination');
  expect(names('shipped', 'own').sort()).toEqual(['Other', 'Own']);
});

test('two templates of one folder for the same catalog item are refused, by name', () => {
  write('own/itsm/leave.yaml', 'One', 'Termination');
  write('own/itsm/quit.yaml', 'Two', 'Termination');
  expect(() => names('own')).toThrow(
    'itsm/quit.yaml: when.catalogItem: itsm/leave.yaml is for Termination already',
  );
});

const load = (...folders: string[]) =>
  loadTemplates(
    folders.map((folder) => join(root, folder)),
    ['itsm'],
  );

test('a template that lies where none is looked for is told, and not passed over', () => {
  write('own/leave.yaml', 'One', 'Termination');
  expect(() => load('own')).toThrow(
    'leave.yaml: expected in a folder named after its connector, such as itsm/leave.yaml',
  );
});

test('a template of another ending is told, and not passed over', () => {
  write('own/itsm/leave.yml', 'One', 'Termination');
  expect(() => load('own')).toThrow('itsm/leave.yml: expected the ending .yaml');
});

test('a folder that is named after no connector is told, and not passed over', () => {
  write('own/its-m/leave.yaml', 'One', 'Termination');
  expect(() => load('own')).toThrow('its-m/leave.yaml: there is no connector its-m; found itsm');
});

test('what is no template may lie beside them', () => {
  write('own/itsm/leave.yaml', 'One', 'Termination');
  write('own/itsm/examples/leave.yaml', 'Example', 'Other');
  write('own/.github/workflows/check.yml', 'Check', 'Other');
  writeFileSync(join(root, 'own/README.md'), 'ours');
  writeFileSync(join(root, 'own/itsm/notes.txt'), 'ours');
  expect([...load('own').keys()]).toEqual(['itsm']);
});

test('a folder may be a link, as Kubernetes mounts them', () => {
  write('own/..data/itsm/leave.yaml', 'One', 'Termination');
  symlinkSync('..data/itsm', join(root, 'own/itsm'));
  expect(load('own').get('itsm')).toHaveLength(1);
});
