import type { Reason } from '../../src/domain/reason.js';
import type { Attributes } from '../../src/domain/record.js';
import { openAttention } from '../../src/ledger/attention.js';
import { firstBrokenLink } from '../../src/ledger/audit.js';
import { testTarget } from '../support/target.js';
import { Desk, fakeDirectory, hire } from './desk.js';

const nina = { externalId: 'E7', active: true, userName: 'nina.park@example.com', title: 'Clerk' };
const user = { id: 'u', name: 'Nina Park', employee_number: 'E7' };
const patchOf = (change: { patch: string } | undefined) =>
  JSON.parse(change?.patch ?? '{}') as Attributes;
const DAY = 86_400_000;

test('an approved hire becomes a person and two waiting changes', async () => {
  const desk = await Desk.open();
  await desk.approve('1', 'New hire', hire());
  expect(await desk.map()).toBe(1);
  expect(await desk.steps('1')).toEqual(['create waiting', 'activate waiting']);
  expect(patchOf((await desk.changes('1'))[0])['userName']).toBe('nina.park@example.com');
  expect(await desk.ticket('1')).toMatchObject({
    state: 'mapped',
    kind: 'hire',
    template: 'servicenow/hire.yaml',
    map_due_at: null,
    writeback_due_at: desk.clock.now(),
  });
  const person = await desk.store.read.selectFrom('person').selectAll().executeTakeFirstOrThrow();
  expect(person).toMatchObject({ external_id: 'E7', display_name: 'Nina Park', baseline: null });
  expect(await firstBrokenLink(desk.store.read)).toBeNull();
});

test('the same ticket again changes nothing', async () => {
  const desk = await Desk.open();
  await desk.approve('1', 'New hire', hire());
  await desk.map();
  const before = await desk.changes('1');
  await desk.store.write((tx) =>
    tx.updateTable('ticket').set({ state: 'approved', map_due_at: 0 }).execute(),
  );
  desk.clock.advance(5_000);
  await desk.map();
  expect(await desk.changes('1')).toEqual(before);
});

test('an edited ticket supersedes what was not sent', async () => {
  const desk = await Desk.open();
  await desk.approve('1', 'New hire', hire());
  await desk.map();
  desk.clock.advance(1_000);
  await desk.approve('1', 'New hire', hire({ start_date: '2027-01-10' }));
  await desk.map();
  expect(await desk.steps('1')).toEqual([
    'create superseded',
    'activate superseded',
    'create waiting',
    'activate waiting',
  ]);
});

test('a hire corrected after day one is enabled again by its own later step', async () => {
  const desk = await Desk.open();
  await desk.approve('1', 'New hire', hire({ start_date: '2026-11-20' }));
  await desk.map();
  await desk.setStates('1', 'applied', desk.clock.now());
  desk.clock.advance(DAY);
  await desk.approve('1', 'New hire', hire({ start_date: '2026-11-20', job_title: 'Lead' }));
  await desk.map();
  const added = (await desk.changes('1')).filter((change) => change.state === 'waiting');
  expect(added.map(({ step }) => step)).toEqual(['create', 'activate']);
  expect(added.every((change) => change.effective_at === desk.clock.now())).toBe(true);
  // Equal in instant and approval, they are folded in the order of their ids.
  expect(added[0]!.id < added[1]!.id).toBe(true);
  expect(patchOf(added[0])['userName']).toBe('nina.park@example.com');
});

test('a last day moved into the past ends access from now on, after all that was before', async () => {
  const desk = await Desk.open(fakeDirectory([nina]));
  const leave = (day: string) => ({ user, last_day: day, immediate: 'No' });
  await desk.approve('1', 'Termination', leave('2026-12-20'));
  await desk.map();
  desk.clock.advance(DAY);
  await desk.approve('1', 'Termination', leave('2026-11-01'), desk.clock.now() - DAY);
  await desk.map();
  const last = (await desk.changes('1')).find(({ state }) => state === 'waiting');
  expect(last?.effective_at).toBe(desk.clock.now());
});

