import type { AuditEvent, History, SandboxEvent } from '../history.js';

export type Kind = 'hire' | 'transfer' | 'termination';

/** One ticket as its own system tells it. */
export interface Asked {
  ref: string;
  number: string;
  kind: Kind;
  /** Employee number of the person it is about. */
  person: string;
  orderedAt: number;
  /** Every span in which it stood approved and open; `to` is Infinity while it lasts. */
  approved: { from: number; to: number }[];
  /** A person closed it: no approval opens it again. */
  cancelled: boolean;
  marker: string;
  immediate: boolean;
}

const KINDS: Record<string, Kind> = {
  'New hire': 'hire',
  Transfer: 'transfer',
  Termination: 'termination',
};

/** The tickets people raised, and when each stood approved, from the ticket system's history alone. */
export function askedTickets({ events, employeeNumbers }: History): Asked[] {
  const asked = new Map<string, Asked>();
  for (const event of ofSystem(events, 'servicenow')) {
    if (event.op === 'order') addOrder(asked, event, employeeNumbers);
    if (event.op === 'scenario' && event['name'] === 'silent approval') {
      for (const ref of event['items'] as string[]) setApproved(asked.get(ref), true, event.at);
    }
    const ticket = asked.get(String(event['sys_id']));
    if (!ticket) continue;
    if (event.op === 'approval') setApproved(ticket, event['approval'] === 'approved', event.at);
    if (event.op === 'cancel') cancel(ticket, event.at);
  }
  return [...asked.values()];
}

function addOrder(
  asked: Map<string, Asked>,
  event: SandboxEvent,
  employeeNumbers: ReadonlyMap<string, string>,
): void {
  const kind = KINDS[String(event['item'])];
  if (!kind) return;
  const variables = event['variables'] as Record<string, string>;
  asked.set(String(event['sys_id']), {
    ref: String(event['sys_id']),
    number: String(event['number']),
    kind,
    person:
      variables['employee_number'] || employeeNumbers.get(variables['user'] ?? '') || 'unknown',
    orderedAt: event.at,
    approved: [],
    cancelled: false,
    marker: variables['job_title'] ?? variables['new_job_title'] ?? '',
    immediate: variables['immediate'] === 'Yes',
  });
}

function cancel(ticket: Asked, at: number): void {
  setApproved(ticket, false, at);
  ticket.cancelled = true;
}

function setApproved(ticket: Asked | undefined, approved: boolean, at: number): void {
  if (ticket?.cancelled) return;
  const last = ticket?.approved.at(-1);
  if (approved && (!last || last.to < Infinity)) ticket?.approved.push({ from: at, to: Infinity });
  if (!approved && last?.to === Infinity) last.to = at;
}

/** Approved at that instant, or until so shortly before that nobody could have known. */
export function wasApproved(ticket: Asked, at: number, toleranceMs: number): boolean {
  return ticket.approved.some(({ from, to }) => from <= at && at <= to + toleranceMs);
}

export function isApprovedAtEnd(ticket: Asked): boolean {
  return ticket.approved.at(-1)?.to === Infinity;
}

export function ofSystem(
  events: readonly SandboxEvent[],
  system: SandboxEvent['system'],
): SandboxEvent[] {
  return events.filter((event) => event.system === system);
}

export interface SentRecord {
  at: number;
  /** As the sandbox counts; null where the call was refused. */
  accepted: boolean;
  status: number;
  externalId: string;
  active: boolean;
  userName: string | null;
  title: string;
}

/** Every record that reached Entra, in the order of the calls. */
export function sentRecords({ events }: History): SentRecord[] {
  return uploads(events).flatMap((call) =>
    ((call['records'] ?? []) as Record<string, unknown>[]).map((record) => ({
      at: call.at,
      accepted: call['status'] === 202,
      status: Number(call['status']),
      externalId: String(record['externalId']),
      active: record['active'] === true,
      userName: record['userName'] as string | null,
      title: titleOf(record['data']),
    })),
  );
}

export function uploads(events: readonly SandboxEvent[]): SandboxEvent[] {
  return events.filter((event) => event.system === 'entra' && event.op === 'bulkUpload');
}

/** `change.queued` of `change:<id>` as what, whom and how. */
export function subjectId({ subject }: AuditEvent): string {
  return subject.slice(subject.indexOf(':') + 1);
}

export function ofSubject(audit: readonly AuditEvent[], type: string): AuditEvent[] {
  return audit.filter(({ subject }) => subject.startsWith(`${type}:`));
}

export const time = (at: number): string => new Date(at).toISOString().slice(5, 19);

function titleOf(data: unknown): string {
  const { title } = (data ?? {}) as { title?: unknown };
  return typeof title === 'string' ? title : '';
}
