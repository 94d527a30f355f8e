import { DateTime } from 'luxon';
import { PEOPLE, SITES } from '../../../src/sandbox/people-data.js';
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
  approved: Span[];
  /** A person closed it: no approval opens it again. */
  cancelled: boolean;
  /** Every span in which somebody independent had approved it. */
  released: Span[];
  /** Of the person's site. */
  zone: string;
  /** Who raised it, by user name. */
  requester: string;
  marker: string;
  /** What the form said of the title, one value after the other. */
  titles: { from: number; value: string }[];
  /** Instants from which on the form let the account be enabled, or disabled; also those edited away. */
  dates: number[];
  immediate: boolean;
}

interface Span {
  from: number;
  to: number;
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
    if (event.op === 'approval') {
      setApproved(ticket, event['approval'] === 'approved', event.at);
      const independent = isIndependent(ticket, event, employeeNumbers) && !ticket.cancelled;
      setSpan(ticket.released, event['approval'] === 'approved' && independent, event.at);
    }
    if (event.op === 'cancel') cancel(ticket, event.at);
    if (event.op === 'variableEdit') edit(ticket, event);
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
    ...{ approved: [], released: [], cancelled: false },
    requester: String(event['by']),
    marker: variables['job_title'] ?? variables['new_job_title'] ?? '',
    titles: [{ from: event.at, value: variables['job_title'] ?? variables['new_job_title'] ?? '' }],
    zone: zoneOf(variables, employeeNumbers),
    dates: [],
    immediate: variables['immediate'] === 'Yes',
  });
  for (const name of ['start_date', 'last_day'] as const) {
    if (variables[name]) addDate(asked.get(String(event['sys_id'])), name, variables[name]);
  }
}

/** Of the site a hire will work at, or a leaver works at; UTC for who has none. */
function zoneOf(
  variables: Record<string, string>,
  employeeNumbers: ReadonlyMap<string, string>,
): string {
  const number = employeeNumbers.get(variables['user'] ?? '');
  const site = PEOPLE.find(({ employeeNumber }) => employeeNumber === number)?.site;
  const place = SITES.find(({ sysId, name }) => sysId === variables['location'] || name === site);
  return place?.timeZone ?? 'UTC';
}

const HOURS = { start_date: '00:00', last_day: '17:00' };

function addDate(ticket: Asked | undefined, name: 'start_date' | 'last_day', day: string): void {
  const instant = DateTime.fromISO(`${day}T${HOURS[name]}`, { zone: ticket?.zone ?? 'UTC' });
  ticket?.dates.push(instant.toMillis());
}

function edit(ticket: Asked, event: SandboxEvent): void {
  const name = String(event['name']);
  const value = String(event['value']);
  if (name === 'job_title' || name === 'new_job_title') {
    ticket.titles.push({ from: event.at, value });
  }
  if (name === 'start_date' || name === 'last_day') addDate(ticket, name, value);
}

function isIndependent(
  { requester, person }: Asked,
  event: SandboxEvent,
  employeeNumbers: ReadonlyMap<string, string>,
): boolean {
  return event['by'] !== requester && employeeNumbers.get(String(event['approver'])) !== person;
}

function cancel(ticket: Asked, at: number): void {
  setApproved(ticket, false, at);
  setSpan(ticket.released, false, at);
  ticket.cancelled = true;
}

function setApproved(ticket: Asked | undefined, approved: boolean, at: number): void {
  if (ticket && !ticket.cancelled) setSpan(ticket.approved, approved, at);
}

function setSpan(spans: Span[], holds: boolean, at: number): void {
  const last = spans.at(-1);
  if (holds && (!last || last.to < Infinity)) spans.push({ from: at, to: Infinity });
  if (!holds && last?.to === Infinity) last.to = at;
}

/** What each person's tickets are, by employee number. */
export function askedByPerson(history: History): (person: string) => Asked[] {
  const asked = Map.groupBy(askedTickets(history), ({ person }) => person);
  return (person) => asked.get(person) ?? [];
}

/** Approved by somebody independent at that instant, or until so shortly before that nobody could have known. */
export function wasReleased(ticket: Asked, at: number, toleranceMs: number): boolean {
  return ticket.released.some(({ from, to }) => from <= at && at <= to + toleranceMs);
}

export function isApprovedAtEnd(ticket: Asked): boolean {
  return ticket.approved.at(-1)?.to === Infinity;
}

/** Approved by somebody independent, before that instant and to the end. */
export function isReleasedSince(ticket: Asked, at: number): boolean {
  const last = ticket.released.at(-1);
  return last?.to === Infinity && last.from <= at;
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
  /** The bridge's own id of the call. */
  callId: string;
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
      callId: String(call['callId']),
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

/** One person in one call, as the bridge wrote it down beforehand. */
export interface Carried {
  attempt: string;
  person: string;
  version: number;
  lane: number;
}

export function carriedBy(event: AuditEvent): Carried[] {
  return event.action === 'upload.sending' ? ((event.data['people'] ?? []) as Carried[]) : [];
}

/** The people of the ledger by their id there. */
export function externalIds({ people }: History): Map<string, string> {
  return new Map(people.map(({ id, externalId }) => [id, externalId]));
}

/** The tickets people raised, by the ledger's id of them. */
export function askedByLedgerId(history: History): Map<string, Asked> {
  const refs = new Map(history.tickets.map(({ id, ref }) => [ref, id]));
  return new Map(askedTickets(history).map((ticket) => [refs.get(ticket.ref) ?? '', ticket]));
}

/** Those that stood there before, once for every further time. */
export function repeated(all: readonly string[]): string[] {
  const known = new Set<string>();
  return all.filter((one) => known.has(one) || !known.add(one));
}

export const time = (at: number): string => new Date(at).toISOString().slice(5, 19);

function titleOf(data: unknown): string {
  const { title } = (data ?? {}) as { title?: unknown };
  return typeof title === 'string' ? title : '';
}

/** Every change that was sent, with the call that carried it: written down just after it. */
export function callOfChanges({ audit }: History): { change: AuditEvent; callId: string }[] {
  let sent: AuditEvent[] = [];
  return audit.flatMap((event) => {
    if (event.action === 'change.sent') sent.push(event);
    if (event.action !== 'upload.sending') return [];
    const people = carriedBy(event).map(({ person }) => person);
    const carried = sent.filter(({ data }) => people.includes(String(data['person'])));
    sent = [];
    return carried.map((change) => ({ change, callId: subjectId(event) }));
  });
}