test('a new approval alone does not send again what went, and does try again what failed', async () => {
  const desk = await Desk.open(fakeDirectory([nina]));
  const vars = { user, new_job_title: 'Lead' };
  await desk.approve('1', 'Transfer', vars);
  await desk.map();
  await desk.setStates('1', 'applied', desk.clock.now());
  desk.clock.advance(1_000);
  await desk.approve('1', 'Transfer', vars);
  await desk.map();
  expect(await desk.steps('1')).toEqual(['move applied']);
  await desk.setStates('1', 'failed', desk.clock.now());
  desk.clock.advance(1_000);
  await desk.approve('1', 'Transfer', vars);
  await desk.map();
  expect(await desk.steps('1')).toEqual(['move failed', 'move waiting']);
});

test.each(['queued', 'failed'])(
  'what people were told of a change that is %s is over once it is asked for anew',
  async (state) => {
    const desk = await Desk.open(fakeDirectory([nina]));
    await desk.approve('1', 'Transfer', { user, new_job_title: 'Lead' });
    await desk.map();
    await desk.setStates('1', state);
    const [change] = await desk.changes('1');
    const reason = { code: 'upload-refused', what: '', next: '', owner: 'operations' } as const;
    const matter = { subject: `change:${change!.id}`, ticketId: 't-1', reason, now: 1 };
    await desk.store.write((tx) => openAttention(tx, matter));
    desk.clock.advance(1_000);
    await desk.approve('1', 'Transfer', { user, new_job_title: 'Chief' });
    await desk.map();
    expect(await desk.attention()).toEqual([]);
  },
);

test('a queued change that is replaced takes its person out of the queue', async () => {
  const desk = await Desk.open(fakeDirectory([nina]));
  await desk.approve('1', 'Transfer', { user, new_job_title: 'Lead' });
  await desk.map();
  await desk.setStates('1', 'queued');
  await desk.store.write((tx) => tx.updateTable('person').set({ lane: 2 }).execute());
  desk.clock.advance(1_000);
  await desk.approve('1', 'Transfer', { user, new_job_title: 'Chief' });
  await desk.map();
  const person = await desk.store.read.selectFrom('person').selectAll().executeTakeFirstOrThrow();
  expect(person).toMatchObject({ lane: null, schedule_due_at: desk.clock.now() });
});

test('a ticket that names somebody else now lets go of the first person', async () => {
  const desk = await Desk.open(fakeDirectory([nina, { ...nina, externalId: 'E8' }]));
  await desk.approve('1', 'Termination', { user, last_day: '2026-12-01' });
  await desk.map();
  desk.clock.advance(1_000);
  const other = { ...user, employee_number: 'E8' };
  await desk.approve('1', 'Termination', { user: other, last_day: '2026-12-01' });
  await desk.map();
  expect(await desk.steps('1')).toEqual(['disable cancelled', 'disable waiting']);
});

test('a transfer keeps the record the directory knew as its baseline', async () => {
  const desk = await Desk.open(fakeDirectory([nina]));
  await desk.approve('1', 'Transfer', { user, new_job_title: 'Lead' });
  await desk.map();
  const person = await desk.store.read.selectFrom('person').selectAll().executeTakeFirstOrThrow();
  expect(JSON.parse(person.baseline as string)).toEqual(nina);
  expect(person.baseline_at).toBe(desk.clock.now());
});

test('an immediate termination is urgent and due now', async () => {
  const desk = await Desk.open(fakeDirectory([nina]));
  await desk.approve('1', 'Termination', { user, last_day: '2026-12-01', immediate: 'Yes' });
  await desk.map();
  const [change] = await desk.changes('1');
  expect(change).toMatchObject({ lane: 0, effective_at: desk.clock.now(), kind: 'termination' });
});

