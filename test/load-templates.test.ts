import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
