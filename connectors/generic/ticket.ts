import type { Approver, ApprovalValue, Party, TicketSnapshot } from '../../src/kit/index.js';
import type { Check } from './check.js';
import { digestOf } from './digest.js';
import { instant } from './instant.js';
import { readVars } from './vars.js';

export const ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/;
const APPROVALS = ['approved', 'waiting', 'rejected'] as const;
const DECISIONS = [...APPROVALS, 'cancelled'] as const;
const MOST_APPROVERS = 50;

/** The `data` of a delivery or of a read-back. Problems are noted in the check. */
export function readTicket(data: Check, ignored: readonly string[]): TicketSnapshot {
  const ref = data.text('id', { pattern: ID });
  const vars = readVars(data, ignored);
  return {
    ref,
    number: data.text('number', { required: false, pattern: ID }) || ref,
    catalogItem: data.text('item'),
    revision: data.count('revision'),
    digest: digestOf(vars),
    status: data.oneOf('status', ['open', 'closed', 'cancelled']) ?? 'open',
    ...readApproval(data.object('approval')),
    requester: readParty(data.object('requester')),
    vars,
  };
}

function readApproval(
  approval: Check,
): Pick<TicketSnapshot, 'approval' | 'approvedAt' | 'approvers'> {
  return {
    approval: readValue(approval),
    approvedAt: readInstant(approval, 'at'),
    approvers: approval.objects('approvers', MOST_APPROVERS).map(readApprover),
  };
}

/** Exactly `approved`: not "Approved", not true, not "yes". */
function readValue(approval: Check): ApprovalValue {
  const value = approval.get('value');
  const known = APPROVALS.find((one) => one === value);
  return known ?? approval.note('value', 'not-approved', 'unknown');
}

function readApprover(one: Check): Approver {
  return {
    ...readParty(one),
    decision: one.oneOf('decision', DECISIONS) ?? 'unknown',
    at: readInstant(one, 'at'),
  };
}

function readParty(party: Check): Party {
  return {
    id: party.text('id', { required: false }),
    name: party.text('name', { required: false }),
    employeeNumber: party.text('employeeNumber', { required: false }),
  };
}

function readInstant(of: Check, name: string): number | null {
  if (of.get(name) === null) return null;
  const text = of.text(name, { required: false });
  return text === '' ? null : (instant(text) ?? of.note(name, 'instant-expected', null));
}