test('a termination of somebody unknown is rejected and put before a human', async () => {
  const desk = await Desk.open();
  await desk.approve('1', 'Termination', { user, last_day: '2026-12-01' });
  await desk.map();
  expect(await desk.ticket('1')).toMatchObject({ state: 'rejected', kind: 'termination' });
  expect(await desk.attention()).toEqual(['unknown-person/ticket:t-1']);
});

test('what was put before a human is closed once the ticket can be mapped', async () => {
  const desk = await Desk.open();
  await desk.approve('1', 'Termination', { user, last_day: '2026-12-01' });
  await desk.map();
  desk.directory!.people = [nina];
  desk.clock.advance(1_000);
  await desk.approve('1', 'Termination', { user, last_day: '2026-12-01' });
  await desk.map();
  expect(await desk.attention()).toEqual([]);
});

test('two accounts with one employee number hold the ticket', async () => {
  const desk = await Desk.open(fakeDirectory([nina, { ...nina, userName: 'n2@example.com' }]));
  await desk.approve('1', 'Transfer', { user, new_job_title: 'Lead' });
  await desk.map();
  expect((await desk.ticket('1')).reason).toContain('person-ambiguous');
  expect(await desk.attention()).toEqual(['person-ambiguous/ticket:t-1']);
});

test('a hire under the number of an enabled account is held', async () => {
  const desk = await Desk.open(fakeDirectory([nina]));
  await desk.approve('1', 'New hire', hire());
  await desk.map();
  expect((await desk.ticket('1')).reason).toContain('person-already-exists');
  expect(await desk.changes('1')).toEqual([]);
});

test('a rehire comes back to the disabled account under its own user name', async () => {
  const desk = await Desk.open(
    fakeDirectory([{ ...nina, active: false, userName: 'old@example.com' }]),
  );
  await desk.approve('1', 'New hire', hire());
  await desk.map();
  const [create] = await desk.changes('1');
  expect(create).toMatchObject({ expects: 'existing' });
  expect(patchOf(create)).not.toHaveProperty('userName');
});

test('without a directory too, a rehire never renames the account of a leaver', async () => {
  const desk = await Desk.open(null);
  await desk.approve('1', 'Termination', { user, last_day: '2026-11-20' });
  await desk.map();
  await desk.setStates('1', 'applied', 1);
  await desk.store.write((tx) =>
    tx
      .updateTable('person')
      .set({ sent: '{"externalId":"E7","active":false}', sent_version: 1, confirmed_version: 1 })
      .execute(),
  );
  await desk.approve('2', 'New hire', hire());
  await desk.map();
  expect(await desk.steps('2')).toEqual(['create waiting', 'activate waiting']);
  expect(patchOf((await desk.changes('2'))[0])).not.toHaveProperty('userName');
});

test('two hires of one number in one batch: the first goes, the second is held', async () => {
  const desk = await Desk.open();
  await desk.approve('1', 'New hire', hire());
  await desk.approve('2', 'New hire', hire());
  await desk.map();
  expect([(await desk.ticket('1')).state, (await desk.ticket('2')).state]).toEqual([
    'mapped',
    'held',
  ]);
  const { what, next } = JSON.parse((await desk.ticket('2')).reason!) as Reason;
  expect(what).toContain('another open request');
  expect(next).toContain('approved again');
});

test.each([
  ['New hire', hire()],
  ['Termination', { user, last_day: '2026-12-01' }],
])('beside another %s in one batch, a rehire is held as well', async (catalogItem, vars) => {
  const desk = await Desk.open(fakeDirectory([{ ...nina, active: false }]));
  await desk.approve('1', catalogItem, vars);
  await desk.approve('2', 'New hire', hire());
  await desk.map();
  expect((await desk.ticket('1')).state).toBe('mapped');
  expect((await desk.ticket('2')).reason).toContain('person-contested');
});

