import type { Party, TicketSnapshot, VariableValue } from '../domain/ticket.js';
import type { Reason } from '../domain/reason.js';
import { noApproverNamed, selfApproved } from './reasons.js';

/** Variables that name the person a ticket is about. */
const SUBJECT_VARIABLES = ['user', 'employee'];

/**
 * Null where somebody independent approved. An approval by the ticket's subject or its requester
 * does not count, nor does it spoil that of others: otherwise the ticket could never be put right.
 */
export function approverProblem(ticket: TicketSnapshot, mustBeNamed: boolean): Reason | null {
  const named = ticket.approvers.filter((one) => one.decision === 'approved' && isSomebody(one));
  if (named.length === 0) return mustBeNamed ? noApproverNamed : null;
  const interested = [...subjects(ticket), ticket.requester];
  const independent = named.some((one) => !interested.some((other) => samePerson(one, other)));
  return independent ? null : selfApproved;
}

function subjects(ticket: TicketSnapshot): Party[] {
  return SUBJECT_VARIABLES.flatMap((name) => {
    const value = ticket.vars[name];
    return value === undefined ? [] : toParties(value);
  });
}

function toParties(value: VariableValue): Party[] {
  if (Array.isArray(value)) return [];
  if (typeof value === 'string') return [{ id: value, name: value, employeeNumber: value }];
  const employeeNumber = value['employee_number'] ?? value['employeeNumber'] ?? '';
  return [{ id: value.id, name: value.name, employeeNumber }];
}

/** A name alone is compared only where the system gives no id: two people may share a name. */
function samePerson(one: Party, other: Party): boolean {
  if (same(one.id, other.id) || same(one.employeeNumber, other.employeeNumber)) return true;
  return (one.id === '' || other.id === '') && same(one.name, other.name);
}

function same(one: string, other: string): boolean {
  const plain = one.trim().toLowerCase();
  return plain !== '' && plain === other.trim().toLowerCase();
}

function isSomebody({ id, name, employeeNumber }: Party): boolean {
  return `${id}${name}${employeeNumber}`.trim() !== '';
}
