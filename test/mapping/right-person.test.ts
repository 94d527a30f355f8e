import { loadTemplate } from '../../src/mapping/load.js';
import { testTarget } from '../support/target.js';
import { Desk, fakeDirectory } from './desk.js';

const hires = (userName: string) =>
  loadTemplate(
    'typed.yaml',
    `
name: Typed hire
kind: hire
when: { catalogItem: Hire }
zone: Europe/Lisbon
externalId: '{{ vars.id }}'
changes:
  create:
    effective: { at: now }
    expects: create
    person: { active: true, userName: ${userName} }
`,
  );
const TYPED = hires("'{{ vars.user_name }}'");
const BY_RULE = hires("{ unique: ['{{ vars.user_name }}'], domain: '{{ vars.domain }}' }");
const LEAVE = loadTemplate(
  'leave.yaml',
  `
name: Typed leave
kind: termination
when: { catalogItem: Leave }
zone: Europe/Lisbon
externalId: '{{ vars.id }}'
matches: { userName: '{{ vars.user_name }}' }
changes:
  disable:
    effective: { at: now }
    person: { active: false }
`,
);
const nina = { externalId: 'E7', active: true, userName: 'nina.park@example.com' };

async function map(
  template: typeof TYPED,
  vars: Record<string, string>,
  over: Parameters<typeof Desk.open>[1] = {},
) {
  const desk = await Desk.open(fakeDirectory([nina]), { templates: [template], ...over });
  await desk.approve('1', template.when.catalogItem, vars);
  await desk.map();
  const { state, reason } = await desk.ticket('1');
  const { code, pointer } = JSON.parse(reason ?? '{}') as { code?: string; pointer?: string };
  const [change] = await desk.changes('1');
  await desk.store.close();
  return { state, code, pointer, patch: JSON.parse(change?.patch ?? '{}') as object };
}

describe('a user name typed into the form', () => {
  test('is given where nobody has it', async () => {
    expect(await map(TYPED, { id: 'E8', user_name: 'rui@example.com' })).toMatchObject({
      state: 'mapped',
      patch: { userName: 'rui@example.com' },
    });
  });

  test('is not given a second time', async () => {
    expect(await map(TYPED, { id: 'E8', user_name: 'Nina.Park@Example.com' })).toMatchObject({
      state: 'held',
      code: 'user-name-unavailable',
    });
  });

  test('of another domain is refused, unless the target has that domain too', async () => {
    const vars = { id: 'E8', user_name: 'rui@sub.example.com' };
    expect(await map(TYPED, vars)).toMatchObject({
      ...{ state: 'rejected', code: 'user-name-domain', pointer: 'userName' },
    });
    const target = { ...testTarget, otherDomains: ['sub.example.com'] };
    expect(await map(TYPED, vars, { target })).toMatchObject({ state: 'mapped' });
  });

  test('is not made in another domain by a rule either', async () => {
    const vars = { id: 'E8', user_name: 'rui', domain: 'evil.example' };
    expect(await map(BY_RULE, vars)).toMatchObject({
      state: 'held',
      code: 'user-name-unavailable',
    });
    expect(await map(BY_RULE, { ...vars, domain: 'example.com' })).toMatchObject({
      state: 'mapped',
    });
  });

  test('is not that of a guest', async () => {
    const user_name = 'rui_other.example#EXT#@example.com';
    expect(await map(TYPED, { id: 'E8', user_name })).toMatchObject({
      ...{ state: 'rejected', code: 'entra-limit', pointer: 'userName' },
    });
  });
});

test.each([TYPED, LEAVE])('an employee number spelled otherwise is refused', async (template) => {
  expect(await map(template, { id: 'e7', user_name: 'rui@example.com' })).toMatchObject({
    ...{ state: 'rejected', code: 'employee-number-spelling', patch: {} },
  });
});

describe('a request that says more of the person than the employee number', () => {
  test('is held where the number leads to somebody else', async () => {
    expect(await map(LEAVE, { id: 'E7', user_name: 'rui@example.com' })).toMatchObject({
      ...{ state: 'held', code: 'person-mismatch', pointer: 'userName' },
    });
  });

  test.each(['NINA.PARK@example.com', ''])('goes on where it says %j', async (user_name) => {
    expect(await map(LEAVE, { id: 'E7', user_name })).toMatchObject({ state: 'mapped' });
  });
});

test('what a template compares must be an attribute', () => {
  expect(() =>
    loadTemplate(
      'leave.yaml',
      `
name: L
kind: termination
when: { catalogItem: L }
zone: UTC
externalId: x
matches: { password: '{{ vars.x }}' }
changes: { disable: { effective: { at: now }, person: { active: false } } }
`,
    ),
  ).toThrow('leave.yaml: matches.password: is not an attribute');
});