test('a second hire is held also while the first account is still disabled', async () => {
  const desk = await Desk.open();
  await desk.approve('1', 'New hire', hire());
  await desk.map();
  await desk.store.write(async (tx) => {
    await tx
      .updateTable('change')
      .set({ state: 'applied', settled_at: 1 })
      .where('step', '=', 'create')
      .execute();
    await tx
      .updateTable('person')
      .set({ sent: JSON.stringify({ ...nina, active: false }) })
      .execute();
  });
  await desk.approve('2', 'New hire', hire());
  await desk.map();
  expect((await desk.ticket('2')).reason).toContain('person-contested');
});

test('people of one name get different user names, also next to the directory', async () => {
  const desk = await Desk.open(fakeDirectory([{ ...nina, externalId: 'X' }]));
  for (const ref of ['1', '2', '3', '4'])
    await desk.approve(ref, 'New hire', hire({ employee_number: `E10${ref}` }));
  // The last ones lose the race for the names found free, and are mapped once more.
  while ((await desk.map()) > 0);
  const names = await desk.store.read.selectFrom('user_name').select('user_name').execute();
  expect(names.map((row) => row.user_name).sort()).toEqual(
    [2, 3, 4, 5].map((n) => `nina.park${n}@example.com`),
  );
});

test('a name corrected before anything was sent brings another user name', async () => {
  const desk = await Desk.open();
  await desk.approve('1', 'New hire', hire());
  await desk.map();
  desk.clock.advance(1_000);
  await desk.approve('1', 'New hire', hire({ last_name: 'Parker' }));
  await desk.map();
  const names = await desk.store.read.selectFrom('user_name').selectAll().execute();
  expect(names.map((row) => row.user_name)).toEqual(['nina.parker@example.com']);
});

test('a person whom the request does not name any more gives the user name back', async () => {
  const desk = await Desk.open();
  const nameOf = async (ref: string) =>
    patchOf((await desk.changes(ref)).find(({ state }) => state === 'waiting'))['userName'];
  await desk.approve('1', 'New hire', hire());
  await desk.map();
  desk.clock.advance(1_000);
  await desk.approve('1', 'New hire', hire({ employee_number: 'E8', last_name: 'Parker' }));
  await desk.map();
  await desk.approve('2', 'New hire', hire({ employee_number: 'E9' }));
  await desk.map();
  expect(await nameOf('2')).toBe('nina.park@example.com');
  await desk.approve('3', 'New hire', hire({ employee_number: 'E10' }));
  await desk.map();
  expect(await nameOf('3')).toBe('nina.park2@example.com');
});

test('somebody whose name has no plain letters is named by number', async () => {
  const desk = await Desk.open();
  await desk.approve('1', 'New hire', hire({ first_name: '太郎', last_name: '山田' }));
  await desk.map();
  const patch = patchOf((await desk.changes('1'))[0]);
  expect(patch).toMatchObject({ userName: 'e7@example.com', displayName: '太郎 山田' });
});

test.each([
  ['hold', 'held', []],
  ['send', 'mapped', ['move waiting']],
])(
  'without a directory a mover never met is, by the policy %s, %s',
  async (withoutBaseline, state, steps) => {
    const desk = await Desk.open(null, { target: { ...testTarget, withoutBaseline } });
    await desk.approve('1', 'Transfer', { user, new_job_title: 'Lead' });
    await desk.map();
    expect((await desk.ticket('1')).state).toBe(state);
    expect(await desk.steps('1')).toEqual(steps);
  },
);

test('without a directory a leaver never met is not held', async () => {
  const desk = await Desk.open(null, { target: { ...testTarget, withoutBaseline: 'hold' } });
  await desk.approve('1', 'Termination', { user, last_day: '2026-12-01' });
  await desk.map();
  expect(await desk.steps('1')).toEqual(['disable waiting']);
});

