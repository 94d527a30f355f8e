import { readFileSync } from 'node:fs';
import type { TicketSnapshot, VariableValue } from '../../src/domain/ticket.js';
import { loadTemplate } from '../../src/mapping/load.js';
import { identify, mapTicket } from '../../src/mapping/map-ticket.js';

const load = (name: string) =>
  loadTemplate(`${name}.yaml`, readFileSync(`templates/servicenow/${name}.yaml`, 'utf8'));
const NOW = Date.parse('2026-11-23T09:00:00Z');
const context = { now: NOW, zone: 'Europe/Berlin', domain: 'example.com', person: null };
const lisbon = {
  id: 'l1',
  name: 'Lisbon',
  time_zone: 'Europe/Lisbon',
  city: 'Lisboa',
  country: 'PT',
};
const user = {
  id: 'u1',
  name: 'Nina Park',
  employee_number: 'E10042',
  location_time_zone: 'Asia/Tokyo',
};

function ticket(catalogItem: string, vars: Record<string, VariableValue>): TicketSnapshot {
  return {
    ref: 'a'.repeat(32),
    number: 'RITM0010042',
    catalogItem,
    revision: 1,
    digest: 'd',
    status: 'open',
    approval: 'approved',
    approvedAt: NOW,
    approvers: [],
    requester: { id: '', name: '', employeeNumber: '' },
    vars,
  };
}

const hired = {
  first_name: 'José',
  last_name: "O'Neill",
  start_date: '2026-12-20',
  location: lisbon,
};

test('a hire is created disabled two weeks ahead and enabled on day one, in the zone of the site', () => {
  const mapped = mapTicket(load('hire'), ticket('New hire', hired), 'E1', context);
  expect(mapped).toMatchObject({
    is: 'changes',
    changes: [
      {
        step: 'create',
        effectiveAt: Date.parse('2026-12-06T00:00:00Z'),
        expects: 'create',
        patch: { active: false },
      },
      {
        step: 'activate',
        effectiveAt: Date.parse('2026-12-20T00:00:00Z'),
        patch: { active: true },
      },
    ],
  });
});

test('user names are folded to plain letters and the next candidate counts on', () => {
  const mapped = mapTicket(load('hire'), ticket('New hire', hired), 'E1', context);
  const names = mapped.is === 'changes' ? mapped.changes[0]?.candidates : null;
  expect([...(names ?? [])].slice(0, 3)).toEqual([
    'jose.oneill@example.com',
    'jose.oneill2@example.com',
    'jose.oneill3@example.com',
  ]);
});

test('a hire without an employee number is known by the number of its ticket', () => {
  expect(identify(load('hire'), ticket('New hire', hired), context)).toBe('RITM0010042');
  expect(
    identify(load('hire'), ticket('New hire', { ...hired, employee_number: '00123' }), context),
  ).toBe('00123');
});

test('a transfer sets only what the form names', () => {
  const mapped = mapTicket(
    load('transfer'),
    ticket('Transfer', { user, new_job_title: 'Lead', new_last_name: '' }),
    'E10042',
    context,
  );
  expect(mapped).toMatchObject({
    changes: [{ step: 'move', effectiveAt: NOW, patch: { title: 'Lead' } }],
  });
  if (mapped.is === 'changes') expect(mapped.changes[0]?.patch).toEqual({ title: 'Lead' });
});

test('a new last name changes what people see and neither user name nor number', () => {
  const person = { externalId: 'E10042', 'name.givenName': 'Nina' };
  const mapped = mapTicket(
    load('transfer'),
    ticket('Transfer', { user, new_last_name: 'Ito' }),
    'E10042',
    { ...context, person },
  );
  if (mapped.is !== 'changes') throw new Error('refused');
  expect(mapped.changes[0]?.patch).toEqual({ 'name.familyName': 'Ito', displayName: 'Nina Ito' });
});

test('access ends at 17:00 on the last day, on the clocks of the person’s own site', () => {
  const mapped = mapTicket(
    load('termination'),
    ticket('Termination', { user, last_day: '2026-11-27', immediate: 'No' }),
    'E10042',
    context,
  );
  expect(mapped).toMatchObject({
    changes: [
      { effectiveAt: Date.parse('2026-11-27T08:00:00Z'), urgent: false, patch: { active: false } },
    ],
  });
});

test('an immediate termination is urgent and due now', () => {
  const mapped = mapTicket(
    load('termination'),
    ticket('Termination', { user, last_day: '2026-11-27', immediate: 'Yes' }),
    'E10042',
    context,
  );
  expect(mapped).toMatchObject({ changes: [{ effectiveAt: NOW, urgent: true }] });
});

test('a termination effective yesterday is due now', () => {
  const mapped = mapTicket(
    load('termination'),
    ticket('Termination', { user, last_day: '2026-11-22' }),
    'E10042',
    context,
  );
  expect(mapped).toMatchObject({
    changes: [
      { effectiveAt: NOW, patch: { active: false, 'jml.LeaveDate': '2026-11-22T17:00:00+09:00' } },
    ],
  });
});

test.each(['2026-02-30', '01/02/2026', '1', '9999-01-01', '2026-12-01T00:00:00', ''])(
  'the date %j is refused',
  (start_date) => {
    const mapped = mapTicket(
      load('hire'),
      ticket('New hire', { ...hired, start_date }),
      'E1',
      context,
    );
    expect(mapped).toMatchObject({
      is: 'refused',
      reasons: [{ code: 'date-invalid' }],
    });
  },
);

test.each(['${7*7}', '{{7*7}}', '<%= 7*7 %>', '{% raw %}'])(
  'ticket text %j stays text',
  (first_name) => {
    const mapped = mapTicket(
      load('hire'),
      ticket('New hire', { ...hired, first_name }),
      'E1',
      context,
    );
    if (mapped.is !== 'changes') throw new Error('refused');
    expect(mapped.changes[0]?.patch['name.givenName']).toBe(first_name);
  },
);

test('an employee number that is too long is refused with a sentence for the agent', () => {
  const mapped = mapTicket(load('hire'), ticket('New hire', hired), '1'.repeat(20), context);
  expect(mapped).toMatchObject({
    is: 'refused',
    reasons: [{ what: expect.stringContaining('20 characters') }],
  });
});

test('a manager whose employee number is not known is not quietly left out', () => {
  const mapped = mapTicket(
    load('transfer'),
    ticket('Transfer', { user, new_manager: { id: 'm1', name: 'Olga', employee_number: '' } }),
    'E10042',
    context,
  );
  expect(mapped).toMatchObject({ is: 'refused', reasons: [{ code: 'value-unknown' }] });
});
