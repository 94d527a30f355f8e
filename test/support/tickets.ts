import type { Selectable } from 'kysely';
import type { TicketSnapshot } from '../../src/domain/ticket.js';
import type { ChangeTable, PersonTable, TicketTable } from '../../src/ports/schema.js';

export const NOON = Date.parse('2026-11-23T12:00:00Z');

/** An approved termination, as its system tells it. */
export function snapshot(over: Partial<TicketSnapshot> = {}): TicketSnapshot {
  return {
    ref: 'r1',
    number: 'RITM0010042',
    catalogItem: 'Termination',
    revision: 3,
    digest: 'd1',
    status: 'open',
    approval: 'approved',
    approvedAt: NOON - 60_000,
    approvers: [
      { id: 'boss', name: 'Bo Boss', employeeNumber: '7', decision: 'approved', at: NOON - 60_000 },
    ],
    requester: { id: 'desk', name: 'Dee Desk', employeeNumber: '9' },
    vars: { user: { id: 'nina', name: 'Nina Park', employee_number: '42' } },
    ...over,
  };
}

export function ticketRow(over: Partial<Selectable<TicketTable>> = {}): Selectable<TicketTable> {
  return {
    id: 'ticket-0001',
    connection: 'desk',
    ref: 'r1',
    number: 'RITM0010042',
    kind: null,
    template: null,
    state: 'received',
    revision: -1,
    digest: '',
    snapshot: null,
    delivered: null,
    approved_at: null,
    checked_at: null,
    received_at: NOON,
    updated_at: NOON,
    reason: null,
    refusal: null,
    verify_due_at: null,
    verify_fence: 0,
    verify_tries: 0,
    verify_by: null,
    map_due_at: null,
    map_fence: 0,
    map_tries: 0,
    map_by: null,
    writeback_due_at: null,
    writeback_fence: 0,
    writeback_tries: 0,
    writeback_by: null,
    writeback_lease_until: null,
    view: null,
    view_version: 0,
    tried_version: 0,
    shown_version: 0,
    shown_at: null,
    writeback_since: null,
    writeback_error: null,
    ...over,
  };
}

export function personRow(over: Partial<Selectable<PersonTable>> = {}): Selectable<PersonTable> {
  return {
    id: 'person-1',
    target: 'entra',
    external_id: '42',
    display_name: 'Nina Park',
    baseline: null,
    baseline_at: null,
    desired: null,
    desired_version: 1,
    sent: null,
    sent_version: 0,
    confirmed_version: 0,
    lane: null,
    queued_at: null,
    not_before: 0,
    manager: null,
    attempt_id: null,
    schedule_due_at: null,
    schedule_fence: 0,
    schedule_tries: 0,
    ...over,
  };
}

export function changeRow(over: Partial<Selectable<ChangeTable>> = {}): Selectable<ChangeTable> {
  return {
    id: 'change-1',
    ticket_id: 'ticket-0001',
    person_id: 'person-1',
    step: 'disable',
    kind: 'termination',
    lane: 1,
    expects: 'existing',
    effective_at: Date.parse('2026-11-27T17:00:00Z'),
    zone: 'Europe/Lisbon',
    patch: '{"active":false}',
    state: 'waiting',
    digest: 'd1',
    approved_at: NOON - 60_000,
    version: null,
    attempt_id: null,
    reason: null,
    created_at: NOON,
    settled_at: null,
    ...over,
  };
}