test('nothing is decided while the directory cannot be asked, and each wait is longer', async () => {
  const desk = await Desk.open();
  desk.directory!.down = true;
  await desk.approve('1', 'Termination', { user, last_day: '2026-12-01' });
  const waits: number[] = [];
  for (let time = 0; time < 4; time++) {
    await desk.map();
    const { map_due_at } = await desk.ticket('1');
    waits.push((map_due_at as number) - desk.clock.now());
    desk.clock.time = map_due_at as number;
  }
  expect(waits).toEqual([...waits].sort((a, b) => a - b));
  expect(new Set(waits).size).toBe(4);
  expect(await desk.attention()).toEqual(['directory-unavailable/target:entra']);
  desk.directory!.down = false;
  desk.directory!.people = [nina];
  await desk.map();
  expect((await desk.ticket('1')).state).toBe('mapped');
  expect(await desk.attention()).toEqual([]);
});

test('a ticket nobody has a template for is held for a human', async () => {
  const desk = await Desk.open();
  await desk.approve('1', 'Laptop', {});
  await desk.map();
  expect(await desk.ticket('1')).toMatchObject({ state: 'held', kind: null });
  expect(await desk.attention()).toEqual(['no-template/ticket:t-1']);
});

test('one broken ticket stops only itself', async () => {
  const desk = await Desk.open(fakeDirectory([nina]));
  await desk.approve('1', 'Transfer', { user, new_job_title: 'Lead' });
  await desk.approve('2', 'Transfer', { user, new_job_title: 'Lead' });
  await desk.store.write((tx) =>
    tx.updateTable('ticket').set({ snapshot: '{' }).where('id', '=', 't-1').execute(),
  );
  await desk.map();
  expect([(await desk.ticket('1')).state, (await desk.ticket('2')).state]).toEqual([
    'approved',
    'mapped',
  ]);
  expect((await desk.ticket('1')).map_due_at).toBeGreaterThan(desk.clock.now());
});

test('what was decided before the ticket changed is not recorded', async () => {
  const directory = fakeDirectory([nina]);
  const desk = await Desk.open(directory);
  await desk.approve('1', 'Termination', { user, last_day: '2026-12-01' });
  const find = directory.findByExternalId.bind(directory);
  directory.findByExternalId = async (ids) => {
    await desk.store.write((tx) => tx.updateTable('ticket').set({ state: 'cancelled' }).execute());
    return find(ids);
  };
  await desk.map();
  expect(await desk.changes('1')).toEqual([]);
  expect((await desk.ticket('1')).state).toBe('cancelled');
});

test('an attribute the target has no extension for is held before it can stop an upload', async () => {
  const desk = await Desk.open(fakeDirectory(), { target: { ...testTarget, extensions: {} } });
  await desk.approve('1', 'New hire', hire());
  await desk.map();
  expect((await desk.ticket('1')).reason).toContain('extension-unknown');
});

test('a thousand tickets are mapped with few questions to the directory', async () => {
  const desk = await Desk.open();
  for (let n = 0; n < 1_000; n++)
    await desk.approve(
      String(n),
      'New hire',
      hire({ employee_number: `E${n}`, last_name: `P${n}` }),
    );
  while ((await desk.map()) > 0);
  const { count } = await desk.store.read
    .selectFrom('change')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  expect(count).toBe(2_000);
  expect(desk.directory!.asked).toBeLessThan(300);
});

test('a termination that is corrected does not wait as long as the refused one had to', async () => {
  const desk = await Desk.open(fakeDirectory([nina]));
  await desk.approve('1', 'Termination', { user, last_day: '2026-11-20' });
  await desk.map();
  await desk.setStates('1', 'queued');
  const waits = desk.clock.now() + 3_600_000;
  await desk.store.write((tx) => tx.updateTable('person').set({ not_before: waits }).execute());
  desk.clock.advance(1_000);
  await desk.approve('1', 'Termination', { user, immediate: 'Yes' });
  await desk.map();
  expect(await desk.steps('1')).toEqual(['disable superseded', 'disable waiting']);
  const person = await desk.store.read.selectFrom('person').selectAll().executeTakeFirstOrThrow();
  expect(person.not_before).toBeLessThanOrEqual(desk.clock.now());
});
