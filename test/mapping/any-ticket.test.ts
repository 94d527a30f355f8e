import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import type { Attributes } from '../../src/domain/record.js';
import type { TicketSnapshot, VariableValue } from '../../src/domain/ticket.js';
import { loadTemplate } from '../../src/mapping/load.js';
import { identify, mapTicket, type Mapped } from '../../src/mapping/map-ticket.js';
import type { Template } from '../../src/mapping/template.js';

const NOW = Date.parse('2026-11-23T09:00:00Z');
const CONTEXT = { now: NOW, zone: 'Europe/Lisbon', domain: 'example.com', person: null };
const [hire, transfer, termination] = ['hire', 'transfer', 'termination'].map((name) =>
  loadTemplate(`${name}.yaml`, readFileSync(`templates/servicenow/${name}.yaml`, 'utf8')),
) as [Template, Template, Template];

/** Names the forms of the shipped templates ask for. */
const NAMES = [
  ...['first_name', 'last_name', 'preferred_name', 'employee_number', 'start_date', 'end_date'],
  ...['employee_type', 'job_title', 'department', 'cost_center', 'company', 'manager', 'location'],
  ...['mobile_phone', 'user', 'effective_date', 'new_job_title', 'new_department', 'new_manager'],
  ...['new_location', 'new_last_name', 'last_day', 'last_day_time', 'immediate'],
];

const liquid = fc.constantFrom(
  ...['{{ 7 | times: 7 }}', '{% assign active = true %}', '{{ person.active }}', '{% raw %}', '{{'],
  ...[
    '{% include "x" %}',
    '{{ vars | json }}',
    '${7*7}',
    '<%= 7 %>',
    '{% for i in (1..9) %}x',
    '}}',
  ],
);
const text = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 3, arbitrary: fc.string({ unit: 'grapheme', maxLength: 300 }) },
  { weight: 3, arbitrary: fc.constantFrom('E10042', 'Yes', 'No', 'true', 'false', 'now', '', ' ') },
  { weight: 2, arbitrary: fc.constantFrom('2026-12-01', '2026-02-30', '17:00', '99:99', 'UTC') },
  {
    weight: 2,
    arbitrary: fc.tuple(liquid, fc.string({ maxLength: 5 })).map((both) => both.join('')),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('\0', '\ud800', '\u202e', 'a\r\nb', '\u0301'.repeat(40)),
  },
);
const reference = fc.record(
  {
    ...{ id: text, name: text, employee_number: text, time_zone: text, city: text, country: text },
    ...{ location_time_zone: text, street: text, state: text, zip: text },
  },
  { requiredKeys: ['id', 'name'] },
);
const rows = fc.array(fc.dictionary(fc.constantFrom('item', 'name'), text), { maxLength: 3 });
const answer: fc.Arbitrary<VariableValue> = fc.oneof(
  { weight: 5, arbitrary: text },
  { weight: 2, arbitrary: reference },
  { weight: 1, arbitrary: rows },
);
const answers = fc.dictionary(
  fc.oneof(fc.constantFrom(...NAMES), fc.constantFrom('constructor', 'toString', 'x')),
  answer,
);

/** A form somebody filled in properly, with a few answers gone wrong. */
const usual = {
  ...{ first_name: 'José', last_name: "O'Neill", employee_number: 'E7', start_date: '2026-12-20' },
  ...{ job_title: 'Clerk', department: 'Sales', last_day: '2026-12-01', new_job_title: 'Lead' },
  user: { id: 'u', name: 'Nina Park', employee_number: 'E10042', location_time_zone: 'Asia/Tokyo' },
};
const forms = fc.oneof(
  answers,
  answers.map((some) => ({ ...usual, ...some })),
  fc.tuple(fc.constantFrom(...NAMES), answer).map(([name, one]) => ({ ...usual, [name]: one })),
);

function ticketOf(vars: Record<string, VariableValue>): TicketSnapshot {
  return {
    ...{
      ref: 'r',
      number: 'RITM0010042',
      catalogItem: 'x',
      revision: 1,
      digest: '',
      status: 'open',
    },
    ...{ approval: 'approved', approvedAt: NOW, approvers: [], vars },
    requester: { id: '', name: '', employeeNumber: '' },
  };
}

function map(
  template: Template,
  vars: Record<string, VariableValue>,
  person: Attributes | null = null,
) {
  const context = { ...CONTEXT, person };
  const externalId = identify(template, ticketOf(vars), context);
  return typeof externalId === 'string'
    ? mapTicket(template, ticketOf(vars), externalId, context)
    : ({ is: 'refused', reasons: [externalId] } satisfies Mapped);
}

