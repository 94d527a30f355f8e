import { loadTemplate } from '../../src/mapping/load.js';
import { TemplateError } from '../../src/mapping/template.js';

const leaver = (person: string, more = '') => `
name: Leaver
kind: termination
when: { catalogItem: Termination }
zone: Europe/Lisbon
externalId: '{{ vars.user.employee_number }}'
changes:
  disable:
    effective: { at: now }
    person: ${person}
${more}`;

function problemsOf(source: string): string {
  try {
    loadTemplate('leaver.yaml', source);
    return '';
  } catch (error) {
    if (error instanceof TemplateError) return error.problems.join('\n');
    throw error;
  }
}

test('a sound template has no problems', () => {
  expect(problemsOf(leaver('{ active: false }'))).toBe('');
});

test.each([
  ['{ active: true }', 'changes.disable.person.active: a termination must set active: false'],
  ['{ title: x }', 'a termination must set active: false'],
  ['{ active: false, password: x }', 'changes.disable.person.password: is not an attribute'],
  ['{ active: false, roles: x }', 'changes.disable.person.roles: is not an attribute'],
  ['{ active: false, constructor.prototype: x }', 'is not an attribute'],
  ['{ active: false, externalId: x }', 'is set once, at the top'],
  [
    "{ active: false, title: '{{ x | lookup }}' }",
    'changes.disable.person.title: unknown filter lookup',
  ],
  [
    "{ active: false, title: '{{ person.x }}{{ vra.x }}' }",
    'changes.disable.person.title: unknown variable vra',
  ],
  [
    '{ active: false, title: \'{% include "x" %}\' }',
    'changes.disable.person.title: tag "include"',
  ],
  ['{ active: false, title: true }', 'only active is a flag'],
  ['{ active: false, title: { unique: [a], domain: b } }', 'only userName takes a rule'],
  ["{ active: false, title: '{{ vars.x' }", 'changes.disable.person.title'],
])('%s is refused at its place', (person, problem) => {
  expect(problemsOf(leaver(person))).toContain(`leaver.yaml: `);
  expect(problemsOf(leaver(person))).toContain(problem);
});

test.each([
  ['a YAML bomb', leaver('{ active: false }', 'a: &a [x, x]\nb: *a')],
  ['a code tag', leaver('{ active: !!js/function x }')],
  ['an unknown member', leaver('{ active: false }', 'shell: rm')],
  ['a key given twice', leaver('{ active: false, active: false }')],
  ['a termination of nothing', leaver('{ active: false }').replace(/changes:[^]*/, 'changes: {}')],
  ['an employee number that is missing', leaver('{ active: false }').replace(/externalId.*/, '')],
])('%s is refused', (_name, source) => {
  expect(problemsOf(source)).not.toBe('');
});