/** Microsoft's limits written down anew, as far as the templates reach. */
const LONGEST: Record<string, number> = {
  ...{ externalId: 16, displayName: 256, 'name.givenName': 64, 'name.familyName': 64, title: 128 },
  ...{ 'enterprise.department': 64, 'enterprise.organization': 64, 'enterprise.manager': 16 },
  ...{ 'addresses.work.locality': 128, 'addresses.work.postalCode': 40 },
};
const UPN = /^[A-Za-z0-9'_!#^~-][A-Za-z0-9'._!#^~-]{0,63}@[A-Za-z0-9.-]{1,48}$/;

function expectWithinLimits(attributes: Attributes): void {
  for (const [path, value] of Object.entries(attributes)) {
    if (typeof value === 'boolean') expect(path).toBe('active');
    else {
      expect(value).not.toBe('');
      expect([...value].length).toBeLessThanOrEqual(LONGEST[path] ?? 1024);
      expect(value.isWellFormed()).toBe(true);
      expect(value).not.toMatch(
        /[\p{Cc}\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u,
      );
    }
  }
  for (const path of ['externalId', 'enterprise.manager'])
    expect(attributes[path] ?? 'E1').toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]*$/);
}

describe.each([
  ['hire', hire],
  ['transfer', transfer],
  ['termination', termination],
])('whatever stands in a form for a %s', (_, template) => {
  const person = fc.option(
    fc.constant({ externalId: 'E10042', active: true, 'name.givenName': 'Nina', nickName: 'Nin' }),
  );

  test('it becomes changes within the limits of Microsoft Entra, or reasons in words', () => {
    const became = { changes: 0, refused: 0 };
    fc.assert(
      fc.property(forms, person, (vars, known) => {
        const mapped = map(template, vars, known);
        became[mapped.is]++;
        if (mapped.is === 'changes') {
          expect(mapped.changes.length).toBeGreaterThan(0);
          for (const change of mapped.changes) {
            expectWithinLimits({ ...change.patch, externalId: change.externalId });
            for (const name of change.userNames) {
              expect(name).toMatch(UPN);
              expect(name).not.toMatch(/\.@/);
            }
            expect(change.effectiveAt).toBeGreaterThanOrEqual(NOW);
          }
          return;
        }
        expect(mapped.reasons.length).toBeGreaterThan(0);
        for (const { code, what, next, owner } of mapped.reasons) {
          expect(code).toMatch(/^[a-z][a-z-]+$/);
          expect([what, next, owner].every((part) => part.length > 5)).toBe(true);
        }
      }),
      { numRuns: 1_000 },
    );
    // Both ways were gone often, or nothing was proven.
    expect(Math.min(became.changes, became.refused)).toBeGreaterThan(50);
  });

  test('a reason never repeats what was written', () => {
    const mark = 'Zq7Planted';
    const marked = text.map((value) => `${value}${mark}`);
    fc.assert(
      fc.property(fc.constantFrom(...NAMES), marked, (name, value) => {
        const mapped = map(template, { ...usual, [name]: value });
        if (mapped.is === 'refused') expect(JSON.stringify(mapped.reasons)).not.toContain(mark);
      }),
      { numRuns: 500 },
    );
  });
});

test('whatever stands in the form, a termination disables and never enables', () => {
  fc.assert(
    fc.property(forms, (vars) => {
      const mapped = map(termination, vars, { externalId: 'E10042', active: true });
      if (mapped.is === 'refused') return;
      expect(mapped.changes.map(({ patch }) => patch['active'])).toEqual([false]);
    }),
    { numRuns: 1_500 },
  );
});

test('text of a ticket that looks like a template stays what it is, letter by letter', () => {
  const written = fc.tuple(fc.string({ maxLength: 8 }), liquid, fc.string({ maxLength: 8 }));
  fc.assert(
    fc.property(written, (parts) => {
      const value = parts.join('');
      const mapped = map(hire, { ...usual, first_name: value, job_title: value });
      if (mapped.is === 'refused') return expect(mapped.reasons[0]?.code).toBe('entra-limit');
      const expected = value.trim().normalize('NFC');
      expect(mapped.changes[0]?.patch).toMatchObject({
        ...{ 'name.givenName': expected, title: expected, active: false },
      });
    }),
    { numRuns: 1_000 },
  );
});

test('mapping the same ticket again, later, finds the same unless its time has come', () => {
  fc.assert(
    fc.property(forms, fc.nat(1_000_000), (vars, later) => {
      const first = map(hire, vars);
      const context = { ...CONTEXT, now: NOW + later };
      const id = identify(hire, ticketOf(vars), context);
      if (first.is === 'refused' || typeof id !== 'string') return;
      const again = mapTicket(hire, ticketOf(vars), id, context);
      if (again.is === 'refused') throw new Error(again.reasons[0]?.code);
      const sameOf = (mapped: typeof again) =>
        mapped.changes.map(({ step, patch, userNames, effectiveAt }) => ({
          ...{ step, patch, userNames, effectiveAt: Math.max(effectiveAt, NOW + later) },
        }));
      expect(sameOf(again)).toEqual(sameOf(first));
    }),
    { numRuns: 500 },
  );
});
